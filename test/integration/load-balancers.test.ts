import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  routes,
  type CreateLoadBalancer,
  type FloatingIp,
  type LoadBalancer,
  type LoadBalancerListener,
  type LoadBalancerMember,
  type LoadBalancerPool,
  type Network,
  type Port,
  type Subnet,
} from '@quantumnet/api'
import type { z } from 'zod'
import { refusal } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy, type Tenancy } from '../harness/tenancy.ts'
import { makeToken } from '../harness/tokens.ts'

let server: TestServer
let shop: Tenancy
beforeAll(async () => {
  server = await startServer()
  shop = await makeTenancy(server, 'lb-shop')
})
afterAll(async () => {
  await server.close()
})
const admin = (): ReturnType<TestServer['as']> => server.as('admin')

let count = 0
const unique = (what: string): string => `${what}-${String(++count)}`

const makeBalancer = async (
  vip: z.input<typeof CreateLoadBalancer>['vip'] = { subnet: shop.subnet.id },
  project = shop.project.id,
): Promise<LoadBalancer> =>
  await admin().call(routes.loadBalancers.create, { body: { project, name: unique('lb'), vip } })
const makePool = async (balancer: LoadBalancer, healthCheck: object | null = null): Promise<LoadBalancerPool> =>
  await admin().call(routes.loadBalancerPools.create, {
    body: { load_balancer: balancer.id, name: unique('pool'), health_check: healthCheck },
  })
const makeListener = async (
  balancer: LoadBalancer,
  pool: LoadBalancerPool,
  rest: { readonly name?: string; readonly protocol?: 'tcp' | 'udp' | 'sctp'; readonly port: number },
): Promise<LoadBalancerListener> =>
  await admin().call(routes.loadBalancerListeners.create, {
    body: { load_balancer: balancer.id, pool: pool.id, name: unique('listener'), protocol: 'tcp', ...rest },
  })
const makeMember = async (pool: LoadBalancerPool, target: object): Promise<LoadBalancerMember> =>
  await admin().call(routes.loadBalancerMembers.create, { body: { pool: pool.id, target: target as never } })
const makePort = async (network: Network = shop.network): Promise<Port> =>
  await admin().call(routes.ports.create, { body: { network: network.id, name: unique('vm') } })
const addressesOf = async (owner: string): Promise<object[]> =>
  await server.rows(
    `select host(ip) as ip, type, state, mac is not null as answers from address where owner_id = $1 order by ip`,
    [owner],
  )

