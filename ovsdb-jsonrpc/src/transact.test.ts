import { describe, expect, it } from '@jest/globals'
import { kindsSchema } from '../fixtures/gen/kinds.ts'
import * as errors from './errors.ts'
import { operationsOf, putKeys } from './operations.ts'
import type { Operation } from './operation.ts'
import { planTransaction, readReply } from './transact.ts'
import { parseUuid } from './values.ts'

const kinds = operationsOf(kindsSchema)
const a = parseUuid<'Thing'>('11111111-1111-4111-8111-111111111111')
const b = parseUuid<'Thing'>('22222222-2222-4222-8222-222222222222')
const whereA = [['_uuid', '==', ['uuid', a]]]
const exists = (where: unknown): unknown => ({
  op: 'wait',
  table: 'Thing',
  where,
  columns: [],
  until: '==',
  rows: [{}],
  timeout: 0,
})

const wireOf = (...operations: Operation[]): unknown => planTransaction(kindsSchema, [], operations).wire

describe('operations on the wire', () => {
  it.each<[name: string, operation: Operation, wire: unknown]>([
    [
      'insert',
      kinds.insert('Thing', a, { name: 'x', tag: 5, friend: b, attrs: { k: 'v' } }),
      {
        op: 'insert',
        table: 'Thing',
        uuid: a,
        row: { name: 'x', tag: 5, friend: ['uuid', b], attrs: ['map', [['k', 'v']]] },
      },
    ],
    ['delete', kinds.remove('Thing', a), { op: 'delete', table: 'Thing', where: whereA }],
    [
      'delete by conditions',
      kinds.remove('Thing', [
        ['count', '>', 5],
        ['attrs', 'includes', { k: 'v' }],
      ]),
      {
        op: 'delete',
        table: 'Thing',
        where: [
          ['count', '>', 5],
          ['attrs', 'includes', ['map', [['k', 'v']]]],
        ],
      },
    ],
    [
      'select',
      kinds.select('Thing', a, ['_uuid', 'name']),
      { op: 'select', table: 'Thing', where: whereA, columns: ['_uuid', 'name'] },
    ],
    [
      'wait for a row that reads so',
      kinds.wait('Thing', a, { tag: null }),
      {
        op: 'wait',
        table: 'Thing',
        where: whereA,
        columns: ['tag'],
        until: '==',
        rows: [{ tag: ['set', []] }],
        timeout: 0,
      },
    ],
    [
      'wait for no row',
      kinds.wait('Thing', [['name', '==', 'x']], null),
      {
        op: 'wait',
        table: 'Thing',
        where: [['name', '==', 'x']],
        columns: [],
        until: '==',
        rows: [],
        timeout: 0,
      },
    ],
    ['comment', kinds.comment('why'), { op: 'comment', comment: 'why' }],
    ['assert', kinds.assert('writer'), { op: 'assert', lock: 'writer' }],
  ])('%s', (_name, operation, wire) => {
    expect(wireOf(operation)).toEqual([wire])
  })

  it('refuses what the schema does not allow', () => {
    expect(() => wireOf(kinds.update('Thing', a, { serial: 'x' }))).toThrow('Thing.serial: the column is immutable')
    expect(() => wireOf({ op: 'delete', table: 'Nope', where: [] })).toThrow('Kinds 1.0.0 has no table Nope')
    expect(() => wireOf({ op: 'delete', table: 'Thing', where: 'x' })).toThrow('Thing._uuid: "x" is not allowed')
  })
})

describe('existence guards', () => {
  const update = kinds.update('Thing', a, { count: 1 })
  const mutate = kinds.mutate('Thing', a, [['words', 'insert', ['x']]])
  const byName = kinds.update('Thing', [['name', '==', 'x']], { count: 1 })
  const opsOf = (...operations: Operation[]): string =>
    (wireOf(...operations) as { op: string }[]).map(({ op }) => op).join(' ')

  it('stand before update and mutate', () => {
    expect(wireOf(update)).toEqual([exists(whereA), expect.objectContaining({ op: 'update', row: { count: 1 } })])
    expect(wireOf(byName)).toEqual([exists([['name', '==', 'x']]), expect.objectContaining({ op: 'update' })])
  })

  it.each<[name: string, operations: Operation[], wire: string]>([
    ['once for a row', [update, mutate], 'wait update mutate'],
    ['not for a row that was inserted', [kinds.insert('Thing', a, {}), mutate], 'insert mutate'],
    ['for each row', [update, kinds.update('Thing', b, {})], 'wait update wait update'],
    ['again after a delete', [update, kinds.remove('Thing', b), mutate], 'wait update delete wait mutate'],
    ['every time for conditions', [byName, byName], 'wait update wait update'],
    ['not for the same UUID of another table', [kinds.insert('Part', parseUuid(a), {}), update], 'insert wait update'],
    ['none before delete and select', [kinds.remove('Thing', a), kinds.select('Thing', a, ['name'])], 'delete select'],
  ])('%s', (_name, operations, wire) => {
    expect(opsOf(...operations)).toBe(wire)
  })
})

