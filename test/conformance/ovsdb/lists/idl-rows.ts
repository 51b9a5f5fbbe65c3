import { putKeys } from '@quantumnet/ovsdb-jsonrpc'
import type { Operation } from '@quantumnet/ovsdb-jsonrpc'
import { u } from './database.ts'
import { plain } from './idl-tables.ts'
import type { Conditions, IdlCase } from './idl-tables.ts'
import type { Read, Told } from './monitor.ts'
import { insert, mutate, remove, update } from './steps.ts'
import type { Mutations, Row } from './steps.ts'

const add = (at: number, row: Row = { i: at }): Operation => insert('Plain', u(at), row)
const came = (at: number, row: Read = { i: at }): Told => ['came', 'Plain', u(at), plain(row)]
const changed = (at: number, row: Read): Told => ['changed', 'Plain', u(at), plain(row)]
const went = (at: number, row: Read = { i: at }): Told => ['went', 'Plain', u(at), plain(row)]
const pairs = (words: Readonly<Record<string, string>>): object => ({
  map: Object.entries(words).map((pair) => JSON.stringify(pair)),
})
const large = 'ü€😀"\\'.repeat(20_000)
const full = { i: 1, s: 'text', maybe: true, numbers: [1, 2, 3] }

/** Rows that refer to nothing. */
export const rowCases: readonly IdlCase[] = [
  { name: 'nothing', steps: [{ missed: [], tells: [] }] },
  {
    name: 'what was there before it began, each row as it is',
    before: [add(1, { ...full, words: { k: 'v' } }), add(2, {})],
    initially: [came(1, { ...full, words: pairs({ k: 'v' }) }), came(2, {})],
    steps: [],
  },
  {
    name: 'inserts, changes of all rows and of some, deletes, and nothing again after a reconnect',
    steps: [
      { transact: [add(1, full), add(2, {})], tells: [came(1, full), came(2, {})] },
      { transact: [update('Plain', [], { maybe: false })], tells: [changed(1, { ...full, maybe: false }), changed(2, { maybe: false })] }, // prettier-ignore
      { transact: [update('Plain', [['i', '<', 1]], { s: 'new' })], tells: [changed(2, { maybe: false, s: 'new' })] },
      { transact: [remove('Plain', [['i', '==', 1]])], tells: [went(1, { ...full, maybe: false })] },
      { missed: [], tells: [] },
    ],
  },
  {
    name: 'a row of defaults, and one that goes back to them',
    steps: [
      { transact: [add(1, {}), add(2, full)], tells: [came(1, {}), came(2, full)] },
      {
        transact: [update('Plain', u(2), { i: 0, s: '', maybe: null, numbers: [], words: {} })],
        tells: [changed(2, {})],
      },
    ],
  },
  {
    name: 'text of many kinds of characters, long and short',
    steps: [
      { transact: [add(1, { s: 'ü€😀' }), add(2, { s: large })], tells: [came(1, { s: 'ü€😀' }), came(2, { s: large })] }, // prettier-ignore
      { transact: [update('Plain', u(1), { s: large })], tells: [changed(1, { s: large })] },
    ],
  },
  {
    name: 'nothing of a transaction that was refused: what it had read is not so any more',
    before: [add(1)],
    initially: [came(1)],
    steps: [
      {
        transact: [{ op: 'wait', table: 'Plain', where: u(1), row: { i: 9 }, until: '==' }, update('Plain', u(1), { i: 2 })], // prettier-ignore
        fails: ['timed out', 0],
      },
      {
        transact: [{ op: 'wait', table: 'Plain', where: u(1), row: { i: 1 }, until: '==' }, update('Plain', u(1), { i: 2 })], // prettier-ignore
        tells: [changed(1, { i: 2 })],
      },
    ],
  },
  {
    name: 'nothing of a transaction that was aborted',
    steps: [{ transact: [add(1), { op: 'abort' }], fails: ['aborted', 1] }],
  },
  {
    name: 'increments, one by one and several at once',
    before: [add(1)],
    initially: [came(1)],
    steps: [
      { transact: [mutate('Plain', u(1), ['i', '+=', 1])], tells: [changed(1, { i: 2 })] },
      { transact: [mutate('Plain', u(1), ['i', '+=', 1], ['i', '*=', 2])], tells: [changed(1, { i: 6 })] },
      { transact: [mutate('Plain', u(1), ['i', '+=', 1]), mutate('Plain', u(1), ['i', '-=', 1])], tells: [] },
    ],
  },
  {
    name: 'parts of a map, each change by itself',
    before: [add(1, { words: { a: '1' } })],
    initially: [came(1, { words: pairs({ a: '1' }) })],
    steps: [
      [['words', 'insert', { a: '9', b: '2' }] as const, { a: '1', b: '2' }],
      [['words', 'delete', { a: '9' }] as const, null],
      [['words', 'delete', { a: '1' }] as const, { b: '2' }],
      [['words', 'delete', ['b', 'c']] as const, {}],
    ].map(([mutation, words]) => ({
      transact: [mutate('Plain', u(1), mutation as Mutations[number])],
      tells: words === null ? [] : [changed(1, { words: pairs(words as Record<string, string>) })],
    })),
  },
  {
    name: 'a key of a map that is given another value',
    before: [add(1, { words: { a: '1', b: '2' } })],
    initially: [came(1, { words: pairs({ a: '1', b: '2' }) })],
    steps: [
      {
        transact: [mutate('Plain', u(1), ...(putKeys('words', { b: '3' }) as Mutations))],
        tells: [changed(1, { words: pairs({ a: '1', b: '3' }) })],
      },
    ],
  },
  {
    name: 'members of a set that come and go',
    before: [add(1, { numbers: [1, 2] })],
    initially: [came(1, { numbers: [1, 2] })],
    steps: [
      { transact: [mutate('Plain', u(1), ['numbers', 'insert', [2, 3]])], tells: [changed(1, { numbers: [1, 2, 3] })] },
      { transact: [mutate('Plain', u(1), ['numbers', 'insert', [3]])], tells: [] },
      { transact: [mutate('Plain', u(1), ['numbers', 'delete', [1, 9]], ['numbers', 'insert', [4]])], tells: [changed(1, { numbers: [2, 3, 4] })] }, // prettier-ignore
      { transact: [mutate('Plain', u(1), ['numbers', '+=', 10])], tells: [changed(1, { numbers: [12, 13, 14] })] },
    ],
  },
  {
    name: 'by an index: a row that comes, changes and goes, and another that takes its place',
    steps: [
      { transact: [insert('Indexed', u(1), { i: 123 })], tells: [['came', 'Indexed', u(1), { i: 123 }]] },
      { transact: [update('Indexed', u(1), { i: 456 })], tells: [['changed', 'Indexed', u(1), { i: 456 }]] },
      {
        transact: [remove('Indexed', u(1)), insert('Indexed', u(2), { i: 456 })],
        tells: [['went', 'Indexed', u(1), { i: 456 }], ['came', 'Indexed', u(2), { i: 456 }]], // prettier-ignore
      },
      { transact: [insert('Indexed', u(3), { i: 456 })], fails: ['constraint violation', 'commit'] },
      {
        transact: [insert('Indexed', u(4), { i: 4 }), update('Indexed', u(2), { i: 5 })],
        tells: [['came', 'Indexed', u(4), { i: 4 }], ['changed', 'Indexed', u(2), { i: 5 }]], // prettier-ignore
      },
      {
        transact: [update('Indexed', u(4), { i: 5 }), update('Indexed', u(2), { i: 4 })],
        tells: [['changed', 'Indexed', u(4), { i: 5 }], ['changed', 'Indexed', u(2), { i: 4 }]], // prettier-ignore
      },
      { missed: [[remove('Indexed')]], tells: [['went', 'Indexed', u(4), { i: 5 }], ['went', 'Indexed', u(2), { i: 4 }]] }, // prettier-ignore
    ],
  },
  {
    name: 'a table of one row',
    steps: [
      { transact: [insert('Single', u(1), { name: 'foo' })], tells: [['came', 'Single', u(1), { name: 'foo' }]] },
      { transact: [insert('Single', u(2), { name: 'bar' })], fails: ['constraint violation', 'commit'] },
      {
        transact: [remove('Single', u(1)), insert('Single', u(2), { name: 'bar' })],
        tells: [['went', 'Single', u(1), { name: 'foo' }], ['came', 'Single', u(2), { name: 'bar' }]], // prettier-ignore
      },
    ],
  },
  {
    name: 'what it missed, as one change of each row',
    before: [add(1), add(2), add(3)],
    initially: [came(1), came(2), came(3)],
    steps: [
      {
        missed: [
          [update('Plain', u(1), { s: 'first' })],
          [update('Plain', u(1), { s: 'second' }), remove('Plain', u(2))],
          [add(4)],
          [remove('Plain', u(4)), add(5)],
        ],
        tells: [changed(1, { i: 1, s: 'second' }), went(2), came(5)],
      },
      { missed: [[update('Plain', u(3), { i: 9 })], [update('Plain', u(3), { i: 3 })]], tells: [] },
    ],
  },
]