describe('a load balancer', () => {
  it('takes its address from IPAM, with a MAC of its own', async () => {
    const balancer = await makeBalancer({ subnet: shop.subnet.id, address: '10.0.0.80' })
    expect(balancer).toMatchObject({
      project: shop.project.id,
      vip: { network: shop.network.id, subnet: shop.subnet.id, floating_ip: null, address: '10.0.0.80' },
      ...{ listeners: [], pools: [], generation: 1, status: { state: 'pending' } },
    })
    expect(await addressesOf(balancer.id)).toEqual([{ ip: '10.0.0.80', type: 'vip', state: 'used', answers: true }])
    expect(await admin().call(routes.loadBalancers.get, { params: { id: balancer.id } })).toEqual(balancer)
  })

  it('takes any address of a network', async () => {
    const { vip } = await makeBalancer({ network: shop.network.id })
    expect(vip.address).toMatch(/^10\.0\.0\.\d+$/)
    expect(vip.subnet).toBe(shop.subnet.id)
  })

  it.each<[string, object, string, string]>([
    ['no place', {}, 'invalid_request', '/vip'],
    ['two places', { floating_ip: randomUUID(), address: '10.0.0.81' }, 'invalid_request', '/vip/address'],
    ['an unknown subnet', { subnet: randomUUID() }, 'reference_not_found', '/vip/subnet'],
    ['an unknown floating IP', { floating_ip: randomUUID() }, 'reference_not_found', '/vip/floating_ip'],
  ])('is refused with %s', async (_, vip, code, pointer) => {
    expect(await refusal(makeBalancer(vip))).toMatchObject({ code, errors: [{ pointer }] })
  })

  it('does not get what another has, or what is reserved', async () => {
    const port = await makePort()
    const { ip } = port.fixed_ips[0]!
    expect(await refusal(makeBalancer({ subnet: shop.subnet.id, address: ip }))).toMatchObject({
      code: 'address_taken',
      errors: [{ pointer: '/vip/address', value: ip }],
    })
    expect(await refusal(makeBalancer({ subnet: shop.subnet.id, address: '10.0.0.1' }))).toMatchObject({
      code: 'address_reserved',
    })
    expect(await refusal(makeBalancer({ subnet: shop.subnet.id, address: '10.1.0.1' }))).toMatchObject({
      code: 'address_outside_subnet',
    })
  })

  it('leaves nothing behind when it is refused or only planned', async () => {
    const body = { project: shop.project.id, name: 'planned', vip: { subnet: shop.subnet.id, address: '10.0.0.90' } }
    const plan: unknown = await admin().call(routes.loadBalancers.create, { body, query: { dry_run: true } })
    expect(plan).toMatchObject({
      changes: [{ action: 'create', kind: 'load_balancer', after: { vip: { address: '10.0.0.90' } } }],
    })
    expect(await server.rows(`select from address where ip = '10.0.0.90'`)).toEqual([])
    await admin().call(routes.loadBalancers.create, { body })
    const again = { ...body, vip: { subnet: shop.subnet.id, address: '10.0.0.91' } }
    expect(await refusal(admin().call(routes.loadBalancers.create, { body: again }))).toMatchObject({
      code: 'name_taken',
    })
    expect(await server.rows(`select from address where ip = '10.0.0.91'`)).toEqual([])
  })

  it('gives its address back in two steps, and its parts go with it', async () => {
    const balancer = await makeBalancer()
    const pool = await makePool(balancer)
    const listener = await makeListener(balancer, pool, { port: 443 })
    const member = await makeMember(pool, { ip: '192.0.2.10', port_number: 80 })
    const deleted = await admin().call(routes.loadBalancers.delete, { params: { id: balancer.id } })
    expect(deleted.status.state).toBe('deleting')
    const { address } = balancer.vip
    expect(await addressesOf(balancer.id)).toMatchObject([{ ip: address, state: 'releasing' }])
    expect(await refusal(makeBalancer({ subnet: shop.subnet.id, address }))).toMatchObject({ code: 'address_taken' })
    expect(
      await refusal(
        admin().call(routes.loadBalancerMembers.update, { params: { id: member.id }, body: { enabled: false } }),
      ),
    ).toMatchObject({ code: 'being_deleted' })
    expect(
      await refusal(
        admin().call(routes.loadBalancerListeners.update, { params: { id: listener.id }, body: { port: 80 } }),
      ),
    ).toMatchObject({ code: 'being_deleted' })
    expect(
      await refusal(admin().call(routes.loadBalancerPools.update, { params: { id: pool.id }, body: { name: 'p' } })),
    ).toMatchObject({ code: 'being_deleted' })
  })
})