describe('replies', () => {
  const guard = [kinds.wait('Settings', [['external_ids', 'includes', { epoch: '7' }]], {})]
  const operations = [
    kinds.insert('Thing', b, { name: 'b' }),
    kinds.mutate('Thing', a, [['friends', 'insert', [b]]]),
    kinds.select('Thing', a, ['name', 'tag', '_uuid']),
  ]
  // guard, insert, existence, mutate, select
  const plan = planTransaction(kindsSchema, guard, operations)
  const read = (reply: unknown): unknown => readReply(kindsSchema, plan, reply)

  it('are matched to the operations of the caller', () => {
    const rows = [{ name: 'x', tag: ['set', []], _uuid: ['uuid', a] }]
    expect(read([{}, { uuid: ['uuid', b] }, {}, { count: 1 }, { rows }])).toEqual([
      { uuid: b },
      { count: 1 },
      { rows: [{ name: 'x', tag: null, _uuid: a }] },
    ])
  })

  it.each<
    [name: string, reply: unknown, type: new (...args: never[]) => Error, expected: Readonly<Record<string, unknown>>]
  >([
    [
      'a guard that does not hold',
      [{ error: 'timed out', details: 'x' }, null, null, null, null],
      errors.FencedError,
      { message: "the writer's guard doesn't hold (timed out); nothing was committed" },
    ],
    [
      'a guard that the server does not understand',
      [{ error: 'unknown column', details: 'x' }, null, null, null, null],
      errors.UnknownColumnError,
      { index: -1, operation: guard[0], message: "unknown column in the writer's guard (wait Settings): x" },
    ],
    [
      'a parent that is missing',
      [{}, { uuid: ['uuid', b] }, { error: 'timed out' }, null, null],
      errors.RowMissingError,
      {
        operation: operations[1],
        message: `operation 1 (mutate Thing): no row "${a}"; nothing was committed`,
      },
    ],
    [
      'an operation that fails',
      [{}, { error: 'duplicate uuid', details: 'twice' }, null, null, null],
      errors.DuplicateUuidError,
      {
        index: 0,
        operation: operations[0],
        error: 'duplicate uuid',
        details: 'twice',
        message: 'duplicate uuid in operation 0 (insert Thing): twice',
      },
    ],
    [
      'a commit that fails, told behind the last operation',
      [{}, {}, {}, { count: 1 }, { rows: [] }, { error: 'constraint violation', details: 'twins' }],
      errors.ConstraintViolationError,
      { index: -1, operation: null, message: 'constraint violation at commit: twins' },
    ],
    ['no array', {}, errors.ProtocolError, { message: 'transact was not answered with an array' }],
    ['too few results', [{}, {}], errors.ProtocolError, { message: 'transact was answered with too few results' }],
    [
      'an operation without result',
      [{}, null, {}, {}, {}],
      errors.ProtocolError,
      { message: 'operation 0 was not answered' },
    ],
  ])('%s', (_name, reply, type, expected) => {
    let thrown: unknown
    try {
      read(reply)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(type)
    expect(thrown).toMatchObject(expected)
  })

  it.each([
    ['aborted', errors.AbortedError],
    ['canceled', errors.CanceledError],
    ['cluster error', errors.ClusterError],
    ['constraint violation', errors.ConstraintViolationError],
    ['domain error', errors.DomainError],
    ['duplicate uuid', errors.DuplicateUuidError],
    ['duplicate uuid-name', errors.DuplicateUuidNameError],
    ['internal error', errors.InternalServerError],
    ['I/O error', errors.IoError],
    ['not allowed', errors.NotAllowedError],
    ['not owner', errors.NotOwnerError],
    ['not supported', errors.NotSupportedError],
    ['permission error', errors.PermissionError],
    ['range error', errors.RangeViolationError],
    ['referential integrity violation', errors.ReferentialIntegrityError],
    ['resources exhausted', errors.ResourcesExhaustedError],
    ['syntax error', errors.TransactionSyntaxError],
    ['timed out', errors.TimedOutError],
    ['unknown column', errors.UnknownColumnError],
    ['unknown table', errors.UnknownTableError],
    ['never heard of', errors.TransactionError],
  ])('"%s" has its own class', (error, type) => {
    const failed = planTransaction(kindsSchema, [], [kinds.remove('Thing', a)])
    let thrown: unknown
    try {
      readReply(kindsSchema, failed, [{ error }])
    } catch (caught) {
      thrown = caught
    }
    expect(thrown?.constructor).toBe(type)
    expect(thrown).toBeInstanceOf(errors.TransactionError)
  })
})

it('putKeys deletes keys before it inserts them', () => {
  expect(kinds.mutate('Thing', a, putKeys('attrs', { k: 'v', l: 'w' })).mutations).toEqual([
    ['attrs', 'delete', ['k', 'l']],
    ['attrs', 'insert', { k: 'v', l: 'w' }],
  ])
})
