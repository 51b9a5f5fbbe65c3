import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Problem, routes } from '@quantumnet/api'
import { eventually, startPostgres, type Postgres } from '@quantumnet/platform'
import { refusal, send } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy } from '../harness/tenancy.ts'
import { watchZones } from '../harness/zones.ts'

/** A PostgreSQL of its own, which is stopped and started under a server that goes on. */

let folder: string
let postgres: Postgres
let server: TestServer
const start = async (): Promise<Postgres> => await startPostgres({ dataDir: join(folder, 'pg') })
beforeAll(async () => {
  folder = await mkdtemp('/tmp/qn-test-')
  await chmod(folder, 0o755)
  postgres = await start()
  server = await startServer({ databaseUrl: postgres.url })
}, 30_000)
afterAll(async () => {
  await server.close()
  await postgres.stop()
  await rm(folder, { recursive: true })
})

describe('PostgreSQL stops and comes back', () => {
  it('requests fail cleanly meanwhile, and go on after; streams too', async () => {
    const { network } = await makeTenancy(server, 'before')
    const feed = watchZones(server.as('feed'))
    await feed.find('the end of the first pass', (event) => (event.event === 'synced' ? event : undefined))

    await postgres.stop()
    const admin = server.as('admin')
    const problems = await Promise.all([
      refusal(admin.call(routes.ports.create, { body: { network: network.id } })),
      refusal(admin.call(routes.ports.list, {})),
    ])
    for (const problem of problems) {
      expect(problem).toMatchObject({ code: 'unavailable', status: 503 })
      expect(problem.detail).toBe('the database cannot be reached; nothing was changed')
    }
    const unready = await send(server, { path: '/readyz' })
    expect(unready.status).toBe(503)
    expect(unready.headers.get('retry-after')).toBe('1')
    const parts = (Problem.loose().parse(await unready.json()) as { parts?: unknown }).parts
    const detail = 'the database cannot be reached; nothing was changed'
    expect(parts).toContainEqual({ part: 'database', ok: false, detail })
    const probes = server.log.filter((line) => line.includes('not ready'))
    expect(probes.filter((line) => line.includes('stack'))).toEqual([])
    expect((await send(server, { path: '/livez' })).status).toBe(200)

    postgres = await start()
    const port = await eventually(
      async () => await admin.call(routes.ports.create, { body: { network: network.id, hostname: 'after' } }),
      { what: 'a port after the outage', timeoutMs: 10_000 },
    )
    expect(port.fqdn).toBe('after.before.internal')
    await feed.find('the new name', (event) =>
      event.event === 'zone' && event.data.records.some(({ name }) => name === 'after') ? event : undefined,
    )
    await feed.close()
    const ready = (await (await send(server, { path: '/readyz' })).json()) as { parts: { part: string; ok: boolean }[] }
    expect(ready.parts.filter(({ ok }) => !ok).map(({ part }) => part)).toEqual(['ovn'])
  }, 30_000)

  it('under use: every create that was answered is there, once', async () => {
    const { network } = await makeTenancy(server, 'under-use', '10.70.0.0/20')
    const answered = new Set<string>()
    const refused = new Set<string>()
    let going = true
    const worker = async (): Promise<void> => {
      while (going) {
        try {
          answered.add((await server.as('admin').call(routes.ports.create, { body: { network: network.id } })).id)
        } catch (error) {
          refused.add(String((error as { code?: string }).code))
        }
      }
    }
    const workers = Array.from({ length: 8 }, worker)
    await eventually(() => (answered.size > 50 ? true : undefined), { what: 'fifty ports', timeoutMs: 10_000 })
    await postgres.stop()
    postgres = await start()
    const before = answered.size
    await eventually(() => (answered.size > before + 50 ? true : undefined), { what: 'fifty more', timeoutMs: 20_000 })
    going = false
    await Promise.all(workers)
    const rows = await server.rows<{ id: string }>('select id from port where network_id = $1', [network.id])
    const stored = new Set(rows.map(({ id }) => id))
    expect([...answered].filter((id) => !stored.has(id))).toEqual([])
    expect([...refused]).toEqual(['unavailable'])
    const doubled = await server.rows('select ip from address group by network_id, ip having count(*) > 1')
    expect(doubled).toEqual([])
  }, 60_000)
})
