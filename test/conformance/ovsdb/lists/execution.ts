import { u } from './database.ts'
import { insert, mutate, remove, select, update } from './steps.ts'
import type { Case, Row, Step } from './steps.ts'

const number = (at: number, name: string): Row => ({ number: at, name })
const two: Step = { send: [insert('Number', u(1), number(0, 'zero')), insert('Number', u(2), number(1, 'one'))] }
const all = select('Number', [], 'number', 'name')
const rows = (...pairs: [number, string][]): object => ({ rows: pairs.map(([at, name]) => number(at, name)) })
const named = (name: string, at: number): object => ({
  op: 'insert',
  table: 'Number',
  'uuid-name': name,
  row: number(at, name),
})
const wait = (until: string, ...expected: [number, string][]): object => ({
  op: 'wait',
  timeout: 0,
  table: 'Number',
  where: [],
  columns: ['number', 'name'],
  until,
  rows: expected.map(([at, name]) => number(at, name)),
})

/** Operations one by one: what each does, and what it answers. */
const operations: Case[] = [
  {
    name: 'a row of nothing but defaults is a row',
    steps: [
      { send: [insert('Number', u(1))], gives: [{ uuid: u(1) }] },
      { send: [all], gives: [rows([0, ''])] },
    ],
  },
  {
    name: 'a row is inserted and found',
    steps: [{ send: [insert('Number', u(1), number(7, 'seven')), all], gives: [{ uuid: u(1) }, rows([7, 'seven'])] }],
  },
  {
    name: 'a UUID is taken once',
    steps: [
      { send: [insert('Number', u(1), number(7, 'seven'))] },
      { send: [insert('Number', u(1), number(8, 'eight'))], fails: ['duplicate uuid', 0] },
      { send: [all], gives: [rows([7, 'seven'])] },
    ],
  },
  {
    name: 'a UUID deleted in a transaction is not free in it, but after it',
    steps: [
      { send: [insert('Number', u(1), number(7, 'seven'))] },
      { send: [remove('Number', u(1)), insert('Number', u(1))], fails: ['duplicate uuid', 1] },
      { send: [remove('Number', u(1))], gives: [{ count: 1 }] },
      { send: [insert('Number', u(1), number(9, 'nine')), all], gives: [{ uuid: u(1) }, rows([9, 'nine'])] },
    ],
  },
  {
    name: 'rows are found by the columns of an index, also by those of this transaction',
    steps: [
      two,
      { send: [insert('Number', u(3), number(2, 'two')), insert('Number', u(4), number(3, 'three'))] },
      { send: [remove('Number', [['number', '==', 1]])], gives: [{ count: 1 }] },
      {
        send: [
          select('Number', [['number', '==', 1]], 'name'),
          select('Number', [['number', '==', 3]], 'name'),
          select('Number', [['name', '==', 'two'], ['number', '==', 2]], 'number'), // prettier-ignore
        ],
        gives: [{ rows: [] }, { rows: [{ name: 'three' }] }, { rows: [{ number: 2 }] }],
      },
      {
        send: [remove('Number', [['number', '==', 2]]), select('Number', [['number', '==', 2]], 'name')],
        gives: [{ count: 1 }, { rows: [] }],
      },
      {
        send: [
          mutate('Number', [['number', '==', 0]], ['number', '+=', 2]),
          select('Number', [['number', '==', 0]], 'name'),
          select('Number', [['number', '==', 2]], 'name'),
        ],
        gives: [{ count: 1 }, { rows: [] }, { rows: [{ name: 'zero' }] }],
      },
    ],
  },
  {
    name: 'an index finds both rows of a collision that does not last until the commit',
    steps: [
      { send: [insert('Number', u(1), number(0, 'first'))] },
      {
        send: [
          insert('Number', u(2), number(0, 'second')),
          select('Number', [['number', '==', 0]], 'name'),
          remove('Number', u(2)),
          select('Number', [['number', '==', 0]], 'name'),
        ],
        gives: [
          { uuid: u(2) },
          { rows: [{ name: 'first' }, { name: 'second' }] },
          { count: 1 },
          { rows: [{ name: 'first' }] },
        ],
      },
    ],
  },
  {
    name: 'rows are found by value, and by UUID',
    steps: [
      two,
      {
        send: [select('Number', [['name', '==', 'one']], '_uuid'), select('Number', u(1), 'name')],
        gives: [{ rows: [{ _uuid: u(2) }] }, { rows: [{ name: 'zero' }] }],
      },
    ],
  },
  {
    name: 'rows are changed by value',
    steps: [
      two,
      { send: [update('Number', [['name', '==', 'zero']], { name: 'nought' })], gives: [{ count: 1 }] },
      { send: [all], gives: [rows([0, 'nought'], [1, 'one'])] },
    ],
  },
  {
    name: 'rows are mutated by value',
    steps: [
      two,
      {
        send: [mutate('Number', [['name', '==', 'zero']], ['number', '+=', 2]), all],
        gives: [{ count: 1 }, rows([2, 'zero'], [1, 'one'])],
      },
    ],
  },
  {
    name: 'rows are deleted by value, and the others stay',
    steps: [two, { send: [remove('Number', [['name', '==', 'zero']]), all], gives: [{ count: 1 }, rows([1, 'one'])] }],
  },
  {
    name: 'a delete that means no row deletes none',
    steps: [
      two,
      {
        send: [remove('Number', [['name', '==', 'nought']]), all],
        gives: [{ count: 0 }, rows([0, 'zero'], [1, 'one'])],
      },
    ],
  },
  {
    name: 'a delete without a condition deletes all, also what was inserted just before',
    steps: [
      two,
      {
        send: [insert('Number', u(3), number(2, 'two')), remove('Number'), all],
        gives: [{ uuid: u(3) }, { count: 3 }, rows()],
      },
    ],
  },
  {
    name: 'a mutate without mutations counts rows',
    steps: [
      two,
      { send: [insert('Number', u(3), number(2, 'one'))] },
      {
        send: [
          mutate('Number', [['name', '==', 'zero']]),
          mutate('Number', [['name', '==', 'one']]),
          mutate('Number', []),
        ],
        gives: [{ count: 1 }, { count: 2 }, { count: 3 }],
      },
    ],
  },
  {
    name: 'a comment changes nothing',
    steps: [{ send: [{ op: 'comment', comment: 'why' }], gives: [{}] }],
  },
  ...[false, true].map((durable): Case => ({
    name: `a commit that need ${durable ? '' : 'not '}reach the disk`,
    steps: [{ wire: [named('zero', 0), { op: 'commit', durable }] }, { send: [all], gives: [rows([0, 'zero'])] }],
  })),
  {
    name: 'an abort undoes what came before it, and keeps from running what comes after',
    steps: [
      { wire: [named('zero', 0), { op: 'abort' }, named('one', 1)], fails: ['aborted', 1] },
      { send: [all], gives: [rows()] },
    ],
  },
]