const are = (...values: number[]): Conditions => ({ Plain: values.map((i) => ['i', '==', i]) })

/** Rows that are followed on a condition. */
export const conditionCases: readonly IdlCase[] = [
  {
    name: 'no row, then all of them',
    before: [add(1)],
    conditions: { Plain: false },
    steps: [{ conditions: { Plain: true }, tells: [came(1)] }],
  },
  {
    name: 'no row by an empty list, then all for want of one',
    before: [add(1)],
    conditions: { Plain: [] },
    steps: [{ conditions: {}, tells: [came(1)] }],
  },
  {
    name: 'all rows, asked for in so many words, and again',
    conditions: { Plain: true },
    steps: [
      { transact: [add(1)], tells: [came(1)] },
      { conditions: { Plain: true }, tells: [] },
      { transact: [add(2)], tells: [came(2)] },
    ],
  },
  {
    name: 'rows that meet any of several',
    before: [add(1), add(2), add(3)],
    conditions: { Plain: false },
    steps: [{ conditions: are(1, 2), tells: [came(1), came(2)] }],
  },
  {
    name: 'rows that come and go by the change of what is wanted',
    before: [add(1)],
    conditions: { Plain: false },
    steps: [
      { conditions: are(1, 2), tells: [came(1)] },
      { conditions: are(2), tells: [went(1)] },
      { transact: [add(2)], tells: [came(2)] },
    ],
  },
  {
    name: 'rows that come and go by a change of their own',
    before: [add(1), add(2)],
    conditions: are(1),
    initially: [came(1)],
    steps: [
      { transact: [update('Plain', u(2), { i: 1, s: 'in' })], tells: [came(2, { i: 1, s: 'in' })] },
      { transact: [update('Plain', u(1), { i: 7 })], tells: [went(1)] },
      { transact: [update('Plain', u(1), { s: 'unseen' })], tells: [] },
      { transact: [update('Plain', u(1), { i: 1 })], tells: [came(1, { i: 1, s: 'unseen' })] },
    ],
  },
  {
    name: 'several tables, each by its own',
    before: [add(1), insert('Indexed', u(2), { i: 2 }), insert('Single', u(3), { name: 'x' })],
    conditions: { Plain: false, Indexed: false, Single: false },
    steps: [
      { conditions: { ...are(1), Indexed: false, Single: false }, tells: [came(1)] },
      { conditions: { ...are(1), Indexed: [['i', '==', 2]], Single: false }, tells: [['came', 'Indexed', u(2), { i: 2 }]] }, // prettier-ignore
      { conditions: { ...are(1), Indexed: [['i', '==', 2]], Single: [['name', '==', 'y']] }, tells: [] },
      { transact: [update('Single', u(3), { name: 'y' })], tells: [['came', 'Single', u(3), { name: 'y' }]] },
    ],
  },
  {
    name: 'rows that came into what is wanted, and left it, while it was away',
    before: [add(1), add(2), add(3)],
    conditions: are(1, 4),
    initially: [came(1)],
    steps: [
      { missed: [[add(4), update('Plain', u(1), { i: 9 }), update('Plain', u(2), { i: 1 })]], tells: [came(4), went(1), came(2, { i: 1 })] }, // prettier-ignore
      { conditions: are(9), tells: [came(1, { i: 9 }), went(2, { i: 1 }), went(4)] },
      { missed: [[update('Plain', u(1), { s: 'still' })]], tells: [changed(1, { i: 9, s: 'still' })] },
    ],
  },
]
