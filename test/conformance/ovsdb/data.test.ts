import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { ValidationError } from '@quantumnet/ovsdb-jsonrpc'
import { badData, dataTables, goodData, unwritable, walks } from './lists/data.ts'
import { models, plain, TestDatabase, u } from './lists/database.ts'
import { insert, update } from './lists/steps.ts'
import type { Row } from './lists/steps.ts'

const show = (value: unknown): string => {
  if (typeof value === 'bigint') return `${String(value)}n`
  const text = JSON.stringify(value instanceof Map ? [...value] : value) as string | undefined
  return (text ?? 'undefined').slice(0, 60)
}
const asMap = (value: Row[string]): Row[string] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map)
    ? new Map(Object.entries(value as object) as [string, string][])
    : value

describe.each(models.slice(0, 2))('data on a $model', (model) => {
  let database: TestDatabase

  beforeAll(async () => {
    database = await TestDatabase.start(model, dataTables)
  })
  afterEach(async () => {
    await database.clear()
  })
  afterAll(async () => {
    await database.end()
  })

  const valueIn = (state: Awaited<ReturnType<TestDatabase['dump']>>, column: string): unknown =>
    state['Value']?.[u(1)]?.[column]
  const expectBoth = async (column: string, value: Row[string]): Promise<void> => {
    const expected = plain(asMap(value) as never)
    expect(valueIn(await database.dump(), column)).toEqual(expected)
    expect(valueIn(database.replica(), column)).toEqual(expected)
  }

  it.each(goodData.map((datum) => ({ ...datum, name: show(datum.wire) })))(
    '$column: $name is read, and written',
    async ({ column, wire, reads }) => {
      const [result] = await database.wire([{ op: 'insert', table: 'Value', uuid: u(1), row: { [column]: wire } }])
      expect(result).toEqual({ uuid: ['uuid', u(1)] })
      expect(valueIn(await database.dump(), column)).toEqual(plain(reads as never))
      await database.clear()
      await database.session.transact([insert('Value', u(1), { [column]: reads })])
      await expectBoth(column, reads)
    },
  )

  it.each(badData.map((datum) => ({ ...datum, name: show(datum.wire) })))(
    '$column: $name is refused by the server, and by the client before that',
    async ({ column, wire, written }) => {
      const [result] = await database.wire([{ op: 'insert', table: 'Value', row: { [column]: wire } }])
      expect(result).toHaveProperty('error')
      if (written === undefined || (column === 'uuid' && written === u(1))) return
      const insertion = insert('Value', u(1), { [column]: written as never })
      await expect(database.session.transact([insertion])).rejects.toThrow(ValidationError)
    },
  )

  it.each(unwritable.map(([column, written, why]) => ({ column, written, name: show(written), why })))(
    '$column: $name is not sent: $why',
    async ({ column, written }) => {
      const insertion = insert('Value', u(1), { [column]: written as never })
      await expect(database.session.transact([insertion])).rejects.toThrow(ValidationError)
    },
  )

  it.each(walks)('%s is followed through its changes', async (column, first, ...values) => {
    await database.session.transact([insert('Value', u(1), { [column]: first ?? null })])
    await expectBoth(column, first ?? null)
    for (const value of values) {
      await database.session.transact([update('Value', u(1), { [column]: value })])
      await expectBoth(column, value)
    }
  })
})