/** Names for rows in place of UUIDs: this client has no use for them, but its connection carries them. */
const names: Case[] = [
  {
    name: 'a name for a row must be an <id>',
    steps: [{ wire: [named('0', 0)], fails: ['syntax error', 0] }],
  },
  {
    name: 'a reference by name must be an <id>',
    steps: [
      { wire: [{ op: 'insert', table: 'Left', row: { lefts: ['named-uuid', '0'] } }], fails: ['syntax error', 0] },
    ],
  },
  {
    name: 'a name is given once',
    steps: [{ wire: [named('x', 0), named('x', 1)], fails: ['duplicate uuid-name', 1] }],
  },
  {
    name: 'rows are found and deleted by name',
    steps: [
      {
        wire: [
          named('first', 0),
          named('second', 1),
          { op: 'delete', table: 'Number', where: [['_uuid', '==', ['named-uuid', 'first']]] },
          { op: 'select', table: 'Number', where: [['_uuid', '==', ['named-uuid', 'second']]], columns: ['name'] },
        ],
      },
      { send: [all], gives: [rows([1, 'second'])] },
    ],
  },
  {
    name: 'a row may have a name and a chosen UUID',
    steps: [
      {
        wire: [{ op: 'insert', table: 'Number', uuid: u(1), 'uuid-name': 'x', row: {} }],
        gives: [{ uuid: ['uuid', u(1)] }],
      },
    ],
  },
]

const waits: Case[] =
  ([
    ['==', 'the rows that are there', [[0, 'zero'], [1, 'one']], true],
    ['==', 'one more', [[0, 'zero'], [1, 'one'], [2, 'two']], false],
    ['==', 'one less', [[1, 'one']], false],
    ['!=', 'the rows that are there', [[0, 'zero'], [1, 'one']], false],
    ['!=', 'one more', [[0, 'zero'], [1, 'one'], [2, 'two']], true],
    ['!=', 'one less', [[1, 'one']], true],
  ] satisfies [string, string, [number, string][], boolean][]) // prettier-ignore
    .map(([until, what, expected, holds]): Case => ({
      name: `wait until ${until} ${what}`,
      steps: [two, { wire: [wait(until, ...expected)], ...(holds ? { gives: [{}] } : { fails: ['timed out', 0] }) }],
    }))

export const executionCases: readonly Case[] = [...operations, ...names, ...waits]
