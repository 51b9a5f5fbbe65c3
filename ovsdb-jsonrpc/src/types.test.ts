// Checked by tsc: a line below an @ts-expect-error must not compile, every other line must. At run time only data is made.
import { expect, it } from '@jest/globals'
import { kindsSchema } from '../fixtures/gen/kinds.ts'
import type { KindsTables } from '../fixtures/gen/kinds.ts'
import { operationsOf, putKeys } from './operations.ts'
import type { Operation, ResultsOf } from './operation.ts'
import type { Change, IndexKey, IndexRequest, Monitored } from './types.ts'
import { randomUuid } from './values.ts'

const kinds = operationsOf(kindsSchema)
const thing = randomUuid<'Thing'>()
const part = randomUuid<'Part'>()

it('operations take the columns of their table, and references to the right tables', () => {
  kinds.insert('Thing', thing, { name: 'x', color: null, tag: 5, size: [1, 4], attrs: { k: 'v' }, parts: [part] })
  kinds.insert('Thing', randomUuid(), { levels: new Map([[1, 0.5]]), single: new Map([['a', 1]]) })
  // @ts-expect-error a UUID of another table
  kinds.insert('Thing', part, {})
  // @ts-expect-error a reference to another table
  kinds.insert('Thing', thing, { parts: [thing] })
  // @ts-expect-error plain text is no UUID
  kinds.insert('Thing', 'x', {})
  // @ts-expect-error none of the enum
  kinds.insert('Thing', thing, { color: 'pink' })
  // @ts-expect-error no such column
  kinds.insert('Thing', thing, { nope: 1 })
  // @ts-expect-error scalars are never null
  kinds.insert('Thing', thing, { name: null })
  // @ts-expect-error objects have no integer keys
  kinds.insert('Thing', thing, { levels: { 1: 0.5 } })
  // @ts-expect-error no such table
  expect(() => kinds.remove('Nope', thing)).toThrow('no table Nope')
})

it('mutations fit their column', () => {
  kinds.mutate('Thing', thing, [
    ['count', '+=', 1],
    ['few', '*=', 2],
    ['words', 'insert', ['x']],
    ['tag', 'delete', [5]],
    ['attrs', 'delete', ['k']],
    ['attrs', 'delete', { k: 'v' }],
    ...putKeys('attrs', { k: 'v' }),
  ])
  // @ts-expect-error text is not counted
  kinds.mutate('Thing', thing, [['name', '+=', 1]])
  // @ts-expect-error a set takes members, in an array
  kinds.mutate('Thing', thing, [['words', 'insert', 'x']])
  // @ts-expect-error putKeys on a column that is no map
  kinds.mutate('Thing', thing, putKeys('words', { k: 'v' }))
  expect(kinds.mutate('Thing', thing, []).op).toBe('mutate')
})

it('results follow the operations', () => {
  const transact = <const Ops extends readonly Operation[]>(
    _operations: Ops,
    results: ResultsOf<Ops>,
  ): ResultsOf<Ops> => results
  const [inserted, updated, selected] = transact(
    [
      kinds.insert('Thing', thing, {}),
      kinds.update('Thing', thing, { name: 'x' }),
      kinds.select('Thing', [['count', '<', 5]], ['name', 'tag']),
      kinds.comment('x'),
    ],
    [{ uuid: thing }, { count: 1 }, { rows: [{ name: 'x', tag: 5 }] }, {}],
  )

  const uuid: typeof thing = inserted.uuid
  const count: number = updated.count
  const tags: (number | null)[] = selected.rows.map(({ tag }) => tag)
  // @ts-expect-error not among the columns selected
  const other: unknown = selected.rows[0]?.color
  expect({ uuid, count, tags, other }).toEqual({ uuid: thing, count: 1, tags: [5], other: undefined })
})

it('a replica has the columns that are monitored', () => {
  type Rows = Monitored<KindsTables, { Thing: readonly ['name', 'attrs']; Pair: '*' }>
  const read = (change: Change<Rows>): string | undefined => {
    if (change.table === 'Pair') return String(change.after?.right)
    // @ts-expect-error not monitored
    if (change.after?.words !== undefined) return 'not there'
    return change.after?.attrs.get('k')
  }
  const row = { _uuid: thing, name: 'x', attrs: new Map([['k', 'v']]) }
  const members = (): never => {
    throw new Error('Thing is not monitored with a set')
  }
  expect(read({ table: 'Thing', uuid: thing, before: null, after: row, members })).toBe('v')
})

it('indexes are on single values and keys of maps', () => {
  const good: IndexRequest<KindsTables> = { Thing: ['tag', 'attrs:k', ['name', 'attrs:k']] }
  // @ts-expect-error a set can't be looked up
  const bad: IndexRequest<KindsTables> = { Thing: ['words'] }
  const key: IndexKey<KindsTables['Thing']> = { 'attrs:k': 'v', tag: 5 }
  // @ts-expect-error words is a set
  const badKey: IndexKey<KindsTables['Thing']> = { words: 'x' }
  expect([good, bad, key, badKey]).toHaveLength(4)
})
