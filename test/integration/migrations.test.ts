import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import pg from 'pg'
import { fill } from '../contract/fill.ts'
import { emptyDatabase } from '../harness/postgres.ts'
import { startServer } from '../harness/server.ts'

interface Outcome {
  readonly code: number
  readonly output: string
}

/** Runs the command as an operator would. */
const migrate = async (databaseUrl: string, ...args: readonly string[]): Promise<Outcome> => {
  const env = { ...process.env, DATABASE_URL: databaseUrl }
  const child = promisify(execFile)(process.execPath, ['server/src/migrate.ts', ...args], { env })
  try {
    const { stdout, stderr } = await child
    return { code: 0, output: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, output: stdout + stderr }
  }
}

const query = async <T extends object>(databaseUrl: string, text: string): Promise<T[]> => {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return (await client.query<T>(text)).rows
  } finally {
    await client.end()
  }
}

/** Tables, columns, constraints and indexes, as text that can be compared. */
const schemaOf = async (databaseUrl: string): Promise<string[]> => {
  const rows = await query<{ line: string }>(
    databaseUrl,
    `select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') as line
       from information_schema.columns where table_schema = 'public'
     union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
       where connamespace = 'public'::regnamespace
     union all select indexdef from pg_indexes where schemaname = 'public' order by 1`,
  )
  return rows.map(({ line }) => line)
}
const onlyLedger = (schema: readonly string[]): string[] => schema.filter((line) => !line.includes('schema_migration'))

describe('migrations', () => {
  it('go up, all the way down, and up again to the same schema', async () => {
    const url = await emptyDatabase()
    expect((await migrate(url, 'up')).code).toBe(0)
    const schema = await schemaOf(url)
    expect(schema.length).toBeGreaterThan(100)
    const versions = (await query(url, 'select from schema_migration')).length
    for (let step = 0; step < versions; step++) expect((await migrate(url, 'down')).code).toBe(0)
    expect(onlyLedger(await schemaOf(url))).toEqual([])
    expect((await migrate(url, 'up')).code).toBe(0)
    expect(await schemaOf(url)).toEqual(schema)
  })

  it('go down to any step and up again on data, which stays as far as its tables do', async () => {
    const url = await emptyDatabase()
    const first = await startServer({ databaseUrl: url })
    const world = await fill(first, 'before')
    await first.close()
    const counts = async (): Promise<unknown> =>
      await query(
        url,
        'select (select count(*)::int from project) as projects, (select count(*)::int from port) as ports',
      )
    const [schema, before] = [await schemaOf(url), await counts()]
    const versions = (await query(url, 'select from schema_migration')).length
    for (const steps of [1, 2, Math.floor(versions / 2), versions - 1]) {
      expect(await migrate(url, 'down', String(steps))).toMatchObject({ code: 0 })
      expect(await migrate(url, 'up')).toMatchObject({ code: 0 })
      expect(await schemaOf(url)).toEqual(schema)
      expect({ steps, counts: await counts() }).toEqual({ steps, counts: before })
    }
    const second = await startServer({ databaseUrl: url })
    const project = await second.as('admin').call(routes.projects.get, { params: { id: world.id('project') } })
    expect(project).toMatchObject({ name: 'before' })
    // What is left of the first world is not in the way of a second one.
    expect((await fill(second, 'after')).ids().length).toBe(world.ids().length)
    await second.close()
    expect(await migrate(url, 'down', '99')).toMatchObject({ code: 0 })
    expect(onlyLedger(await schemaOf(url))).toEqual([])
  })

  it('are brought up to date, with data, by two servers that start together', async () => {
    const url = await emptyDatabase()
    const first = await startServer({ databaseUrl: url })
    const world = await fill(first, 'together')
    await first.close()
    const schema = await schemaOf(url)
    await migrate(url, 'down', '3')
    const servers = await Promise.all([startServer({ databaseUrl: url }), startServer({ databaseUrl: url })])
    for (const server of servers)
      expect(await server.as('admin').call(routes.projects.get, { params: { id: world.id('project') } })).toMatchObject(
        {
          name: 'together',
        },
      )
    for (const server of servers) await server.close()
    expect(await schemaOf(url)).toEqual(schema)
  })

  it('go down by several at once', async () => {
    const url = await emptyDatabase()
    await migrate(url, 'up')
    expect((await migrate(url, 'down', '99')).code).toBe(0)
    expect(await query(url, 'select from schema_migration')).toEqual([])
  })

  it('are applied once by servers that start together', async () => {
    const url = await emptyDatabase()
    const starts = await Promise.allSettled(
      Array.from({ length: 4 }, async () => await startServer({ databaseUrl: url })),
    )
    for (const start of starts) if (start.status === 'fulfilled') await start.value.close()
    expect(starts.map(({ status }) => status)).toEqual(Array(4).fill('fulfilled'))
    const rows = await query<{ version: number }>(url, 'select version from schema_migration order by version')
    expect(rows.map(({ version }) => version)).toEqual(rows.map((_, index) => index + 1))
  })

  it.each(['up_sha256', 'down_sha256', 'name'])(
    'are refused when a file is not the one that was applied (%s)',
    async (column) => {
      const url = await emptyDatabase()
      await migrate(url, 'up')
      const schema = await schemaOf(url)
      await query(url, `update schema_migration set ${column} = 'x' where version = 2`)
      const refused = await migrate(url, 'up')
      expect(refused.code).not.toBe(0)
      expect(refused.output).toMatch(/migration 0002_\w+ was changed after it was applied/)
      await expect(startServer({ databaseUrl: url })).rejects.toThrow(/0002_\w+ was changed/)
      expect((await migrate(url, 'down')).code).not.toBe(0)
      expect(await schemaOf(url)).toEqual(schema)
    },
  )

  it('are refused on a database that a newer server made', async () => {
    const url = await emptyDatabase()
    await migrate(url, 'up')
    await query(
      url,
      `insert into schema_migration (version, name, up_sha256, down_sha256) values (9999, 'future', 'x', 'x')`,
    )
    await expect(startServer({ databaseUrl: url })).rejects.toThrow('older than the database')
  })

  it.each([[[]], [['sideways']], [['down', 'all']]])('say how to be called (%j)', async (args: string[]) => {
    const { code, output } = await migrate('postgresql://nowhere/none', ...args)
    expect(code).toBe(2)
    expect(output).toContain('usage: migrate.ts up | down [steps')
  })
})
