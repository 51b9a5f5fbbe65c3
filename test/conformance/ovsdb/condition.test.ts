import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { conditionTable, conditionTables, disallowed } from './lists/condition.ts'
import { models, TestDatabase, u } from './lists/database.ts'
import { insert, select } from './lists/steps.ts'
import type { Row } from './lists/steps.ts'

type Clause = readonly [test: string, value: Row[string]]
const cases = conditionTable.flatMap(({ column, rows, conditions }, table) =>
  conditions.map((condition) => ({
    table,
    column,
    rows,
    clauses: condition.slice(0, -1) as unknown as Clause[],
    meets: condition.at(-1) as string,
  })),
)
const show = (value: unknown): string => JSON.stringify(value instanceof Map ? [...value] : value)

describe.each(models.slice(0, 2))('conditions on a $model', (model) => {
  let database: TestDatabase

  beforeAll(async () => {
    database = await TestDatabase.start(model, conditionTables)
  })
  afterEach(async () => {
    await database.clear()
  })
  afterAll(async () => {
    await database.end()
  })

  it.each(
    cases.map((one) => ({ ...one, name: one.clauses.map(([test, value]) => `${test} ${show(value)}`).join(' and ') })),
  )('$column: $name', async ({ column, rows, clauses, meets }) => {
    const uuids = rows.map((_, at) => u(at + 1))
    await database.session.transact(rows.map((value, at) => insert('Value', u(at + 1), { [column]: value })))
    const where = clauses.map(([test, value]) => [column, test, value] as const)
    const [result] = (await database.session.transact([select('Value', where, '_uuid')])) as unknown as [
      { rows: { _uuid: string }[] },
    ]
    const found = new Set(result.rows.map(({ _uuid }) => _uuid))
    expect(uuids.map((uuid) => (found.has(uuid) ? 'T' : '-')).join('')).toBe(meets)
  })

  it.each(disallowed)('%s %s %j is refused', async (...condition) => {
    const [result] = await database.wire([{ op: 'select', table: 'Value', where: [condition] }])
    expect(result).toHaveProperty('error')
  })

  it.each([
    [true, 1],
    [false, 0],
  ])('the condition %j alone', async (constant, count) => {
    await database.session.transact([insert('Value', u(1))])
    const [result] = (await database.wire([{ op: 'select', table: 'Value', where: [constant] }])) as [
      { rows: unknown[] },
    ]
    expect(result.rows).toHaveLength(count)
  })
})
