import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import { refusal } from '../harness/requests.ts'
import { createWorld, Databases, Rig, until, type Server, type World } from './rig.ts'

/** What a deleted load balancer, its parts and the DNS of a network leave behind once their tombstones end. */

const databases = new Databases()
let rig: Rig
let server: Server
let world: World
beforeAll(async () => {
  await databases.start()
  rig = await Rig.start(databases)
  server = await rig.server()
  world = await createWorld(server, 1)
})
afterAll(async () => {
  await rig.close()
  await databases.stop()
})

const addressOf = async (ip: string): Promise<object | undefined> => {
  const [row] = await rig.sql<{ state: string }>(
    'select state, owner_kind from address where network_id = $1 and ip = $2',
    world.network.id,
    ip,
  )
  return row
}
const isGone = async (table: string, id: string): Promise<true | undefined> =>
  (await rig.sql(`select from ${table} where id = $1`, id)).length === 0 ? true : undefined

describe('a load balancer that was deleted', () => {
  it('is gone with its parts, and its address is held; its members and their subnet can go then', async () => {
    const { client } = server
    const vip = { subnet: world.subnet.id, address: '10.0.9.80' }
    const balancer = await client.call(routes.loadBalancers.create, {
      body: { project: world.project.id, name: 'web', vip },
    })
    const pool = await client.call(routes.loadBalancerPools.create, {
      body: { load_balancer: balancer.id, name: 'web', health_check: {} },
    })
    const listener = { load_balancer: balancer.id, name: 'https', protocol: 'tcp', port: 443, pool: pool.id } as const
    await client.call(routes.loadBalancerListeners.create, { body: listener })
    const [port] = world.ports
    const member = await client.call(routes.loadBalancerMembers.create, {
      body: { pool: pool.id, target: { port: port!.id, port_number: 8443 } },
    })
    const params = { id: world.subnet.id }
    expect(await refusal(client.call(routes.subnets.delete, { params }))).toMatchObject({
      code: 'in_use',
      referrers: expect.arrayContaining([{ kind: 'load_balancer', id: balancer.id, name: 'web' }]) as unknown,
    })

    await client.call(routes.loadBalancers.delete, { params: { id: balancer.id } })
    // A tombstone's members are in nobody's way.
    await client.call(routes.ports.delete, { params: { id: port!.id } })
    await until('the load balancer is gone', async () => await isGone('load_balancer', balancer.id))
    expect(await isGone('load_balancer_member', member.id)).toBe(true)
    expect(await addressOf('10.0.9.80')).toEqual({ state: 'held', owner_kind: 'load_balancer' })

    await until('the port is gone', async () => await isGone('port', port!.id))
    await client.call(routes.subnets.delete, { params })
    // Where the probes came from goes with the subnet.
    await until('the subnet is gone', async () => await isGone('subnet', world.subnet.id))
  })
})

describe('a network with forwarders', () => {
  it('stays while they do, and goes after them', async () => {
    const { client } = server
    const network = await client.call(routes.networks.create, { body: { project: world.project.id, name: 'office' } })
    const forwarder = await client.call(routes.dnsForwarders.create, {
      body: { network: network.id, name: 'all', servers: ['192.0.2.53'] },
    })
    const params = { id: network.id }
    expect(await refusal(client.call(routes.networks.delete, { params }))).toMatchObject({
      code: 'in_use',
      referrers: [{ kind: 'dns_forwarder', id: forwarder.id, name: 'all' }],
    })
    await client.call(routes.dnsForwarders.delete, { params: { id: forwarder.id } })
    await client.call(routes.networks.delete, { params })
    await until('the network is gone', async () => await isGone('network', network.id))
    expect(await isGone('dns_forwarder', forwarder.id)).toBe(true)
  })
})

describe('a project with all of these', () => {
  it('names what it holds, and counts it against its quotas', async () => {
    const { client } = server
    const project = await client.call(routes.projects.create, {
      body: { name: 'full', quotas: { dns_record: 1, load_balancer_member: 0 } },
    })
    const zone = await client.call(routes.dnsZones.create, { body: { project: project.id, name: 'corp.example' } })
    const policy = await client.call(routes.qosPolicies.create, {
      body: { project: project.id, name: 'bronze', dscp: 8 },
    })
    const record = async (name: string): Promise<unknown> =>
      await client.call(routes.dnsRecords.create, { body: { zone: zone.id, name, type: 'TXT', values: ['x'] } })
    await record('one')
    expect(await refusal(record('two'))).toMatchObject({ code: 'quota_exceeded' })
    const problem = await refusal(client.call(routes.projects.delete, { params: { id: project.id } }))
    expect(problem.referrers?.map(({ kind }) => kind)).toEqual(['qos_policy', 'dns_record', 'dns_zone'])
    expect(problem.referrers).toContainEqual({ kind: 'qos_policy', id: policy.id, name: 'bronze' })
  })
})
