import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { DryRun, routes } from '@quantumnet/api'
import { send } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy, type Tenancy } from '../harness/tenancy.ts'

/** `?dry_run=true`: what would change, and nothing written. */

let server: TestServer
let tenancy: Tenancy
beforeAll(async () => {
  server = await startServer()
  tenancy = await makeTenancy(server, 'dry')
})
afterAll(async () => {
  await server.close()
})

/** Everything that a command could write. */
const everything = async (): Promise<unknown> =>
  await server.rows(
    `select (select json_agg(t) from project t) as project, (select json_agg(t) from network t) as network,
       (select json_agg(t) from subnet t) as subnet, (select json_agg(t) from port t) as port,
       (select json_agg(t) from address t) as address, (select count(*) from event) as events,
       (select count(*) from audit) as audits, (select count(*) from dirty) as dirty, (select count(*) from idempotency_key) as keys`,
  )

const dryRun = async (method: string, path: string, body?: object): Promise<DryRun> => {
  const before = await everything()
  const response = await send(server, {
    method,
    path: `${path}?dry_run=true`,
    headers: { 'idempotency-key': 'dry' },
    ...(body && { body: JSON.stringify(body) }),
  })
  expect(response.status).toBe(200)
  expect(await everything()).toEqual(before)
  return DryRun.parse(await response.json())
}

describe('a dry run', () => {
  it('of a creation tells the resource as it would be', async () => {
    const { network } = tenancy
    const { changes } = await dryRun('POST', '/v1/ports', { network: network.id, name: 'planned', hostname: 'planned' })
    expect(changes).toMatchObject([
      { action: 'create', kind: 'port', after: { name: 'planned', fixed_ips: [{ subnet: tenancy.subnet.id }] } },
    ])
    expect(changes[0]).not.toHaveProperty('before')
  })

  it('of a change tells it before and after', async () => {
    const { changes } = await dryRun('PATCH', `/v1/networks/${tenancy.network.id}`, { mtu: 1280 })
    expect(changes).toMatchObject([
      { action: 'update', kind: 'network', before: { mtu: 1442, generation: 1 }, after: { mtu: 1280, generation: 2 } },
    ])
  })

  it('of a change that changes nothing tells nothing', async () => {
    expect((await dryRun('PATCH', `/v1/networks/${tenancy.network.id}`, { mtu: 1442 })).changes).toEqual([])
  })

  it('of a deletion tells what would go', async () => {
    const { changes } = await dryRun('DELETE', `/v1/subnets/${tenancy.subnet.id}`)
    expect(changes).toMatchObject([
      { action: 'delete', kind: 'subnet', id: tenancy.subnet.id, before: { name: 'sub' } },
    ])
    expect(changes[0]).not.toHaveProperty('after')
  })

  it('of a creation that was carried out before tells nothing', async () => {
    const body = { id: '01957b2c-0000-7000-8000-00000000d001', project: tenancy.project.id, name: 'there' }
    await server.as('admin').call(routes.networks.create, { body })
    expect((await dryRun('POST', '/v1/networks', body)).changes).toEqual([])
  })

  it('is refused as the request itself would be', async () => {
    const post = async (body: object): Promise<number> =>
      (await send(server, { method: 'POST', path: '/v1/networks?dry_run=true', body: JSON.stringify(body) })).status
    expect(await post({ project: tenancy.project.id, name: 'net' })).toBe(409)
    expect(await post({ project: tenancy.network.id, name: 'x' })).toBe(422)
    const removal = await send(server, { method: 'DELETE', path: `/v1/networks/${tenancy.network.id}?dry_run=true` })
    expect(removal.status).toBe(409)
  })

  it('keeps no key: the request itself is carried out afterwards', async () => {
    const headers = { 'idempotency-key': 'planned-then-done' }
    const body = JSON.stringify({ project: tenancy.project.id, name: 'then-done' })
    await send(server, { method: 'POST', path: '/v1/networks?dry_run=true', headers, body })
    const done = await send(server, { method: 'POST', path: '/v1/networks', headers, body })
    expect([done.status, done.headers.get('idempotent-replayed')]).toEqual([201, null])
  })
})