describe('a listener', () => {
  it('is shown by its load balancer, and counts a generation of it', async () => {
    const balancer = await makeBalancer()
    const pool = await makePool(balancer)
    const listener = await makeListener(balancer, pool, { name: 'https', port: 443 })
    expect(listener).toMatchObject({
      ...{ load_balancer: balancer.id, pool: pool.id, protocol: 'tcp', port: 443, hairpin: true, generation: 3 },
      session_affinity: false,
    })
    expect(await admin().call(routes.loadBalancers.get, { params: { id: balancer.id } })).toMatchObject({
      generation: 3,
      listeners: [{ id: listener.id, name: 'https', protocol: 'tcp', port: 443, pool: pool.id }],
      pools: [{ id: pool.id, name: pool.name }],
    })
  })

  it('has its port for itself, per protocol', async () => {
    const balancer = await makeBalancer()
    const pool = await makePool(balancer)
    const first = await makeListener(balancer, pool, { name: 'dns', port: 53 })
    const taken = `/port: listener "dns" (${first.id}) has tcp port 53 of this address`
    expect(await refusal(makeListener(balancer, pool, { port: 53 }))).toMatchObject({
      code: 'already_exists',
      detail: taken,
    })
    const other = await makeListener(balancer, pool, { protocol: 'udp', port: 53 })
    const update = admin().call(routes.loadBalancerListeners.update, {
      params: { id: other.id },
      body: { protocol: 'tcp' },
    })
    expect(await refusal(update)).toMatchObject({ code: 'already_exists', detail: taken })
    expect(await refusal(makeListener(balancer, pool, { name: 'dns', port: 54 }))).toMatchObject({ code: 'name_taken' })
    const { id } = await makePool(await makeBalancer())
    const astray = admin().call(routes.loadBalancerListeners.update, { params: { id: other.id }, body: { pool: id } })
    expect(await refusal(astray)).toMatchObject({ code: 'reference_not_found', errors: [{ pointer: '/pool' }] })
  })

  it('sends connections to a pool of its own load balancer only', async () => {
    const pool = await makePool(await makeBalancer())
    expect(await refusal(makeListener(await makeBalancer(), pool, { port: 80 }))).toMatchObject({
      code: 'reference_not_found',
      errors: [{ pointer: '/pool', value: pool.id }],
    })
  })

  it('of sctp has no health check, whoever comes first', async () => {
    const balancer = await makeBalancer()
    const checked = await makePool(balancer, {})
    const unchecked = await makePool(balancer)
    expect(await refusal(makeListener(balancer, checked, { protocol: 'sctp', port: 36_412 }))).toMatchObject({
      code: 'invalid_state',
      errors: [{ pointer: '/pool' }],
    })
    const { id } = await makeListener(balancer, unchecked, { protocol: 'sctp', port: 36_412 })
    const check = admin().call(routes.loadBalancerPools.update, {
      params: { id: unchecked.id },
      body: { health_check: {} },
    })
    expect(await refusal(check)).toMatchObject({ code: 'invalid_state', errors: [{ pointer: '/health_check' }] })
    const move = admin().call(routes.loadBalancerListeners.update, { params: { id }, body: { pool: checked.id } })
    expect(await refusal(move)).toMatchObject({ code: 'invalid_state', errors: [{ pointer: '/pool' }] })
  })

  it('changes field by field', async () => {
    const balancer = await makeBalancer()
    const { id } = await makeListener(balancer, await makePool(balancer), { port: 80 })
    const update = async (body: object): Promise<LoadBalancerListener> =>
      await admin().call(routes.loadBalancerListeners.update, { params: { id }, body })
    expect(await update({ session_affinity: true })).toMatchObject({
      ...{ session_affinity: true, generation: 4 },
    })
    expect(await update({ session_affinity: false, port: 81, hairpin: false })).toMatchObject({
      ...{ session_affinity: false, port: 81, hairpin: false, generation: 5 },
    })
    expect(await update({ port: 81 })).toMatchObject({ generation: 5 })
  })
})

