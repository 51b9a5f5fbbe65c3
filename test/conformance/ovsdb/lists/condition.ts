import { mapOf, optional, setOf, u } from './database.ts'
import type { TestTables } from './database.ts'
import type { Row } from './steps.ts'

const kinds = ['integer', 'real', 'boolean', 'string', 'uuid'] as const
const columns = kinds.flatMap((kind) => [
  [kind, { type: kind }] as const,
  [`${kind}?`, { type: optional(kind) }] as const,
])

/** A scalar and an optional of each type, a set and a map. */
export const conditionTables: TestTables = {
  Value: {
    columns: {
      ...Object.fromEntries(columns.map(([name, column]) => [name.replace('?', '_or_none'), column])),
      set: { type: setOf('integer') },
      map: { type: mapOf('integer', 'boolean') },
    },
    isRoot: true,
  },
}

type Value = Row[string]

/** Values of one column, one to a row, and for each condition which rows meet it: `T` for those that do, `-` for the rest. */
export interface ConditionTable {
  readonly column: string
  readonly rows: readonly Value[]
  readonly conditions: readonly (readonly [...conditions: (readonly [test: string, value: Value])[], meets: string])[]
}

const set = (...atoms: number[]): Value => atoms

const scalars: ConditionTable[] = [
  {
    column: 'integer',
    rows: [0, 1, 2],
    conditions: [
      ['TTT'],
      [['<', 1], 'T--'],
      [['<=', 1], 'TT-'],
      [['==', 1], '-T-'],
      [['!=', 1], 'T-T'],
      [['>=', 1], '-TT'],
      [['>', 1], '--T'],
      [['includes', 1], '-T-'],
      [['excludes', 1], 'T-T'],
      [['>', 0], ['<', 2], '-T-'],
    ],
  },
  {
    column: 'real',
    rows: [0, 5, 5.1],
    conditions: [
      [['<', 5], 'T--'],
      [['<=', 5], 'TT-'],
      [['==', 5], '-T-'],
      [['!=', 5], 'T-T'],
      [['>=', 5], '-TT'],
      [['>', 5], '--T'],
      [['includes', 5], '-T-'],
      [['excludes', 5], 'T-T'],
      [['!=', 0], ['!=', 5.1], '-T-'],
    ],
  },
  {
    column: 'boolean',
    rows: [true, false],
    conditions: [
      [['==', true], 'T-'],
      [['!=', true], '-T'],
      [['includes', true], 'T-'],
      [['excludes', true], '-T'],
      [['==', false], '-T'],
      [['!=', false], 'T-'],
      [['includes', false], '-T'],
      [['excludes', false], 'T-'],
      [['==', true], ['==', false], '--'],
    ],
  },
  {
    column: 'string',
    rows: ['', 'foo', 'ü😀"\\'],
    conditions: [
      [['==', ''], 'T--'],
      [['!=', ''], '-TT'],
      [['includes', ''], 'T--'],
      [['excludes', ''], '-TT'],
      [['==', 'ü😀"\\'], '--T'],
      [['!=', 'foo'], 'T-T'],
      [['includes', 'foo'], '-T-'],
      [['excludes', 'foo'], 'T-T'],
      [['!=', 'foo'], ['!=', ''], '--T'],
    ],
  },
  {
    column: 'uuid',
    rows: [u(1), u(2), u(0)],
    conditions: [
      [['==', u(1)], 'T--'],
      [['!=', u(1)], '-TT'],
      [['includes', u(1)], 'T--'],
      [['excludes', u(1)], '-TT'],
      [['==', u(2)], '-T-'],
      [['!=', u(2)], 'T-T'],
      [['!=', u(2)], ['!=', u(9)], 'T-T'],
    ],
  },
]

const optionals: ConditionTable[] = [
  {
    column: 'integer_or_none',
    rows: [null, 0, 1, 2],
    conditions: [
      // A comparison is never true of nothing.
      [['<', 1], '-T--'],
      [['<=', 1], '-TT-'],
      [['==', 1], '--T-'],
      [['!=', 1], 'TT-T'],
      [['>=', 1], '--TT'],
      [['>', 1], '---T'],
      [['includes', 1], '--T-'],
      [['excludes', 1], 'TT-T'],
      [['==', null], 'T---'],
      [['!=', null], '-TTT'],
      [['includes', null], 'TTTT'],
      [['excludes', null], 'TTTT'],
      [['>', 0], ['<', 2], '--T-'],
    ],
  },
  {
    column: 'real_or_none',
    rows: [null, 0, 5, 5.1],
    conditions: [
      [['<', 5], '-T--'],
      [['<=', 5], '-TT-'],
      [['>=', 5], '--TT'],
      [['>', 5], '---T'],
      [['==', null], 'T---'],
      [['!=', 0], ['!=', 5.1], 'T-T-'],
    ],
  },
  {
    column: 'boolean_or_none',
    rows: [null, true, false],
    conditions: [
      [['==', null], 'T--'],
      [['!=', true], 'T-T'],
      [['includes', false], '--T'],
    ],
  },
  {
    column: 'string_or_none',
    rows: [null, '', 'a'],
    conditions: [
      [['==', null], 'T--'],
      [['==', ''], '-T-'],
      [['excludes', 'a'], 'TT-'],
    ],
  },
  {
    column: 'uuid_or_none',
    rows: [null, u(1), u(2)],
    conditions: [
      [['==', null], 'T--'],
      [['==', u(1)], '-T-'],
      [['excludes', u(2)], 'TT-'],
    ],
  },
]

