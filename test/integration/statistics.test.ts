import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  routes,
  type BalancedConnections,
  type ConnectionStatistics,
  type LoadBalancerListener,
  type LoadBalancerMember,
  type NodeStatistics,
  type Port,
  type PortSample,
} from '@quantumnet/api'
import { refusal } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy, type Tenancy } from '../harness/tenancy.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
  for (const name of ['hv1', 'hv2'])
    await server
      .as('node')
      .call(routes.nodes.register, { params: { name }, body: { encap_ip: '192.0.2.1', agent_version: '1.2.3' } })
})
afterAll(async () => {
  await server.close()
})
const admin = (): ReturnType<TestServer['as']> => server.as('admin')
const tell = async (name: string, body: Partial<NodeStatistics>): Promise<void> => {
  await server.as('node').call(routes.nodes.reportStatistics, { params: { name }, body: { ports: [], ...body } })
}

describe('statistics of a port', () => {
  const counters = (packets: number): PortSample['sent'] => ({ bytes: packets * 100, packets, drops: 0, errors: 0 })
  const read = async ({ id }: Port): Promise<Port> => await admin().call(routes.ports.get, { params: { id } })
  let tenancy: Tenancy
  const bound = async (node: string): Promise<Port> => {
    const port = await admin().call(routes.ports.create, { body: { network: tenancy.network.id } })
    const interfaces = [{ port: port.id, interface: 'tap0', state: 'up', reason: null } as const]
    await server.as('node').call(routes.nodes.report, { params: { name: node }, body: { interfaces } })
    return await read(port)
  }
  beforeAll(async () => {
    tenancy = await makeTenancy(server, 'counted')
  })

  it('are those of the last sample, and change nothing else of it', async () => {
    const port = await bound('hv1')
    expect(port.statistics).toBeNull()
    const events = await server.rows('select seq from event')
    for (const packets of [1, 2])
      await tell('hv1', { ports: [{ port: port.id, received: counters(packets), sent: counters(5) }] })
    const statistics = { received: counters(2), sent: counters(5), at: expect.stringMatching(/Z$/) }
    expect(await read(port)).toEqual({ ...port, statistics })
    const { items } = await admin().call(routes.ports.list, { query: { network: tenancy.network.id } })
    expect(items.find(({ id }) => id === port.id)?.statistics).toEqual(statistics)
    expect(await server.rows('select seq from event')).toEqual(events)
  })

  it('are told by the hypervisor that has it, and by no other', async () => {
    const port = await bound('hv1')
    await tell('hv2', { ports: [{ port: port.id, received: counters(1), sent: counters(1) }] })
    expect((await read(port)).statistics).toBeNull()
  })

  it('may come twice for one port, and for one that is gone', async () => {
    const port = await bound('hv1')
    const sample = { received: counters(1), sent: counters(1) }
    const gone = '01990000-0000-7000-8000-00000000dead' as Port['id']
    await tell('hv1', { ports: [port.id, port.id, gone].map((id) => ({ port: id, ...sample })) })
    expect((await read(port)).statistics).toMatchObject(sample)
  })

  it('are taken from hypervisors in service', async () => {
    expect((await refusal(tell('hv-unknown', {}))).code).toBe('not_found')
    await server
      .as('node')
      .call(routes.nodes.register, { params: { name: 'hv-old' }, body: { encap_ip: '192.0.2.1', agent_version: '1' } })
    await admin().call(routes.nodes.decommission, { params: { name: 'hv-old' } })
    expect((await refusal(tell('hv-old', {}))).code).toBe('invalid_state')
  })
})