describe('a pool', () => {
  it('fills its health check in, and keeps of it what a change does not name', async () => {
    const pool = await makePool(await makeBalancer(), { interval: 7 })
    expect(pool.health_check).toEqual({ interval: 7, timeout: 3, success: 2, failure: 3 })
    const update = async (body: object): Promise<LoadBalancerPool> =>
      await admin().call(routes.loadBalancerPools.update, { params: { id: pool.id }, body })
    expect((await update({ health_check: { timeout: 1 } })).health_check).toEqual({
      ...{ interval: 7, timeout: 1, success: 2, failure: 3 },
    })
    expect((await update({ health_check: null })).health_check).toBeNull()
    expect((await update({ name: 'renamed' })).health_check).toBeNull()
    expect((await update({ health_check: {} })).health_check).toEqual({
      ...{ interval: 5, timeout: 3, success: 2, failure: 3 },
    })
  })

  it('counts its members', async () => {
    const pool = await makePool(await makeBalancer())
    const { id } = await makeMember(pool, { ip: '192.0.2.10', port_number: 80 })
    await makeMember(pool, { ip: '192.0.2.11', port_number: 80 })
    await admin().call(routes.loadBalancerMembers.update, { params: { id }, body: { enabled: false, draining: true } })
    const { member_counts: counts } = await admin().call(routes.loadBalancerPools.get, { params: { id: pool.id } })
    expect(counts).toEqual({ total: 2, enabled: 1, draining: 1, healthy: 0, unhealthy: 0 })
  })

  it('stays while a listener sends connections to it, and takes its members along', async () => {
    const balancer = await makeBalancer()
    const pool = await makePool(balancer)
    const member = await makeMember(pool, { ip: '192.0.2.10', port_number: 80 })
    const listener = await makeListener(balancer, pool, { name: 'web', port: 80 })
    const params = { id: pool.id }
    expect(await refusal(admin().call(routes.loadBalancerPools.delete, { params }))).toMatchObject({
      code: 'in_use',
      detail: `load balancer pool "${pool.name}" is in use by load_balancer_listener "web"`,
      referrers: [{ kind: 'load_balancer_listener', id: listener.id, name: 'web' }],
    })
    await admin().call(routes.loadBalancerListeners.delete, { params: { id: listener.id } })
    await admin().call(routes.loadBalancerPools.delete, { params })
    expect(await refusal(admin().call(routes.loadBalancerMembers.get, { params: { id: member.id } }))).toMatchObject({
      code: 'not_found',
    })
  })
})

describe('a member', () => {
  it('is a port by its address, or an address', async () => {
    const pool = await makePool(await makeBalancer())
    const port = await makePort()
    const { ip } = port.fixed_ips[0]!
    expect(await makeMember(pool, { port: port.id, port_number: 8080 })).toMatchObject({
      ...{ pool: pool.id, load_balancer: pool.load_balancer, enabled: true, draining: false, health: 'unknown' },
      target: { port: port.id, fixed_ip: ip, ip: null, port_number: 8080 },
    })
    expect((await makeMember(pool, { ip: '192.0.2.10', port_number: 8080 })).target).toEqual({
      ...{ port: null, fixed_ip: null, ip: '192.0.2.10', port_number: 8080 },
    })
    const { items } = await admin().call(routes.loadBalancerMembers.list, { query: { port: port.id } })
    expect(items.map(({ target }) => target.fixed_ip)).toEqual([ip])
  })

  it('is there once', async () => {
    const pool = await makePool(await makeBalancer())
    const { id } = await makeMember(pool, { ip: '192.0.2.10', port_number: 80 })
    await makeMember(pool, { ip: '192.0.2.10', port_number: 81 })
    expect(await refusal(makeMember(pool, { ip: '192.0.2.10', port_number: 80 }))).toMatchObject({
      code: 'already_exists',
      detail: `/target: member ${id} of the pool is 192.0.2.10 port 80 already`,
    })
  })

  it('is of the family of the load balancer, and of its project', async () => {
    const pool = await makePool(await makeBalancer())
    const other = await makeTenancy(server, unique('lb-other'))
    const foreign = await makePort(other.network)
    for (const [target, code, pointer] of [
      [{ ip: '2001:db8::1', port_number: 80 }, 'invalid_request', '/target/ip'],
      [{ ip: '127.0.0.1', port_number: 80 }, 'invalid_request', '/target/ip'],
      [{ port: foreign.id, port_number: 80 }, 'invalid_request', '/target/port'],
      [{ port: randomUUID(), port_number: 80 }, 'reference_not_found', '/target/port'],
      [{ port_number: 80 }, 'invalid_request', '/target'],
      [{ port: foreign.id, ip: '192.0.2.1', port_number: 80 }, 'invalid_request', '/target/ip'],
    ] as const)
      expect(await refusal(makeMember(pool, target))).toMatchObject({ code, errors: [{ pointer }] })
    const silent = await admin().call(routes.ports.create, {
      body: { network: shop.network.id, name: unique('silent'), fixed_ips: [] },
    })
    expect(await refusal(makeMember(pool, { port: silent.id, port_number: 80 }))).toMatchObject({
      code: 'invalid_state',
      errors: [{ pointer: '/target/port' }],
    })
    const port = await makePort()
    const elsewhere = { port: port.id, fixed_ip: '10.0.0.250', port_number: 80 }
    expect(await refusal(makeMember(pool, elsewhere))).toMatchObject({
      code: 'address_outside_subnet',
      errors: [{ pointer: '/target/fixed_ip' }],
    })
  })

  it('keeps its port from being deleted', async () => {
    const pool = await makePool(await makeBalancer())
    const port = await makePort()
    const member = await makeMember(pool, { port: port.id, port_number: 80 })
    const params = { id: port.id }
    const { ip } = port.fixed_ips[0]!
    expect(await refusal(admin().call(routes.ports.delete, { params }))).toMatchObject({
      code: 'in_use',
      referrers: [{ kind: 'load_balancer_member', id: member.id, name: `member ${ip}:80 of pool ${pool.name}` }],
    })
    await admin().call(routes.loadBalancerMembers.delete, { params: { id: member.id } })
    expect((await admin().call(routes.ports.delete, { params })).status.state).toBe('deleting')
  })
})

