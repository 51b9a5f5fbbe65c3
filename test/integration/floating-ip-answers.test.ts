import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { routes, type DesiredExternalAddress, type FloatingIp, type Port } from '@quantumnet/api'
import { makeRouted } from '../harness/routing.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { watch, type Watched } from '../harness/stream.ts'

/** What agents are told of addresses outside: who may answer for them, by which MAC address, and what they stand for. */

let server: TestServer
let shop: Awaited<ReturnType<typeof makeRouted>>
let streams: Record<'hv1' | 'hv2', Watched<typeof routes.nodes.desired>>
let web: Port
let spare: Port
beforeAll(async () => {
  server = await startServer()
  shop = await makeRouted(server, 'shop')
  for (const name of ['hv1', 'hv2'])
    await server.as('node').call(routes.nodes.register, {
      params: { name },
      body: { encap_ip: '192.0.2.1', agent_version: '1.2.3', gateway: name === 'hv2' },
    })
  const boundOn = async (name: string): Promise<Port> => {
    const port = await server.as('admin').call(routes.ports.create, { body: { network: shop.network.id } })
    const up = { port: port.id, interface: 'tap0', state: 'up', reason: null } as const
    await server.as('node').call(routes.nodes.report, { params: { name }, body: { interfaces: [up] } })
    return port
  }
  web = await boundOn('hv1')
  spare = await boundOn('hv2')
  const follow = (name: string): Watched<typeof routes.nodes.desired> =>
    watch(server.as('node'), { route: routes.nodes.desired, params: { name } })
  streams = { hv1: follow('hv1'), hv2: follow('hv2') }
})
afterAll(async () => {
  for (const stream of Object.values(streams)) await stream.close()
  await server.close()
})

/** Waits until a node was told this, after what it was told before. */
const told = async (
  node: 'hv1' | 'hv2',
  expected: readonly Partial<DesiredExternalAddress>[],
): Promise<readonly DesiredExternalAddress[]> => {
  const { data } = await streams[node].find(`${node}: ${JSON.stringify(expected)}`, (event) => {
    if (event !== streams[node].events.at(-1)) return undefined
    const addresses = event.data.external_addresses ?? []
    const isSame = addresses.length === expected.length && addresses.every((each, at) => matches(each, expected[at]))
    return isSame ? event : undefined
  })
  return data.external_addresses ?? []
}
const matches = (found: DesiredExternalAddress, wanted: Partial<DesiredExternalAddress> = {}): boolean =>
  Object.entries(wanted).every(
    ([key, value]) => JSON.stringify(found[key as keyof DesiredExternalAddress]) === JSON.stringify(value),
  )
const update = async ({ id }: FloatingIp, body: object): Promise<FloatingIp> =>
  await server.as('admin').call(routes.floatingIps.update, { params: { id }, body })
const ipOf = (port: Port): string => port.fixed_ips[0]!.ip

it('follows where a floating IP is answered, and what it stands for', async () => {
  await told('hv1', [])
  await told('hv2', [])
  const body = { project: shop.project.id, name: 'www', network: shop.external.network.id, address: '203.0.113.50' }
  const ip = await server
    .as('admin')
    .call(routes.floatingIps.create, { body: { ...body, port: web.id, distributed: true } })
  const local = { address: '203.0.113.50', own_mac: true, vlan: null }
  const [there] = await told('hv1', [{ ...local, inside: [ipOf(web)], interface_id: `ln-${shop.external.network.id}` }])
  await told('hv2', [])

  await update(ip, { port: spare.id })
  await told('hv2', [{ ...local, inside: [ipOf(spare)], mac: there!.mac }])
  await told('hv1', [])

  await update(ip, { port: web.id, distributed: false })
  const [central] = await told('hv2', [{ address: '203.0.113.50', own_mac: false, inside: [ipOf(web)] }])
  expect(central!.mac).not.toBe(there!.mac)
  await told('hv1', [])

  await update(ip, { distributed: true })
  await told('hv1', [{ ...local, inside: [ipOf(web)], mac: there!.mac }])
  await told('hv2', [])
  // A forward ties it to the gateway, which then stands for both.
  const target = { port: spare.id, port_number: 22 }
  const forward = { floating_ip: ip.id, name: 'ssh', protocol: 'tcp', external_port: 2222, target } as const
  await server.as('admin').call(routes.portForwards.create, { body: forward })
  await told('hv2', [{ own_mac: false, inside: [ipOf(web), ipOf(spare)].sort() }])
  await told('hv1', [])
})

