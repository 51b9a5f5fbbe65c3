import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { TransactionError } from '@quantumnet/ovsdb-jsonrpc'
import { models, plain, TestDatabase, u } from './lists/database.ts'
import { misfits, mutationTable, mutationTables, overflows } from './lists/mutation.ts'
import { insert, mutate } from './lists/steps.ts'
import type { Row } from './lists/steps.ts'

const words: Readonly<Record<string, string>> = {
  'range error': 'range',
  'domain error': 'domain',
  'constraint violation': 'constraint',
}
const cases = mutationTable.flatMap(({ column, from, mutations }) =>
  mutations.flatMap(([mutator, argument, results]) =>
    from.map((before, at) => ({ column, before, mutator, argument, after: results[at] })),
  ),
)
const show = (value: unknown): string => JSON.stringify(value instanceof Map ? [...value] : value)

describe.each(models.slice(0, 2))('mutations on a $model', (model) => {
  let database: TestDatabase

  beforeAll(async () => {
    database = await TestDatabase.start(model, mutationTables)
  })
  afterEach(async () => {
    await database.clear()
  })
  afterAll(async () => {
    await database.end()
  })

  /** What a transaction makes of a column, as the replica shows it, or the error in one word. */
  const outcome = async (column: string, row: Row, ...mutations: (readonly [string, string, Row[string]])[]) => {
    await database.session.transact([insert('Value', u(1), row)])
    try {
      await database.session.transact([mutate('Value', u(1), ...mutations)])
    } catch (error) {
      if (!(error instanceof TransactionError)) throw error
      return words[error.error] ?? error.error
    }
    const dumped = await database.dump()
    expect(database.replica()).toEqual(dumped)
    return dumped['Value']?.[u(1)]?.[column]
  }

  it.each(cases.map((one) => ({ ...one, name: `${show(one.before)} ${one.mutator} ${show(one.argument)}` })))(
    '$column: $name',
    async ({ column, before, mutator, argument, after }) => {
      expect(await outcome(column, { [column]: before }, [column, mutator, argument])).toEqual(plain(after as never))
    },
  )

  it.each(overflows)('64-bit integers: %j gives %j', async (steps, result) => {
    expect(await outcome('i', {}, ...steps.map((step) => ['i', ...step] as const))).toBe(result)
  })

  it.each(misfits)('%s has no %s %j', async (column, mutator, argument) => {
    await database.session.transact([insert('Value', u(1))])
    const [, result] = await database.wire([
      { op: 'comment', comment: 'x' },
      { op: 'mutate', table: 'Value', where: [], mutations: [[column, mutator, argument]] },
    ])
    expect(result).toMatchObject({ error: expect.stringMatching(/^(syntax error|unknown mutator)$/) })
  })

  it('no mutations: no change', async () => {
    expect(await outcome('i', { i: 2 })).toBe(2)
  })
})