const subsets = [[], [0], [1], [0, 1], [2], [2, 0], [2, 1], [2, 1, 0]]
/** For each subset above in turn, the same subset as it is asked for: which of them meet the condition. */
const subsetAnswers: Readonly<Record<string, readonly string[]>> = {
  '==': ['T-------', '-T------', '--T-----', '---T----', '----T---', '-----T--', '------T-', '-------T'],
  '!=': ['-TTTTTTT', 'T-TTTTTT', 'TT-TTTTT', 'TTT-TTTT', 'TTTT-TTT', 'TTTTT-TT', 'TTTTTT-T', 'TTTTTTT-'],
  includes: ['TTTTTTTT', '-T-T-T-T', '--TT--TT', '---T---T', '----TTTT', '-----T-T', '------TT', '-------T'],
  excludes: ['TTTTTTTT', 'T-T-T-T-', 'TT--TT--', 'T---T---', 'TTTT----', 'T-T-----', 'TT------', 'T-------'],
}
const overSubsets = (column: string, valueOf: (subset: readonly number[]) => Value): ConditionTable => ({
  column,
  rows: subsets.map(valueOf),
  conditions: [
    ...Object.entries(subsetAnswers).flatMap(([test, answers]) =>
      answers.map((meets, at) => [[test, valueOf(subsets[at] ?? [])], meets] as const),
    ),
    [['includes', valueOf([0])], ['includes', valueOf([1])], '---T---T'],
  ],
})
/** The pair of a key is always the same here, so maps answer as sets do. */
const pairs = (keys: readonly number[]): Value => new Map(keys.map((key) => [key, key !== 1]))

export const conditionTable: readonly ConditionTable[] = [
  ...scalars,
  ...optionals,
  overSubsets('set', (subset) => set(...subset)),
  overSubsets('map', pairs),
  {
    column: 'map',
    rows: [[], [[0, true]], [[0, false]], [[0, true], [1, true]]].map((entries) => new Map(entries as [number, boolean][])), // prettier-ignore
    conditions: [
      // With another value it is another pair.
      [['==', new Map([[0, true]])], '-T--'],
      [['!=', new Map([[0, true]])], 'T-TT'],
      [['includes', new Map([[0, true]])], '-T-T'],
      [['includes', new Map([[0, false]])], '--T-'],
      [['excludes', new Map([[0, true]])], 'T-T-'],
      [['excludes', new Map([[0, true], [1, false]])], 'T-T-'], // prettier-ignore
      [['includes', new Map()], 'TTTT'],
      [['excludes', new Map()], 'TTTT'],
    ],
  },
]

const atoms: Readonly<Record<string, unknown>> = {
  integer: 1,
  real: 1.5,
  boolean: true,
  string: 'a',
  uuid: ['uuid', u(1)],
}
const order = ['<', '<=', '>', '>=']
const none = ['set', []]

/** Conditions, as on the wire, that the server must refuse: an order of what has none, and nothing where there must be one. */
export const disallowed: readonly (readonly [column: string, test: string, value: unknown])[] = [
  ...['boolean', 'string', 'uuid'].flatMap((kind) =>
    order.flatMap((test) => [
      [kind, test, atoms[kind]] as const,
      [`${kind}_or_none`, test, atoms[kind]] as const,
      [`${kind}_or_none`, test, none] as const,
    ]),
  ),
  ...['integer', 'real'].flatMap((kind) => order.map((test) => [`${kind}_or_none`, test, none] as const)),
  ...kinds.flatMap((kind) => [...order, '==', '!=', 'includes', 'excludes'].map((test) => [kind, test, none] as const)),
  ...order.flatMap((test) => [['set', test, none] as const, ['map', test, ['map', []]] as const]),
  ['integer', '=', 1],
  ['integer', '==', 'a'],
  ['nothing', '==', 1],
]