describe('probes', () => {
  const sourcesOf = async (subnet: Subnet): Promise<object[]> =>
    await server.rows(`select owner_kind, state from address where subnet_id = $1 and type = 'reserved'`, [subnet.id])

  it('come from one address of each subnet that has a probed member', async () => {
    const { network, subnet, project } = await makeTenancy(server, unique('probed'))
    const balancer = await makeBalancer({ subnet: subnet.id }, project.id)
    const unprobed = await makePool(balancer)
    const probed = await makePool(balancer, {})
    const target = async (): Promise<object> => ({ port: (await makePort(network)).id, port_number: 80 })
    await makeMember(unprobed, await target())
    expect(await sourcesOf(subnet)).toEqual([])
    await Promise.all(Array.from({ length: 4 }, async () => await makeMember(probed, await target())))
    expect(await sourcesOf(subnet)).toEqual([{ owner_kind: 'subnet', state: 'used' }])
    await admin().call(routes.loadBalancerPools.update, { params: { id: unprobed.id }, body: { health_check: {} } })
    expect(await sourcesOf(subnet)).toHaveLength(1)
  })

  it('get their address when the check comes after the members, also at once in many pools', async () => {
    const { network, subnet, project } = await makeTenancy(server, unique('late'))
    const pools = await Promise.all(
      Array.from({ length: 4 }, async () => await makePool(await makeBalancer({ subnet: subnet.id }, project.id))),
    )
    for (const pool of pools) await makeMember(pool, { port: (await makePort(network)).id, port_number: 80 })
    await Promise.all(
      pools.map(
        async ({ id }) =>
          await admin().call(routes.loadBalancerPools.update, { params: { id }, body: { health_check: {} } }),
      ),
    )
    expect(await sourcesOf(subnet)).toEqual([{ owner_kind: 'subnet', state: 'used' }])
  })
})

describe('a full subnet', () => {
  it('has no address for a load balancer or for probes', async () => {
    const balancer = await makeBalancer()
    const network = await admin().call(routes.networks.create, {
      body: { project: shop.project.id, name: unique('full') },
    })
    expect(await refusal(makeBalancer({ network: network.id }))).toMatchObject({
      code: 'invalid_state',
      errors: [{ pointer: '/vip/network' }],
    })
    const subnet = await admin().call(routes.subnets.create, {
      body: { network: network.id, name: 'full', cidr: '10.7.0.0/30', dns_address: null },
    })
    const port = await makePort(network)
    expect(await refusal(makeBalancer({ subnet: subnet.id }))).toMatchObject({ code: 'subnet_exhausted' })
    const target = { port: port.id, port_number: 80 }
    const checked = await makePool(balancer, {})
    expect(await refusal(makeMember(checked, target))).toMatchObject({
      code: 'subnet_exhausted',
      errors: [{ pointer: '/target/port' }],
    })
    const unchecked = await makePool(balancer)
    await makeMember(unchecked, target)
    const check = admin().call(routes.loadBalancerPools.update, {
      params: { id: unchecked.id },
      body: { health_check: {} },
    })
    expect(await refusal(check)).toMatchObject({
      code: 'subnet_exhausted',
      errors: [{ pointer: '/health_check' }],
    })
  })
})

