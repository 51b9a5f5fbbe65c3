import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { getTable, parseSchema, SchemaError } from '@quantumnet/ovsdb-jsonrpc'
import { run } from '../../harness/ovsdb.ts'
import { models, plain, TestDatabase, u } from './lists/database.ts'
import type { TestTables, WireType } from './lists/database.ts'
import { insert } from './lists/steps.ts'
import { badTypes, goodTypes } from './lists/types.ts'

const other = { columns: { n: { type: 'integer' } } }
const columnOf = (at: number): string => `c${String(at)}`
/** Which of them a row of zeros can be inserted with: a bound or an enum may exclude the type's zero, a reference needs its row. */
const hasDefault = (type: WireType): boolean => {
  const key = typeof type === 'object' ? type['key'] : type
  return typeof key === 'string' || Object.keys(key as object).length === 1
}
const plainTypes = goodTypes.map(([type]) => type).filter(hasDefault)

describe('types in schemas', () => {
  let folder: string
  let made = 0

  beforeAll(async () => {
    folder = await mkdtemp('/tmp/qo-')
  })
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  const schemaWith = (type: unknown): object => ({
    name: 'Types',
    version: '1.0.0',
    tables: { Table: { columns: { c: { type } } }, Other: other },
  })
  /** Has the server's own parser read it. */
  const create = async (type: unknown): Promise<void> => {
    made += 1
    const path = join(folder, String(made))
    await writeFile(`${path}.ovsschema`, JSON.stringify(schemaWith(type)))
    await run('ovsdb-tool', 'create', `${path}.db`, `${path}.ovsschema`)
  }

  it.each(goodTypes.map(([type, kind]) => ({ type, kind, name: JSON.stringify(type) })))(
    '$name is a $kind',
    async ({ type, kind }) => {
      await create(type)
      expect(getTable(parseSchema(schemaWith(type)), 'Table').columns.get('c')).toMatchObject({ kind })
    },
  )

  it.each(badTypes.map(([by, type, why]) => ({ by, type, why, name: JSON.stringify(type) })))(
    '$name is refused by $by: $why',
    async ({ by, type }) => {
      await expect(create(type)).rejects.toThrow()
      if (by === 'both') expect(() => parseSchema(schemaWith(type))).toThrow(SchemaError)
    },
  )
})

describe.each(models.slice(0, 2))('types on a $model', (model) => {
  it('the replica fills in for every type the default that the server has', async () => {
    const columns = Object.fromEntries(plainTypes.map((type, at) => [columnOf(at), { type }]))
    const tables: TestTables = { Value: { columns, isRoot: true } }
    const database = await TestDatabase.start(model, tables)
    await database.session.transact([insert('Value', u(1))])
    const row = database.replica()['Value']?.[u(1)] ?? {}
    expect(row).toEqual((await database.dump())['Value']?.[u(1)])
    expect(Object.keys(row)).toHaveLength(plainTypes.length + 1)
    expect(row['c0']).toBe(plain(0))
    await database.end()
  })
})
