import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import { eventually, startPostgres, type Postgres } from '@quantumnet/platform'
import pg from 'pg'
import { send } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import type { Watched } from '../harness/stream.ts'
import { makeTenancy } from '../harness/tenancy.ts'
import { watchZones } from '../harness/zones.ts'

/** A PostgreSQL of its own: other databases of its cluster and the cluster's own history concern the event log too. */

let folder: string
let dataDir: string
let postgres: Postgres
let server: TestServer
let network: string
let feed: Watched<typeof routes.dns.feed>

const addPort = async (hostname: string): Promise<void> => {
  await server.as('admin').call(routes.ports.create, { body: { network, hostname } })
}
const told = async (hostname: string, from = 0): Promise<void> => {
  const has = (event: (typeof feed.events)[number]): typeof event | undefined =>
    event.event === 'zone' && event.data.records.some(({ name }) => name === hostname) ? event : undefined
  await feed.find(`the name ${hostname}`, has, from)
}
const eventsPart = async (): Promise<{ ok: boolean; detail: string } | undefined> => {
  const body = (await (await send(server, { path: '/readyz', role: null })).json()) as {
    parts: { part: string; ok: boolean; detail: string }[]
  }
  return body.parts.find(({ part }) => part === 'events')
}

beforeAll(async () => {
  folder = await mkdtemp('/tmp/qn-test-')
  await chmod(folder, 0o755)
  dataDir = join(folder, 'pg')
  postgres = await startPostgres({ dataDir, durable: false })
  server = await startServer({ databaseUrl: postgres.url })
  network = (await makeTenancy(server, 'tenant')).network.id
  feed = watchZones(server.as('feed'))
  await addPort('first')
  await told('first')
}, 60_000)
afterAll(async () => {
  await feed.close()
  await server.close()
  await postgres.stop()
  await rm(folder, { recursive: true })
})

describe('a transaction that does not end', () => {
  it('is named, also in another database, and what it held up is told after it', async () => {
    const admin = new pg.Client({ connectionString: postgres.url })
    await admin.connect()
    await admin.query('create database elsewhere')
    await admin.end()
    const idle = new pg.Client({ connectionString: postgres.url.replace(/\/\w+\?/, '/elsewhere?') })
    await idle.connect()
    await idle.query('begin')
    await idle.query('select pg_current_xact_id()')
    const { rows } = await idle.query<{ pid: number }>('select pg_backend_pid() as pid')
    await addPort('held')
    const part = await eventually(
      async () => {
        const events = await eventsPart()
        return events?.ok === false ? events : undefined
      },
      { what: 'events that are held up', timeoutMs: 15_000 },
    )
    expect(part.detail).toContain(`pid ${String(rows[0]?.pid)} in database "elsewhere"`)
    await idle.query('commit')
    await idle.end()
    await told('held')
    await eventually(async () => ((await eventsPart())?.ok === true ? true : undefined), {
      what: 'events in order',
      timeoutMs: 5_000,
    })
  }, 30_000)
})

describe('a restored older copy', () => {
  it('is noticed: what changes then is told, and what was lost is not', async () => {
    await postgres.stop()
    // PostgreSQL's files belong to a user of its own.
    await promisify(execFile)('cp', ['-a', dataDir, `${dataDir}-copy`])
    postgres = await startPostgres({ dataDir, durable: false })
    await eventually(
      async () => {
        await addPort('lost')
        return true
      },
      { what: 'a port', timeoutMs: 10_000 },
    )
    await told('lost')
    for (let index = 0; index < 30; index++) await addPort(`lost-${String(index)}`)
    await told('lost-29')

    await postgres.stop()
    await rm(dataDir, { recursive: true })
    await rename(`${dataDir}-copy`, dataDir)
    const from = feed.events.length
    postgres = await startPostgres({ dataDir, durable: false })
    await eventually(
      async () => {
        await addPort('after')
        return true
      },
      { what: 'a port', timeoutMs: 10_000 },
    )
    await told('after', from)
    expect(server.log.filter((line) => line.includes('an older copy'))).toHaveLength(1)
    const last = feed.events.findLast((event) => event.event === 'zone')
    const names = last?.data.records.map(({ name }) => name)
    expect(names?.filter((name) => name.startsWith('lost'))).toEqual([])
  }, 60_000)
})