describe('a load balancer behind a floating IP', () => {
  const makeFloatingIp = async (): Promise<FloatingIp> => {
    const name = unique('ext')
    const external = await admin().call(routes.networks.create, {
      body: { project: shop.project.id, name, type: 'external', physical_network: name },
    })
    await admin().call(routes.subnets.create, {
      body: { network: external.id, name: 'ext', cidr: '203.0.113.0/24', dns_address: null },
    })
    return await admin().call(routes.floatingIps.create, {
      body: { project: shop.project.id, name, network: external.id },
    })
  }

  it('has its address, and is the only one', async () => {
    const floatingIp = await makeFloatingIp()
    const balancer = await makeBalancer({ floating_ip: floatingIp.id })
    expect(balancer.vip).toEqual({
      ...{ network: null, subnet: null, floating_ip: floatingIp.id, address: floatingIp.address },
    })
    expect(await refusal(makeBalancer({ floating_ip: floatingIp.id }))).toMatchObject({
      code: 'already_exists',
      detail: `/vip/floating_ip: is the address of load balancer "${balancer.name}" (${balancer.id})`,
    })
    expect(await refusal(admin().call(routes.floatingIps.delete, { params: { id: floatingIp.id } }))).toMatchObject({
      code: 'in_use',
      referrers: [{ kind: 'load_balancer', id: balancer.id, name: balancer.name }],
    })
  })

  it('takes no address of an external network itself', async () => {
    const { network } = await makeFloatingIp()
    expect(await refusal(makeBalancer({ network }))).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '/vip/network', allowed: 'a network of VMs, or a floating IP as vip.floating_ip' }],
    })
  })
})

describe('who may write', () => {
  it('operators of the project; viewers read; for others it is not there', async () => {
    const balancer = await makeBalancer()
    const pool = await makePool(balancer)
    const other = await makeTenancy(server, unique('lb-strangers'))
    const [viewer, operator, stranger] = await Promise.all([
      makeToken(server, 'viewer', shop.project.id),
      makeToken(server, 'operator', shop.project.id),
      makeToken(server, 'admin', other.project.id),
    ])
    const member = { pool: pool.id, target: { ip: '192.0.2.10', port_number: 80 } }
    expect(await refusal(viewer.client.call(routes.loadBalancerMembers.create, { body: member }))).toMatchObject({
      code: 'forbidden',
    })
    const { id } = await operator.client.call(routes.loadBalancerMembers.create, { body: member })
    expect((await viewer.client.call(routes.loadBalancerMembers.get, { params: { id } })).id).toBe(id)
    for (const call of [
      stranger.client.call(routes.loadBalancers.get, { params: { id: balancer.id } }),
      stranger.client.call(routes.loadBalancerMembers.get, { params: { id } }),
      stranger.client.call(routes.loadBalancerMembers.delete, { params: { id } }),
    ])
      expect(await refusal(call)).toMatchObject({ code: 'not_found' })
    expect(await refusal(stranger.client.call(routes.loadBalancerMembers.create, { body: member }))).toMatchObject({
      code: 'reference_not_found',
      errors: [{ pointer: '/pool' }],
    })
    const body = { project: other.project.id, name: 'into-theirs', vip: { subnet: shop.subnet.id } }
    expect(await refusal(stranger.client.call(routes.loadBalancers.create, { body }))).toMatchObject({
      code: 'reference_not_found',
      errors: [{ pointer: '/vip/subnet' }],
    })
    expect((await stranger.client.call(routes.loadBalancerPools.list, {})).items).toEqual([])
  })
})
