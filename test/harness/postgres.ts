import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startPostgres } from '@quantumnet/platform'
import { buildApp } from '@quantumnet/server/app'
import pg from 'pg'
import { pino } from 'pino'

/** One PostgreSQL for a run of the tests, and in it a database of its own for every file, copied from one that has the schema. */

const URL_VARIABLE = 'QUANTUMNET_TEST_POSTGRES'
const TEMPLATE = 'quantumnet_template'

/** The same server, another database. */
export const withDatabase = (url: string, name: string): string => url.replace(/\/\w+\?/, `/${name}?`)

const administer = async (url: string, ...statements: readonly string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Starts PostgreSQL with the template, and gives what stops it. For jest's global set-up: workers find it by the environment. */
export const startSharedPostgres = async (): Promise<() => Promise<void>> => {
  const folder = await mkdtemp('/tmp/qn-test-')
  // PostgreSQL does not run as root, and its user has to get in.
  await chmod(folder, 0o755)
  const postgres = await startPostgres({ dataDir: join(folder, 'pg'), durable: false })
  await administer(postgres.url, `create database ${TEMPLATE}`)
  const config = {
    databaseUrl: withDatabase(postgres.url, TEMPLATE),
    nbRemotes: [],
    tokenFiles: [],
    dnsZone: 'internal',
  }
  const app = await buildApp({ config, log: pino({ level: 'silent' }), clock: () => new Date(0) })
  await app.close()
  process.env[URL_VARIABLE] = postgres.url
  return async () => {
    await postgres.stop()
    await rm(folder, { recursive: true })
  }
}

const uniqueName = (): string => `t_${randomUUID().replaceAll('-', '')}`

/** A database with the schema and nothing in it, as a deployment of its own. */
export const freshDatabase = async (): Promise<string> => {
  const url = process.env[URL_VARIABLE]
  if (url === undefined)
    throw new Error(`${URL_VARIABLE} is not set: this file has to run in jest's project "integration"`)
  const name = uniqueName()
  await administer(url, `create database ${name} template ${TEMPLATE}`)
  const own = withDatabase(url, name)
  await administer(own, 'update deployment set id = gen_random_uuid()')
  return own
}

/** A database without any schema. */
export const emptyDatabase = async (): Promise<string> => {
  const url = process.env[URL_VARIABLE] ?? ''
  const name = uniqueName()
  await administer(url, `create database ${name}`)
  return withDatabase(url, name)
}