it('tells of one that is a load balancer’s, and stands for nobody', async () => {
  const admin = server.as('admin')
  const body = { project: shop.project.id, name: 'lb', network: shop.external.network.id, address: '203.0.113.40' }
  const before = (await told('hv2', [{ address: '203.0.113.50' }]))[0]
  const ip = await admin.call(routes.floatingIps.create, { body })
  const made = await admin.call(routes.loadBalancers.create, {
    body: { project: shop.project.id, name: 'lb', vip: { floating_ip: ip.id } },
  })
  const of = { load_balancer: made.id }
  const pool = await admin.call(routes.loadBalancerPools.create, { body: { ...of, name: 'p' } })
  await admin.call(routes.loadBalancerListeners.create, {
    body: { ...of, name: 'l', protocol: 'tcp', port: 80, pool: pool.id },
  })
  const member = await admin.call(routes.loadBalancerMembers.create, {
    body: { pool: pool.id, target: { port: web.id, port_number: 8080 } },
  })
  // Members that are switched off are named wherever connections to them may be tracked.
  for (const enabled of [false, true]) {
    await admin.call(routes.loadBalancerMembers.update, { params: { id: member.id }, body: { enabled } })
    const closed = { address: '203.0.113.40', protocol: 'tcp', port: 80, member_address: ipOf(web), member_port: 8080 }
    for (const node of ['hv1', 'hv2'] as const)
      await streams[node].find(`${node}: closed, or not`, (event) =>
        event === streams[node].events.at(-1) &&
        JSON.stringify(event.data.closed_members) === JSON.stringify(enabled ? [] : [closed])
          ? event
          : undefined,
      )
  }
  const found = await told('hv2', [
    { address: '203.0.113.50' },
    { address: '203.0.113.40', own_mac: false, inside: [] },
  ])
  expect(found[1]?.mac).toBe(before?.mac)
  await told('hv1', [])
  await admin.call(routes.loadBalancers.delete, { params: { id: made.id } })
  await told('hv2', [{ address: '203.0.113.50' }])
})

it('tells of no member whose connections may as well be another tenant’s', async () => {
  const admin = server.as('admin')
  const other = await makeRouted(server, 'rival')
  type Place = readonly [string, string]
  /** A load balancer of the first project or another, with one member. */
  const balance = async (of: typeof shop, [address, ip]: Place, cidr: string): Promise<string> => {
    const name = `rival-${String(++count)}`
    const network = await admin.call(routes.networks.create, { body: { project: of.project.id, name } })
    const subnet = await admin.call(routes.subnets.create, { body: { network: network.id, name, cidr } })
    const balancer = await admin.call(routes.loadBalancers.create, {
      body: { project: of.project.id, name, vip: { subnet: subnet.id, address } },
    })
    const parts = { load_balancer: balancer.id, name }
    const pool = await admin.call(routes.loadBalancerPools.create, { body: parts })
    const listener = { ...parts, protocol: 'tcp', port: 443, pool: pool.id } as const
    await admin.call(routes.loadBalancerListeners.create, { body: listener })
    const target = { ip, port_number: 8443 }
    return (await admin.call(routes.loadBalancerMembers.create, { body: { pool: pool.id, target } })).id
  }
  const closedNow = async (): Promise<readonly string[]> => {
    const follower = watch(server.as('node'), { route: routes.nodes.desired, params: { name: 'hv2' } })
    try {
      const { data } = await follower.find('what is to be cut', (event) => event)
      return (data.closed_members ?? []).map(({ address, member_address: ip }) => `${address} ${ip}`)
    } finally {
      await follower.close()
    }
  }
  const enable = async (id: string, enabled: boolean): Promise<void> => {
    await admin.call(routes.loadBalancerMembers.update, {
      params: { id: id },
      body: { enabled },
    })
  }
  let count = 0
  const [theirs, same] = [
    ['10.77.0.10', '10.77.0.20'],
    ['10.77.0.10', '10.77.0.20'],
  ] as const
  const [victim, twin] = [await balance(other, theirs, '10.77.0.0/24'), await balance(shop, same, '10.77.0.0/24')]
  const alone = await balance(shop, ['10.77.0.11', '10.77.0.20'], '10.77.0.0/24')
  const overFloating = await balance(shop, ['203.0.113.50', '10.77.0.20'], '203.0.113.0/24')
  for (const id of [twin, alone, overFloating]) await enable(id, false)
  expect(await closedNow()).toEqual(['10.77.0.11 10.77.0.20'])
  // Once the other one is switched off as well, the connections are nobody's.
  await enable(victim, false)
  expect((await closedNow()).toSorted()).toEqual([
    ...['10.77.0.10 10.77.0.20', '10.77.0.10 10.77.0.20', '10.77.0.11 10.77.0.20'],
  ])
  for (const id of [victim, twin, alone, overFloating]) await enable(id, true)
})

it('follows a port that goes down: the gateway answers', async () => {
  const body = { project: shop.project.id, name: 'api', network: shop.external.network.id, address: '203.0.113.60' }
  const other = await server.as('admin').call(routes.ports.create, { body: { network: shop.network.id } })
  const report = async (state: 'up' | 'down'): Promise<void> => {
    const one = { interface: 'tap0', state: 'up', reason: null } as const
    const interfaces = [
      { ...one, port: web.id },
      { ...one, port: other.id, state },
    ]
    await server.as('node').call(routes.nodes.report, { params: { name: 'hv1' }, body: { interfaces } })
  }
  await report('up')
  await server.as('admin').call(routes.floatingIps.create, { body: { ...body, port: other.id, distributed: true } })
  await told('hv1', [{ address: '203.0.113.60', own_mac: true }])
  await report('down')
  await told('hv1', [])
  await told('hv2', [{ address: '203.0.113.50' }, { address: '203.0.113.60', own_mac: false }])
})