describe('statistics of a load balancer', () => {
  interface Shop {
    readonly tenancy: Tenancy
    readonly listener: LoadBalancerListener
    readonly members: readonly LoadBalancerMember[]
  }
  /** The same addresses in every project. */
  const makeShop = async (name: string): Promise<Shop> => {
    const tenancy = await makeTenancy(server, name)
    const { project, subnet, network } = tenancy
    const router = await admin().call(routes.routers.create, { body: { project: project.id, name: 'r' } })
    await admin().call(routes.routerInterfaces.create, { body: { router: router.id, subnet: subnet.id } })
    const vip = { subnet: subnet.id, address: '10.0.0.100' }
    const balancer = await admin().call(routes.loadBalancers.create, {
      body: { project: project.id, name: 'web', vip },
    })
    const pool = await admin().call(routes.loadBalancerPools.create, {
      body: { load_balancer: balancer.id, name: 'web' },
    })
    const members = []
    for (const ip of ['10.0.0.11', '10.0.0.12']) {
      const port = await admin().call(routes.ports.create, { body: { network: network.id, fixed_ips: [{ ip }] } })
      const body = { pool: pool.id, target: { port: port.id, port_number: 8080 } }
      members.push(await admin().call(routes.loadBalancerMembers.create, { body }))
    }
    const listener = await admin().call(routes.loadBalancerListeners.create, {
      body: { load_balancer: balancer.id, pool: pool.id, name: 'http', protocol: 'tcp', port: 80 },
    })
    return { tenancy, listener, members }
  }
  const open = (shop: Shop | null, member: number, rest: Partial<BalancedConnections> = {}): BalancedConnections => ({
    ...{ network: shop?.tenancy.network.id ?? null, protocol: 'tcp', address: '10.0.0.100', port: 80 },
    ...{ member_address: `10.0.0.1${String(member)}`, member_port: 8080, connections: 1, packets: null, bytes: null },
    ...rest,
  })
  const ofListener = async ({ listener: { id } }: Shop): Promise<ConnectionStatistics | null> =>
    (await admin().call(routes.loadBalancerListeners.get, { params: { id } })).statistics
  const connections = async ({ members }: Shop): Promise<(number | undefined)[]> =>
    await Promise.all(
      members.map(
        async ({ id }) =>
          (await admin().call(routes.loadBalancerMembers.get, { params: { id } })).statistics?.connections,
      ),
    )
  let red: Shop
  let blue: Shop
  beforeAll(async () => {
    red = await makeShop('red')
    blue = await makeShop('blue')
  })

  it('are null until a hypervisor has told any, and sums over all hypervisors then', async () => {
    expect([red.listener.statistics, await ofListener(red), await connections(red)]).toEqual([
      null,
      null,
      [undefined, undefined],
    ])
    await tell('hv1', { balanced: [open(red, 1, { connections: 2 }), open(red, 2)] })
    await tell('hv2', { balanced: [open(red, 1, { connections: 5 })] })
    expect(await ofListener(red)).toEqual({
      ...{ connections: 8, packets: null, bytes: null },
      sampled_at: expect.stringMatching(/Z$/),
    })
    expect(await connections(red)).toEqual([7, 1])
  })

  it('are of the tenant whose network the clients are in, however many have the same addresses', async () => {
    await tell('hv1', {
      balanced: [open(red, 1), open(blue, 1, { connections: 3 }), open(null, 1, { connections: 9 })],
    })
    await tell('hv2', { balanced: [] })
    expect([await connections(red), await connections(blue)]).toEqual([
      [1, 0],
      [3, 0],
    ])
  })

  it('have packets and bytes where all of them are counted', async () => {
    await tell('hv1', { balanced: [open(red, 1, { packets: 3, bytes: 300 })] })
    await tell('hv2', { balanced: [open(red, 2, { packets: 4, bytes: 500 })] })
    expect(await ofListener(red)).toMatchObject({ connections: 2, packets: 7, bytes: 800 })
    await tell('hv2', { balanced: [open(red, 2)] })
    expect(await ofListener(red)).toMatchObject({ connections: 2, packets: null, bytes: null })
  })

  it('end with what a hypervisor does not tell any more, or with the hypervisor', async () => {
    await tell('hv1', { balanced: [open(red, 1)] })
    await tell('hv2', { balanced: [open(red, 2)] })
    await tell('hv1', { balanced: [] })
    expect(await connections(red)).toEqual([0, 1])
    await server.rows(`update balanced_sample set at = now() - interval '2 minutes' where node = 'hv2'`)
    expect(await connections(red)).toEqual([0, 0])
  })

  it('are null while a hypervisor has too many connections to count', async () => {
    await tell('hv1', { balanced: [open(red, 1)] })
    await tell('hv2', { balanced: null })
    expect([await ofListener(red), await connections(red)]).toEqual([null, [undefined, undefined]])
    await tell('hv2', { balanced: [] })
    expect(await connections(red)).toEqual([1, 0])
  })

  it('come from outside by a router where one load balancer alone has the address', async () => {
    const green = await makeShop('green')
    const { id } = green.listener
    await admin().call(routes.loadBalancerListeners.update, { params: { id }, body: { port: 8443 } })
    await tell('hv1', { balanced: [open(null, 1, { port: 8443 }), open(null, 2, { port: 9 })] })
    expect(await connections(green)).toEqual([1, 0])
  })
})
