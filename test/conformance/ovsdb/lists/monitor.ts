import type { Operation } from '@quantumnet/ovsdb-jsonrpc'
import { u } from './database.ts'
import { insert, mutate, remove, update } from './steps.ts'
import type { Row } from './steps.ts'

/** A row as a replica reads it, sets and maps in a form that can be compared. */
export type Read = Readonly<Record<string, unknown>>

/** What a replica is told of one row: that it came, went or changed, and how it reads then (for a row that went: read before). */
export type Told = readonly [kind: 'came' | 'went' | 'changed', table: string, uuid: string, row: Read]

export interface MonitorCase {
  readonly name: string
  readonly before: readonly Operation[]
  /** transactions, and what each tells, rows in any order; nothing: no event at all */
  readonly then: readonly (readonly [transaction: readonly Operation[], tells: readonly Told[]])[]
}

const number = (at: number, name: string): Row => ({ number: at, name })
const add = (at: number, name: string): Operation => insert('Number', u(at), number(at, name))
const ten = add(10, 'ten')
const isTen = number(10, 'ten')

/** Replica of everything: what a transaction tells. */
export const monitorCases: readonly MonitorCase[] = [
  { name: 'a row inserted into an empty table', before: [], then: [[[ten], [['came', 'Number', u(10), isTen]]]] },
  {
    name: 'rows inserted into a table that has some',
    before: [ten],
    then: [
      [[add(11, 'a'), add(12, 'b')], [['came', 'Number', u(11), number(11, 'a')], ['came', 'Number', u(12), number(12, 'b')]]], // prettier-ignore
    ],
  },
  { name: 'a row deleted', before: [ten], then: [[[remove('Number', u(10))], [['went', 'Number', u(10), isTen]]]] },
  {
    name: 'all rows deleted',
    before: [ten, add(9, 'nine')],
    then: [[[remove('Number')], [['went', 'Number', u(10), isTen], ['went', 'Number', u(9), number(9, 'nine')]]]], // prettier-ignore
  },
  {
    name: 'a row changed',
    before: [ten],
    then: [[[update('Number', u(10), { name: 'X' })], [['changed', 'Number', u(10), number(10, 'X')]]]],
  },
  {
    name: 'a change that changes nothing',
    before: [ten],
    then: [
      [[update('Number', u(10), isTen)], []],
      [[mutate('Number', u(10), ['number', '+=', 0])], []],
      [[add(9, 'nine')], [['came', 'Number', u(9), number(9, 'nine')]]],
    ],
  },
  {
    name: 'a change that the same transaction takes back',
    before: [ten],
    then: [[[update('Number', u(10), { name: 'X' }), update('Number', u(10), { name: 'ten' })], []]],
  },
  {
    name: 'a row inserted and changed in one transaction comes as it ended',
    before: [ten],
    then: [[[add(9, 'nine'), update('Number', u(9), { name: 'IX' })], [['came', 'Number', u(9), number(9, 'IX')]]]],
  },
  {
    name: 'a row inserted, changed and deleted in one transaction never was',
    before: [ten],
    then: [
      [
        [add(9, 'nine'), update('Number', u(9), { name: 'IX' }), remove('Number', u(9)), add(7, 'seven')],
        [['came', 'Number', u(7), number(7, 'seven')]],
      ],
    ],
  },
  {
    name: 'a row changed and deleted in one transaction goes as it was before',
    before: [ten],
    then: [[[update('Number', u(10), { name: 'X' }), remove('Number', u(10))], [['went', 'Number', u(10), isTen]]]],
  },
  {
    name: 'weak references to a row that goes',
    before: [
      insert('Target', u(3), { n: 2 }),
      insert('Weak', u(1), { n: 0, self: u(1), target: u(3) }),
      insert('Weak', u(2), { n: 1, any: [u(1)], self: u(2), target: u(3) }),
    ],
    then: [
      [
        [remove('Weak', u(1))],
        [
          ['went', 'Weak', u(1), { n: 0, any: [], self: u(1), target: u(3) }],
          ['changed', 'Weak', u(2), { n: 1, any: [], self: u(2), target: u(3) }],
        ],
      ],
    ],
  },
  {
    name: 'rows that are collected go with the one that kept them',
    before: [
      insert('Child', u(1), { n: 1, next: [u(2)] }),
      insert('Child', u(2), { n: 2 }),
      insert('Parent', u(3), { children: [u(1)] }),
    ],
    then: [
      [
        [update('Parent', u(3), { children: [] })],
        [
          ['changed', 'Parent', u(3), { children: [] }],
          ['went', 'Child', u(1), { n: 1, next: [u(2)], near: [] }],
          ['went', 'Child', u(2), { n: 2, next: [], near: [] }],
        ],
      ],
    ],
  },
  {
    name: 'a row that is not kept never comes',
    before: [],
    then: [[[insert('Child', u(1), { n: 1 }), ten], [['came', 'Number', u(10), isTen]]]],
  },
  {
    name: 'an insert, a change and a delete, one after the other',
    before: [ten],
    then: [
      [[add(5, 'five')], [['came', 'Number', u(5), number(5, 'five')]]],
      [[update('Number', u(5), { name: 'FIVE' })], [['changed', 'Number', u(5), number(5, 'FIVE')]]],
      [[remove('Number')], [['went', 'Number', u(5), number(5, 'FIVE')], ['went', 'Number', u(10), isTen]]], // prettier-ignore
    ],
  },
]

