import { u } from './database.ts'
import { insert, mutate, remove, select, update } from './steps.ts'
import type { Case, Row, Step } from './steps.ts'

const number = (at: number, name: string): Row => ({ number: at, name })
const numbers = select('Number', [], 'number', 'name')
const violation = (at: number | 'commit'): Pick<Step, 'fails'> => ({ fails: ['constraint violation', at] })
const dangling = { fails: ['referential integrity violation', 'commit'] } as const
const weak = (n: number, any: number[], self: number, target: number): Row => ({
  n,
  any: any.map(u),
  self: u(self),
  target: u(target),
})
const weakRows = select('Weak', [], 'n', 'any', 'self', 'target')
const backs = select('Target', [], 'n', 'back')
const children = select('Child', [], 'n')
const found = (...ns: number[]): object => ({ rows: ns.map((n) => ({ n })) })

const constraints: Case[] = [
  {
    name: 'bounds of a column hold in inserts and updates',
    steps: [
      { send: [insert('Single', u(1))], ...violation(0) },
      { send: [insert('Single', u(1), { positive: -1 })], fails: ['ValidationError', 0] },
      { wire: [{ op: 'insert', table: 'Single', row: { positive: -1 } }], ...violation(0) },
      { wire: [{ op: 'update', table: 'Single', where: [], row: { positive: -2 } }], ...violation(0) },
      { send: [insert('Single', u(1), { positive: 1 })] },
    ],
  },
  {
    name: 'a table holds no more rows than its maxRows',
    steps: [
      { send: [insert('Single', u(1), { positive: 1 })] },
      { send: [insert('Single', u(2), { positive: 2 })], ...violation('commit') },
      { send: [remove('Single'), insert('Single', u(2), { positive: 2 })] },
    ],
  },
  {
    name: 'an index is held at the commit, not before',
    steps: [
      { send: [insert('Number', u(1), number(1, 'one'))] },
      { send: [insert('Number', u(2), number(1, 'another'))], ...violation('commit') },
      { send: [insert('Number', u(3), number(1, 'another')), remove('Number', [['name', '==', 'one']])] },
      {
        send: [remove('Number'), insert('Number', u(4), number(1, 'a')), insert('Number', u(5), number(1, 'b'))],
        ...violation('commit'),
      },
      { send: [insert('Number', u(6), number(2, 'two'))] },
      { send: [update('Number', [], { number: 3 })], ...violation('commit') },
      {
        send: [
          update('Number', [['number', '==', 1]], number(2, 'old one')),
          update('Number', [['name', '==', 'two']], number(1, 'old two')),
        ],
        gives: [{ count: 1 }, { count: 1 }],
      },
      {
        send: [
          mutate('Number', [], ['number', '*=', 10]),
          insert('Number', u(7), number(1, 'new one')),
          insert('Number', u(8), number(2, 'new two')),
          numbers,
        ],
        gives: [
          { count: 2 },
          { uuid: u(7) },
          { uuid: u(8) },
          { rows: [number(20, 'old one'), number(10, 'old two'), number(1, 'new one'), number(2, 'new two')] },
        ],
      },
    ],
  },
  {
    name: 'the size of a set is held after each mutate, not after each mutation',
    steps: [
      { send: [insert('Right', u(1))] },
      { send: [mutate('Right', u(1), ['few', 'delete', [0]])], ...violation(0) },
      { send: [mutate('Right', u(1), ['few', 'insert', [1]])] },
      { send: [update('Right', u(1), { few: [1, 3] })] },
      { send: [mutate('Right', u(1), ['few', 'insert', [5]])], ...violation(0) },
      { send: [mutate('Right', u(1), ['few', 'delete', [3]], ['few', 'insert', [5]])] },
      { send: [select('Right', u(1), 'few')], gives: [{ rows: [{ few: [1, 5] }] }] },
    ],
  },
  {
    name: 'an immutable column can be written once',
    steps: [
      { send: [insert('Frozen', u(1), { n: 5 })] },
      ...[10, 5].flatMap((n): Step[] => [
        { send: [update('Frozen', u(1), { n })], fails: ['ValidationError', 0] },
        { wire: [{ op: 'update', table: 'Frozen', where: [], row: { n } }], ...violation(0) },
      ]),
      ...(['-=', '*='] as const).flatMap((mutator): Step[] => [
        { send: [mutate('Frozen', u(1), ['n', mutator, 1])], fails: ['ValidationError', 0] },
        { wire: [{ op: 'mutate', table: 'Frozen', where: [], mutations: [['n', mutator, 1]] }], ...violation(0) },
      ]),
      { send: [update('Frozen', u(1), { free: 1 })] },
    ],
  },
]

