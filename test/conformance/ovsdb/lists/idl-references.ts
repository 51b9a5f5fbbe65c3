import type { Operation } from '@quantumnet/ovsdb-jsonrpc'
import { u } from './database.ts'
import { link, plain } from './idl-tables.ts'
import type { Conditions, IdlCase } from './idl-tables.ts'
import type { Read, Told } from './monitor.ts'
import { insert, mutate, remove, update } from './steps.ts'
import type { Row } from './steps.ts'

const broken = ['referential integrity violation', 'commit'] as const
const links = (kind: Told[0], ...rows: readonly (readonly [at: number, row: Read])[]): Told[] =>
  rows.map(([at, row]) => [kind, 'Link', u(at), row])
const addLink = (at: number, to: number, row: Row = {}): Operation =>
  insert('Link', u(at), { i: at, to: u(to), ...row })
const far = (kind: Told[0], at: number, back: number | null): Told => [kind, 'Far', u(at), { i: at, back: back === null ? null : u(back) }] // prettier-ignore
const addFar = (at: number, back: number): Operation => insert('Far', u(at), { i: at, back: u(back) })

/** Strong references: to the row itself, within a table, and between tables. */
const strongCases: readonly IdlCase[] = [
  {
    name: 'a row that refers to itself, rows that refer to each other, and their change',
    steps: [
      { transact: [addLink(1, 1)], tells: links('came', [1, link(1, 1)]) },
      { transact: [addLink(2, 3), addLink(3, 2)], tells: links('came', [2, link(2, 3)], [3, link(3, 2)]) },
      { transact: [update('Link', u(2), { to: u(2) })], tells: links('changed', [2, link(2, 2)]) },
      { transact: [update('Link', [], { to: u(1) })], tells: links('changed', [2, link(2, 1)], [3, link(3, 1)]) },
    ],
  },
  {
    name: 'nothing of references to rows that are not there',
    steps: [
      { transact: [addLink(1, 99)], fails: broken },
      { transact: [addLink(1, 1), addLink(2, 1)], tells: links('came', [1, link(1, 1)], [2, link(2, 1)]) },
      { transact: [update('Link', [], { to: u(99) })], fails: broken },
      { transact: [remove('Link', u(1))], fails: broken },
      { transact: [remove('Link', u(2))], tells: links('went', [2, link(2, 1)]) },
      { transact: [remove('Link')], tells: links('went', [1, link(1, 1)]) },
    ],
  },
  {
    name: 'sets of references to rows of the table',
    steps: [
      {
        transact: [1, 2, 3].map((at) => addLink(at, 1, { all: [u(at)] })),
        tells: links('came', ...[1, 2, 3].map((at) => [at, link(at, 1, { all: [u(at)] })] as const)),
      },
      {
        transact: [update('Link', [], { all: [u(1), u(2), u(3)] })],
        tells: links('changed', ...[1, 2, 3].map((at) => [at, link(at, 1, { all: [u(1), u(2), u(3)] })] as const)),
      },
      { transact: [update('Link', u(2), { all: [u(1), u(99)] })], fails: broken },
      { transact: [mutate('Link', u(2), ['all', 'delete', [u(1)]])], tells: links('changed', [2, link(2, 1, { all: [u(2), u(3)] })]) }, // prettier-ignore
      {
        missed: [[remove('Link')]],
        tells: links(
          'went',
          [1, link(1, 1, { all: [u(1), u(2), u(3)] })],
          [2, link(2, 1, { all: [u(2), u(3)] })],
          [3, link(3, 1, { all: [u(1), u(2), u(3)] })],
        ),
      },
    ],
  },
  {
    name: 'references between two tables, made in one transaction',
    steps: [
      {
        transact: [addFar(5, 1), addLink(1, 1, { far: u(5) })],
        tells: [far('came', 5, 1), ...links('came', [1, link(1, 1, { far: u(5) })])],
      },
      { transact: [remove('Far', u(5))], fails: broken },
      { transact: [update('Link', u(1), { far: null }), update('Far', u(5), { back: null })], tells: [far('changed', 5, null), ...links('changed', [1, link(1, 1)])] }, // prettier-ignore
    ],
  },
  {
    name: 'a row that goes with what referred to it',
    steps: [
      { transact: [addLink(1, 1), addFar(5, 1)], tells: [far('came', 5, 1), ...links('came', [1, link(1, 1)])] },
      { transact: [remove('Far', u(5))], tells: [far('went', 5, 1)] },
      { transact: [addFar(6, 1)], tells: [far('came', 6, 1)] },
      { transact: [remove('Far'), remove('Link')], tells: [far('went', 6, 1), ...links('went', [1, link(1, 1)])] },
    ],
  },
  {
    name: 'rows that came and referred to others, and went, while it was away: nothing of them',
    steps: [
      {
        missed: [[addFar(5, 1), addLink(1, 1), addFar(6, 1)], [remove('Far', u(6))]],
        tells: [far('came', 5, 1), ...links('came', [1, link(1, 1)])],
      },
      { transact: [remove('Far', u(5))], tells: [far('went', 5, 1)] },
      {
        missed: [[addFar(7, 1), addLink(2, 1), addLink(3, 2)], [remove('Link', u(3))]],
        tells: [far('came', 7, 1), ...links('came', [2, link(2, 1)])],
      },
    ],
  },
]