/** What a monitor tells when it is asked for some kinds of change only (RFC 7047 §4.1.5 `<monitor-select>`). */
export const selectCases: readonly (readonly [kind: string, tells: readonly string[]])[] = [
  ['initial', ['initial 10']],
  ['insert', ['insert 5']],
  ['modify', ['modify 5']],
  ['delete', ['delete 5', 'delete 10']],
]

type Clause = readonly [string, string, unknown]
type Condition = readonly (Clause | boolean)[]
const named = (...names: string[]): Condition => names.map((name) => ['name', '==', name] as const)
const zeroToTwo = ['zero', 'one', 'two'].map((name, at) => add(at, name))

/** Conditional monitors (ovsdb-server(7) §4.1.12): what is there to begin with, and what each transaction tells. */
export interface ConditionalCase {
  readonly name: string
  readonly where: Condition
  readonly columns?: readonly string[]
  readonly initial: readonly string[]
  readonly transaction: readonly Operation[]
  readonly tells: readonly string[]
}

const tenAndEleven = [add(10, 'ten'), add(11, 'eleven')]
export const conditionalCases: readonly ConditionalCase[] = [
  {
    name: 'no condition: every row',
    where: [],
    initial: ['initial 0', 'initial 1', 'initial 2'],
    transaction: tenAndEleven,
    tells: ['insert 10', 'insert 11'],
  },
  {
    name: 'rows that meet any of several',
    where: named('one', 'ten'),
    initial: ['initial 1'],
    transaction: tenAndEleven,
    tells: ['insert 10'],
  },
  {
    name: 'a delete of rows inside and outside',
    where: named('one', 'ten'),
    initial: ['initial 1'],
    transaction: [remove('Number')],
    tells: ['delete 1'],
  },
  {
    name: 'a change brings a row in',
    where: named('ONE'),
    initial: [],
    transaction: [update('Number', u(1), { name: 'ONE' })],
    tells: ['insert 1'],
  },
  {
    name: 'a change takes a row out',
    where: named('one'),
    initial: ['initial 1'],
    transaction: [update('Number', u(1), { name: 'ONE' })],
    tells: ['delete 1'],
  },
  {
    name: 'a change of a row that stays in',
    where: [['number', '<', 2]],
    initial: ['initial 0', 'initial 1'],
    transaction: [update('Number', u(1), { name: 'ONE' })],
    tells: ['modify 1'],
  },
  {
    name: 'a condition on a column that is not monitored',
    where: named('one', 'ten'),
    columns: ['number'],
    initial: ['initial 1'],
    transaction: tenAndEleven,
    tells: ['insert 10'],
  },
  { name: 'false: no row', where: [false], initial: [], transaction: tenAndEleven, tells: [] },
  {
    name: 'true: every row',
    where: [true],
    initial: ['initial 0', 'initial 1', 'initial 2'],
    transaction: [ten],
    tells: ['insert 10'],
  },
]
export const conditionalRows = zeroToTwo

/** Conditions that follow each other on one monitor, and what each change tells. */
export const conditionChanges: readonly (readonly [where: Condition, tells: readonly string[]])[] = [
  [named('one', 'two'), ['delete 0']],
  [named('two', 'one'), []],
  [named('one'), ['delete 2']],
  [[false], ['delete 1']],
  [[true], ['insert 0', 'insert 1', 'insert 2']],
]