const references: Case[] = [
  {
    name: 'a row that is strongly referred to stays until the last reference is gone',
    steps: [
      {
        send: [
          insert('Right', u(1), { n: 1 }),
          ...[2, 3, 4].map((at) => insert('Left', u(at), { n: at, rights: [u(1)] })),
        ],
      },
      ...[2, 3, 4].flatMap((at): Step[] => [
        { send: [remove('Right', u(1))], ...dangling },
        { send: [remove('Left', u(at))] },
      ]),
      { send: [remove('Right', u(1))], gives: [{ count: 1 }] },
    ],
  },
  {
    name: 'rows that refer to each other go together, and a refused attempt leaves no trace',
    steps: [
      {
        send: [
          insert('Left', u(1), { lefts: [u(1)], rights: [u(2)] }),
          insert('Right', u(2), { lefts: [u(1)], rights: [u(2)] }),
        ],
      },
      { send: [insert('Left', u(3), { rights: [u(9)] })], ...dangling },
      ...[1, 2].flatMap((): Step[] => [
        { send: [remove('Left', u(1))], ...dangling },
        { send: [remove('Right', u(2))], ...dangling },
      ]),
      { send: [remove('Left', u(1)), remove('Right', u(2))], gives: [{ count: 1 }, { count: 1 }] },
    ],
  },
  {
    name: 'weak references go with the row, unless the column needs one',
    steps: [
      {
        send: [
          insert('Weak', u(1), weak(0, [1, 2, 9], 1, 4)),
          insert('Weak', u(2), weak(1, [1, 2], 2, 4)),
          insert('Weak', u(3), weak(2, [1, 2], 2, 5)),
          insert('Target', u(4), { n: 2, back: [u(1)] }),
          insert('Target', u(5), { n: 3, back: [u(2)] }),
        ],
      },
      { send: [weakRows], gives: [{ rows: [weak(0, [1, 2], 1, 4), weak(1, [1, 2], 2, 4), weak(2, [1, 2], 2, 5)] }] },
      { send: [insert('Weak', u(6), { self: u(6) })], ...violation('commit') },
      { send: [remove('Target', u(5))], ...violation('commit') },
      { send: [remove('Weak', u(2))], ...violation('commit') },
      {
        send: [remove('Weak', u(3)), weakRows],
        gives: [{ count: 1 }, { rows: [weak(0, [1, 2], 1, 4), weak(1, [1, 2], 2, 4)] }],
      },
      { send: [remove('Weak', u(1))] },
      {
        send: [weakRows, backs],
        gives: [
          { rows: [weak(1, [2], 2, 4)] },
          {
            rows: [
              { n: 2, back: [] },
              { n: 3, back: [u(2)] },
            ],
          },
        ],
      },
      { send: [remove('Weak', u(2))] },
      {
        send: [weakRows, backs],
        gives: [
          { rows: [] },
          {
            rows: [
              { n: 2, back: [] },
              { n: 3, back: [] },
            ],
          },
        ],
      },
    ],
  },
]

const chain = (from: number, to: number, last: number[]): Step => ({
  send: Array.from({ length: to - from + 1 }, (_, at) =>
    insert('Child', u(from + at), { n: from + at, next: from + at === to ? last.map(u) : [u(from + at + 1)] }),
  ),
})

const collection: Case[] = [
  {
    name: 'a row that nobody refers to is not kept',
    steps: [
      { send: [insert('Child', u(1))], gives: [{ uuid: u(1) }] },
      { send: [children], gives: [found()] },
    ],
  },
  {
    name: 'nor is a chain of such rows',
    steps: [chain(1, 4, []), { send: [children], gives: [found()] }],
  },
  {
    name: 'a circle of strong references keeps itself, and goes when it is broken',
    steps: [
      chain(1, 2, [1]),
      chain(3, 6, [3]),
      { send: [children], gives: [found(1, 2, 3, 4, 5, 6)] },
      { send: [update('Child', [['n', '==', 1]], { next: [] })] },
      { send: [children], gives: [found(3, 4, 5, 6)] },
      { send: [update('Child', [['n', '==', 4]], { next: [] })] },
      { send: [children], gives: [found()] },
    ],
  },
  {
    name: 'a circle of weak references keeps nothing',
    steps: [
      { send: [insert('Child', u(1), { near: [u(2)] }), insert('Child', u(2), { near: [u(1)] })] },
      { send: [children], gives: [found()] },
    ],
  },
  {
    name: 'a row that only itself refers to is not kept',
    steps: [{ send: [insert('Child', u(1), { next: [u(1)] })] }, { send: [children], gives: [found()] }],
  },
  {
    name: 'a child lives as long as its parents, and a chain goes with the last one',
    steps: [
      {
        send: [
          insert('Child', u(1), { n: 1, next: [u(2)] }),
          insert('Child', u(2), { n: 2 }),
          insert('Parent', u(3), { children: [u(1)] }),
          insert('Parent', u(4), { children: [u(1)] }),
        ],
      },
      { send: [remove('Parent', u(3))] },
      { send: [children], gives: [found(1, 2)] },
      { send: [mutate('Parent', u(4), ['children', 'delete', [u(1)]])] },
      { send: [children], gives: [found()] },
    ],
  },
  {
    name: 'a child for a parent that is not there is refused, not lost',
    steps: [
      {
        send: [insert('Child', u(1)), mutate('Parent', u(9), ['children', 'insert', [u(1)]])],
        fails: ['RowMissingError', 1],
      },
      {
        wire: [
          { op: 'insert', table: 'Child', uuid: u(1), row: {} },
          { op: 'mutate', table: 'Parent', where: [['_uuid', '==', ['uuid', u(9)]]], mutations: [] },
        ],
        gives: [{ uuid: ['uuid', u(1)] }, { count: 0 }],
      },
      { send: [children], gives: [found()] },
    ],
  },
]

/** What only shows when a transaction is committed. */
export const commitCases: readonly Case[] = [...constraints, ...references, ...collection]