const owner = (kind: Told[0], parts: number[], name = 'owner'): Told => [kind, 'Owner', u(1), { name, parts: parts.map(u) }] // prettier-ignore
const part = (kind: Told[0], at: number): Told => [kind, 'Part', u(at), { name: String(at) }]
const addPart = (at: number): Operation => insert('Part', u(at), { name: String(at) })
const owned = [addPart(2), addPart(3), insert('Owner', u(1), { name: 'owner', parts: [u(2), u(3)] })]
const ownedCame = [owner('came', [2, 3]), part('came', 2), part('came', 3)]

/** Rows that are there only while others refer to them. */
const ownedCases: readonly IdlCase[] = [
  {
    name: 'parts that go with their owner, and by themselves when it lets them go',
    before: owned,
    initially: ownedCame,
    steps: [
      { transact: [mutate('Owner', u(1), ['parts', 'delete', [u(2)]])], tells: [owner('changed', [3]), part('went', 2)] }, // prettier-ignore
      { transact: [addPart(4), mutate('Owner', u(1), ['parts', 'insert', [u(4)]])], tells: [owner('changed', [3, 4]), part('came', 4)] }, // prettier-ignore
      { transact: [remove('Owner')], tells: [owner('went', [3, 4]), part('went', 3), part('went', 4)] },
    ],
  },
  {
    name: 'owner and parts deleted together',
    before: owned,
    initially: ownedCame,
    steps: [
      { transact: [remove('Owner'), remove('Part')], tells: [owner('went', [2, 3]), part('went', 2), part('went', 3)] },
      { transact: [insert('Plain', u(9))], tells: [['came', 'Plain', u(9), plain()]] },
    ],
  },
  {
    name: 'parts that are not wanted any more; their owner refers to them as before',
    before: owned,
    initially: ownedCame,
    steps: [
      { conditions: { Part: false }, tells: [part('went', 2), part('went', 3)] },
      { transact: [update('Owner', u(1), { name: 'new' })], tells: [owner('changed', [2, 3], 'new')] },
      { conditions: { Part: [['name', '==', '3']] }, tells: [part('came', 3)] },
      { transact: [mutate('Owner', u(1), ['parts', 'delete', [u(2)]])], tells: [owner('changed', [3], 'new')] },
    ],
  },
  {
    name: 'parts lost and found while it was away',
    before: owned,
    initially: ownedCame,
    steps: [
      {
        missed: [[mutate('Owner', u(1), ['parts', 'delete', [u(2)]])], [addPart(4), mutate('Owner', u(1), ['parts', 'insert', [u(4)]])]], // prettier-ignore
        tells: [owner('changed', [3, 4]), part('went', 2), part('came', 4)],
      },
    ],
  },
]

const holder = (kind: Told[0], weak: number[], name = 'holder'): Told => [kind, 'Holder', u(1), { name, weak: weak.map(u) }] // prettier-ignore
const target = (kind: Told[0], at: number): Told => [kind, 'Plain', u(at), plain({ s: String(at) })]
const addTarget = (at: number): Operation => insert('Plain', u(at), { s: String(at) })
const held = (...targets: number[]): Operation[] => [
  ...targets.map(addTarget),
  insert('Holder', u(1), { name: 'holder', weak: targets.map(u) }),
]
const heldCame = (...targets: number[]): Told[] => [holder('came', targets), ...targets.map((at) => target('came', at))]
const only = (...targets: number[]): Conditions => ({ Plain: targets.map((at) => ['s', '==', String(at)]) })

/**
 * Weak references. This replica keeps a reference to a row that its conditions leave out, as the server does: what a row says does
 * not depend on which others are looked at.
 */
const weakCases: readonly IdlCase[] = [
  {
    name: 'a row that goes, and leaves the set of who referred to it',
    before: held(2, 3),
    initially: heldCame(2, 3),
    steps: [
      { transact: [remove('Plain', u(2))], tells: [holder('changed', [3]), target('went', 2)] },
      { transact: [addTarget(4)], tells: [target('came', 4)] },
    ],
  },
  {
    name: 'a row that goes together with who referred to it',
    before: held(2),
    initially: heldCame(2),
    steps: [
      { transact: [remove('Plain'), remove('Holder')], tells: [holder('went', [2]), target('went', 2)] },
      { transact: [addTarget(2)], tells: [target('came', 2)] },
    ],
  },
  {
    // Without the first mutate ovsdb-server 3.1.0 would break down at the last step (see the README of ovsdb-jsonrpc).
    name: 'a row taken out of the set and deleted while its holder changes, whose UUID comes back before the holder goes',
    before: held(2, 3),
    initially: heldCame(2, 3),
    steps: [
      {
        transact: [
          mutate('Holder', u(1), ['weak', 'delete', [u(2)]]),
          update('Holder', u(1), { name: 'new' }),
          remove('Plain', u(2)),
        ],
        tells: [holder('changed', [3], 'new'), target('went', 2)],
      },
      { transact: [addTarget(2)], tells: [target('came', 2)] },
      { transact: [mutate('Holder', u(1), ['weak', 'insert', [u(2)]])], tells: [holder('changed', [2, 3], 'new')] },
      { transact: [remove('Holder')], tells: [holder('went', [2, 3], 'new')] },
    ],
  },
  {
    name: 'references to nothing, which are not kept',
    steps: [{ transact: held().concat(mutate('Holder', u(1), ['weak', 'insert', [u(99)]])), tells: [holder('came', [])] }], // prettier-ignore
  },
  {
    name: 'a row that came and was referred to, and went, while it was away: nothing of it',
    before: held(2),
    initially: heldCame(2),
    steps: [
      {
        missed: [[addTarget(3), mutate('Holder', u(1), ['weak', 'insert', [u(3)]])], [remove('Plain', u(3))]],
        tells: [],
      },
      { transact: [addTarget(4)], tells: [target('came', 4)] },
    ],
  },
  {
    name: 'references to rows that are not wanted, and come to be wanted',
    before: held(2, 3, 4),
    conditions: { Plain: false },
    initially: [holder('came', [2, 3, 4])],
    steps: [
      { conditions: only(3), tells: [target('came', 3)] },
      { transact: [update('Holder', u(1), { name: 'new' })], tells: [holder('changed', [2, 3, 4], 'new')] },
      { transact: [remove('Plain', u(2))], tells: [holder('changed', [3, 4], 'new')] },
      { transact: [remove('Holder')], tells: [holder('went', [3, 4], 'new')] },
    ],
  },
  {
    name: 'rows wanted in turns, one of them referred to',
    before: [...held(2), addTarget(3)],
    conditions: { Plain: false },
    initially: [holder('came', [2])],
    steps: [
      { conditions: only(2), tells: [target('came', 2)] },
      { conditions: only(3), tells: [target('went', 2), target('came', 3)] },
      { conditions: only(2), tells: [target('came', 2), target('went', 3)] },
      { transact: [remove('Holder')], tells: [holder('went', [2])] },
      { transact: [remove('Plain')], tells: [target('went', 2)] },
    ],
  },
  {
    name: 'rows wanted in turns, both referred to',
    before: held(2, 3),
    conditions: only(2),
    initially: [holder('came', [2, 3]), target('came', 2)],
    steps: [
      { conditions: only(3), tells: [target('went', 2), target('came', 3)] },
      { transact: [remove('Plain', u(2))], tells: [holder('changed', [3])] },
      { missed: [[remove('Plain', u(3))]], tells: [holder('changed', []), target('went', 3)] },
    ],
  },
]

export const referenceCases: readonly IdlCase[] = [...strongCases, ...ownedCases, ...weakCases]
