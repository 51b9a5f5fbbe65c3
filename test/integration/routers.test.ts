import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes, type Port, type Router, type RouterInterface, type Subnet } from '@quantumnet/api'
import { refusal } from '../harness/requests.ts'
import { makeExternal, makeRouted } from '../harness/routing.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy } from '../harness/tenancy.ts'
import { makeToken } from '../harness/tokens.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  await server.close()
})
const admin = (): ReturnType<TestServer['as']> => server.as('admin')

const read = async ({ id }: { readonly id: Router['id'] }): Promise<Router> =>
  await admin().call(routes.routers.get, { params: { id } })

/** Where an address is in its life, and whose it is. */
const addressRow = async (network: string, ip: string): Promise<object | undefined> => {
  const [row] = await server.rows('select state, type, owner_kind from address where network_id = $1 and ip = $2', [
    network,
    ip,
  ])
  return row
}

describe('a router', () => {
  it('begins without interfaces, distributed and without a gateway', async () => {
    const { project } = await makeTenancy(server, 'router-defaults')
    const router = await admin().call(routes.routers.create, { body: { project: project.id, name: 'r' } })
    expect(router).toMatchObject({
      ...{ project: project.id, distributed: true, gateway_nodes: [], external_gateway: null },
      ...{ interfaces: [], routes: [], policy_routes: [], generation: 1, status: { state: 'pending' } },
    })
    expect(await read(router)).toEqual(router)
  })

  it('needs a name of its own in the project, and nodes that are there', async () => {
    const { project } = await makeTenancy(server, 'router-names')
    const body = { project: project.id, name: 'r' }
    await admin().call(routes.routers.create, { body })
    expect(await refusal(admin().call(routes.routers.create, { body }))).toMatchObject({ code: 'name_taken' })
    const unknown = admin().call(routes.routers.create, { body: { ...body, name: 's', gateway_nodes: ['nowhere'] } })
    expect(await refusal(unknown)).toMatchObject({
      code: 'reference_not_found',
      errors: [{ pointer: '/gateway_nodes/0', value: 'nowhere', message: 'there is no node "nowhere"' }],
    })
  })

  it('is refused its deletion while it has an interface, and then goes', async () => {
    const { router, subnet } = await makeRouted(server, 'router-delete')
    const [joined] = (await read(router)).interfaces
    const deletion = (): Promise<Router> => admin().call(routes.routers.delete, { params: { id: router.id } })
    expect(await refusal(deletion())).toMatchObject({
      code: 'in_use',
      referrers: [{ kind: 'router_interface', id: joined?.id, name: subnet.name }],
    })
    await admin().call(routes.routerInterfaces.delete, { params: { id: joined!.id } })
    expect(await deletion()).toMatchObject({ status: { state: 'deleting' } })
  })

  it('is only planned by a dry run', async () => {
    const { project } = await makeTenancy(server, 'router-planned')
    const external = await makeExternal(server, 'planned-ext', [project], '192.0.2.0/24')
    const body = { project: project.id, name: 'r', external_gateway: { network: external.network.id } }
    const plan: unknown = await admin().call(routes.routers.create, { body, query: { dry_run: true } })
    expect(plan).toMatchObject({ dry_run: true, changes: [{ action: 'create', kind: 'router', after: { name: 'r' } }] })
    const rows = await server.rows('select from router where project_id = $1', [project.id])
    const taken = await server.rows('select from address where network_id = $1 and type = $2', [
      external.network.id,
      'router',
    ])
    expect([rows, taken]).toEqual([[], []])
  })
})

describe('an external gateway', () => {
  it('takes an address of the network, or the one that is asked for', async () => {
    const { project } = await makeTenancy(server, 'gateway-take')
    const { network, subnet } = await makeExternal(server, 'take-ext', [project])
    const create = async (name: string, fixedIps?: object[]): Promise<Router> =>
      await admin().call(routes.routers.create, {
        body: { project: project.id, name, external_gateway: { network: network.id, fixed_ips: fixedIps } },
      })
    expect((await create('any')).external_gateway).toEqual({
      ...{ network: network.id, snat: true },
      fixed_ips: [{ subnet: subnet.id, ip: expect.stringMatching(/^203\.0\.113\./) }],
    })
    expect((await create('asked', [{ ip: '203.0.113.77' }])).external_gateway?.fixed_ips).toEqual([
      { subnet: subnet.id, ip: '203.0.113.77' },
    ])
    expect(await addressRow(network.id, '203.0.113.77')).toEqual({
      state: 'used',
      type: 'router',
      owner_kind: 'router',
    })
    expect(await refusal(create('late', [{ ip: '203.0.113.77' }]))).toMatchObject({
      code: 'address_taken',
      errors: [{ pointer: '/external_gateway/fixed_ips/0/ip', value: '203.0.113.77' }],
    })
    expect(await refusal(create('reserved', [{ ip: '203.0.113.1' }]))).toMatchObject({ code: 'address_reserved' })
  })

  it('is on an external network that the project may use', async () => {
    const { project, network } = await makeTenancy(server, 'gateway-place')
    const foreign = await makeExternal(server, 'unshared-ext', [])
    const create = async (id: string): Promise<Router> =>
      await admin().call(routes.routers.create, {
        body: { project: project.id, name: 'r', external_gateway: { network: id } },
      })
    expect(await refusal(create(network.id))).toMatchObject({
      code: 'invalid_state',
      errors: [{ pointer: '/external_gateway/network', message: 'network "net" has the type overlay' }],
    })
    expect(await refusal(create(foreign.network.id))).toMatchObject({
      errors: [{ pointer: '/external_gateway/network' }],
    })
    const { client } = await makeToken(server, 'admin', project.id)
    const body = { project: project.id, name: 'r', external_gateway: { network: foreign.network.id } }
    expect(await refusal(client.call(routes.routers.create, { body }))).toMatchObject({
      code: 'reference_not_found',
      errors: [{ message: `there is no network ${foreign.network.id}` }],
    })
  })

  it('is used by a project that the network is shared with, and changed in two phases', async () => {
    const { project } = await makeTenancy(server, 'gateway-change')
    const { network, subnet } = await makeExternal(server, 'change-ext', [project])
    const { client } = await makeToken(server, 'admin', project.id)
    const gateway = { network: network.id, fixed_ips: [{ ip: '203.0.113.10' }] }
    const router = await client.call(routes.routers.create, {
      body: { project: project.id, name: 'r', external_gateway: gateway },
    })
    const update = async (external: object | null): Promise<Router> =>
      await client.call(routes.routers.update, {
        params: { id: router.id },
        body: { external_gateway: external as typeof gateway | null },
      })
    const unchanged = await update({ network: network.id })
    expect(unchanged).toMatchObject({ generation: 1, external_gateway: { fixed_ips: [{ ip: '203.0.113.10' }] } })
    const quiet = await update({ network: network.id, snat: false })
    expect(quiet.external_gateway).toEqual({
      ...{ network: network.id, snat: false },
      fixed_ips: [{ subnet: subnet.id, ip: '203.0.113.10' }],
    })
    const moved = await update({ network: network.id, fixed_ips: [{ ip: '203.0.113.11' }] })
    expect(moved).toMatchObject({
      generation: 3,
      external_gateway: { snat: false, fixed_ips: [{ ip: '203.0.113.11' }] },
    })
    expect(await addressRow(network.id, '203.0.113.10')).toMatchObject({ state: 'releasing', owner_kind: 'router' })
    const other = { project: project.id, name: 'other', external_gateway: gateway }
    expect(await refusal(client.call(routes.routers.create, { body: other }))).toMatchObject({ code: 'address_taken' })
    const back = await update(gateway)
    expect(back).toMatchObject({ generation: 4, external_gateway: { fixed_ips: [{ ip: '203.0.113.10' }] } })
    expect(await addressRow(network.id, '203.0.113.11')).toMatchObject({ state: 'releasing' })
    expect(await update(null)).toMatchObject({ external_gateway: null })
    expect(await addressRow(network.id, '203.0.113.10')).toMatchObject({ state: 'releasing' })
  })

  it('has an address of each family, unless one is asked for', async () => {
    const { project } = await makeTenancy(server, 'gateway-dual')
    const { network, subnet } = await makeExternal(server, 'dual-ext', [project])
    const v6 = await admin().call(routes.subnets.create, {
      body: { network: network.id, name: 'v6', cidr: '2001:db8:f::/64' },
    })
    const router = await admin().call(routes.routers.create, {
      body: { project: project.id, name: 'r', external_gateway: { network: network.id } },
    })
    expect(router.external_gateway?.fixed_ips.map((ip) => ip.subnet)).toEqual([subnet.id, v6.id])
    const only4 = await admin().call(routes.routers.update, {
      params: { id: router.id },
      body: { external_gateway: { network: network.id, fixed_ips: [{}] } },
    })
    expect(only4.external_gateway?.fixed_ips).toEqual([router.external_gateway?.fixed_ips[0]])
  })

  it('is refused where no address is left, and where it overlaps an interface', async () => {
    const { project, subnet } = await makeTenancy(server, 'gateway-full')
    const full = await makeExternal(server, 'full-ext', [project], '198.51.100.0/30')
    const overlapping = await makeExternal(server, 'overlapping-ext', [project], '10.0.0.0/16')
    const create = async (name: string): Promise<Router> =>
      await admin().call(routes.routers.create, {
        body: { project: project.id, name, external_gateway: { network: full.network.id } },
      })
    await create('first')
    expect(await refusal(create('second'))).toMatchObject({ code: 'subnet_exhausted' })
    const router = await admin().call(routes.routers.create, { body: { project: project.id, name: 'third' } })
    await admin().call(routes.routerInterfaces.create, { body: { router: router.id, subnet: subnet.id } })
    const update = async (network: string): Promise<Router> =>
      await admin().call(routes.routers.update, { params: { id: router.id }, body: { external_gateway: { network } } })
    expect(await refusal(update(full.network.id))).toMatchObject({ code: 'subnet_exhausted' })
    expect(await refusal(update(overlapping.network.id))).toMatchObject({
      code: 'cidr_overlaps',
      errors: [
        {
          pointer: '/external_gateway/network',
          message:
            'subnet "overlapping-ext-v4" (10.0.0.0/16) overlaps subnet "sub" (10.0.0.0/24), which router "third" is connected to',
        },
      ],
    })
    expect(await read(router)).toMatchObject({ generation: 2, external_gateway: null })
  })

  it('stays while a route or a floating IP needs it', async () => {
    const { project, router, external } = await makeRouted(server, 'gateway-needed')
    const update = async (): Promise<Router> =>
      await admin().call(routes.routers.update, { params: { id: router.id }, body: { external_gateway: null } })
    const route = await admin().call(routes.routerRoutes.create, {
      body: { router: router.id, destination: '0.0.0.0/0', next_hop: '203.0.113.1' },
    })
    expect(await refusal(update())).toMatchObject({
      ...{ code: 'in_use', referrers: [{ kind: 'router_route', id: route.id, name: '0.0.0.0/0 by 203.0.113.1' }] },
      detail: 'the external gateway of router "edge" is in use by router_route "0.0.0.0/0 by 203.0.113.1"',
    })
    await admin().call(routes.routerRoutes.delete, { params: { id: route.id } })
    const net = (await read(router)).interfaces[0]!.network
    const port = await admin().call(routes.ports.create, { body: { network: net, name: 'vm' } })
    const floating = await admin().call(routes.floatingIps.create, {
      body: { project: project.id, name: 'www', network: external.network.id, port: port.id },
    })
    expect(await refusal(update())).toMatchObject({
      referrers: [{ kind: 'floating_ip', id: floating.id, name: 'www' }],
    })
    await admin().call(routes.floatingIps.update, { params: { id: floating.id }, body: { port: null } })
    expect((await update()).external_gateway).toBeNull()
  })
})

describe('an interface', () => {
  const join = async (router: Router, body: object): Promise<RouterInterface> =>
    await admin().call(routes.routerInterfaces.create, { body: { router: router.id, ...body } })
  const addSubnet = async (like: Subnet, name: string, cidr: string): Promise<Subnet> =>
    await admin().call(routes.subnets.create, { body: { network: like.network, name, cidr } })

  it('has the gateway of its subnet, which comes back when OVN has forgotten it', async () => {
    const { project, subnet } = await makeTenancy(server, 'if-gateway')
    const create = async (name: string): Promise<Router> =>
      await admin().call(routes.routers.create, { body: { project: project.id, name } })
    const [first, second] = [await create('first'), await create('second')]
    const [gateway] = await server.rows<{ mac: string }>(
      "select mac from address where subnet_id = $1 and type = 'gateway'",
      [subnet.id],
    )
    const joined = await join(first, { subnet: subnet.id })
    expect(joined).toMatchObject({
      ...{
        router: first.id,
        network: subnet.network,
        subnet: subnet.id,
        port: null,
        ip: '10.0.0.1',
        mac: gateway?.mac,
      },
      ...{ project: project.id, generation: 2 },
    })
    expect(await addressRow(subnet.network, '10.0.0.1')).toMatchObject({
      state: 'used',
      owner_kind: 'router_interface',
    })
    expect((await read(first)).interfaces).toEqual([
      { id: joined.id, network: subnet.network, subnet: subnet.id, ip: '10.0.0.1' },
    ])
    expect(await refusal(join(second, { subnet: subnet.id }))).toMatchObject({ code: 'address_taken' })
    expect(await join(second, { subnet: subnet.id, ip: '10.0.0.254' })).toMatchObject({ ip: '10.0.0.254' })
    await admin().call(routes.routerInterfaces.delete, { params: { id: joined.id } })
    expect(await addressRow(subnet.network, '10.0.0.1')).toMatchObject({ state: 'releasing' })
  })

  it('is the only one of its router in the subnet, and overlaps no other', async () => {
    const { project, subnet } = await makeTenancy(server, 'if-overlap')
    const other = await admin().call(routes.networks.create, { body: { project: project.id, name: 'other' } })
    const wide = await admin().call(routes.subnets.create, {
      body: { network: other.id, name: 'wide', cidr: '10.0.0.0/16' },
    })
    const router = await admin().call(routes.routers.create, { body: { project: project.id, name: 'r' } })
    const joined = await join(router, { subnet: subnet.id })
    expect(await refusal(join(router, { subnet: subnet.id, ip: '10.0.0.9' }))).toMatchObject({
      code: 'already_exists',
      errors: [{ pointer: '/subnet', message: `router "r" has an interface in subnet "sub" already: ${joined.id}` }],
    })
    expect(await refusal(join(router, { subnet: wide.id }))).toMatchObject({
      code: 'cidr_overlaps',
      errors: [
        {
          message: 'subnet "wide" (10.0.0.0/16) overlaps subnet "sub" (10.0.0.0/24), which router "r" is connected to',
        },
      ],
    })
    expect((await read(router)).generation).toBe(2)
  })

  it('joins IPv6 beside IPv4', async () => {
    const { project, subnet } = await makeTenancy(server, 'if-v6')
    const v6 = await addSubnet(subnet, 'v6', '2001:db8:1::/64')
    const router = await admin().call(routes.routers.create, { body: { project: project.id, name: 'r' } })
    await join(router, { subnet: subnet.id })
    expect(await join(router, { subnet: v6.id })).toMatchObject({ ip: v6.gateway })
    const route = await admin().call(routes.routerRoutes.create, {
      body: { router: router.id, destination: '::/0', next_hop: '2001:db8:1::99' },
    })
    expect(route).toMatchObject({ destination: '::/0', next_hop: '2001:db8:1::99', bfd: false })
  })

  it('stays while routes and policy routes need it', async () => {
    const { project, subnet } = await makeTenancy(server, 'if-needed')
    const router = await admin().call(routes.routers.create, { body: { project: project.id, name: 'r' } })
    const { id } = await join(router, { subnet: subnet.id })
    const route = await admin().call(routes.routerRoutes.create, {
      body: { router: router.id, destination: '192.168.0.0/16', next_hop: '10.0.0.200' },
    })
    const policy = await admin().call(routes.routerPolicyRoutes.create, {
      body: { router: router.id, priority: 7, action: 'drop', match: { inbound_interface: id } },
    })
    const deletion = (): Promise<RouterInterface> => admin().call(routes.routerInterfaces.delete, { params: { id } })
    expect(await refusal(deletion())).toMatchObject({
      ...{ code: 'in_use' },
      referrers: [
        { kind: 'router_route', id: route.id, name: '192.168.0.0/16 by 10.0.0.200' },
        { kind: 'router_policy_route', id: policy.id, name: 'priority 7' },
      ],
    })
    await admin().call(routes.routerRoutes.delete, { params: { id: route.id } })
    await admin().call(routes.routerPolicyRoutes.delete, { params: { id: policy.id } })
    expect(await deletion()).toMatchObject({ id, status: { state: 'deleting' } })
    expect((await read(router)).interfaces).toEqual([])
  })

  it('can be a port that no VM has', async () => {
    const { project, network, subnet } = await makeTenancy(server, 'if-port')
    const router = await admin().call(routes.routers.create, { body: { project: project.id, name: 'r' } })
    const makePort = async (body: object): Promise<Port> =>
      await admin().call(routes.ports.create, { body: { network: network.id, ...body } })
    const leg = await makePort({ name: 'leg', fixed_ips: [{ ip: '10.0.0.77' }] })
    expect(await join(router, { port: leg.id })).toMatchObject({
      ...{ port: leg.id, subnet: subnet.id, ip: '10.0.0.77', mac: leg.mac },
    })
    const other = await admin().call(routes.routers.create, { body: { project: project.id, name: 'other' } })
    expect(await refusal(join(other, { port: leg.id }))).toMatchObject({
      code: 'already_exists',
      errors: [{ pointer: '/port', message: 'is an interface of a router already' }],
    })
    const vm = await makePort({ vm: { name: 'web' } })
    expect(await refusal(join(other, { port: vm.id }))).toMatchObject({
      code: 'invalid_state',
      errors: [{ message: 'port "web" belongs to VM "web"' }],
    })
    const deletion = admin().call(routes.ports.delete, { params: { id: leg.id } })
    expect(await refusal(deletion)).toMatchObject({
      code: 'in_use',
      referrers: [{ kind: 'router_interface', name: 'interface of router r' }],
    })
  })

  it('in the network of another project has an address of its own, and never the gateway', async () => {
    const theirs = await makeTenancy(server, 'if-theirs')
    const { project } = await makeTenancy(server, 'if-guest')
    const router = await admin().call(routes.routers.create, { body: { project: project.id, name: 'r' } })
    const guest = await makeToken(server, 'admin', project.id)
    const joinAs = async (ip?: string): Promise<RouterInterface> =>
      await guest.client.call(routes.routerInterfaces.create, {
        body: { router: router.id, subnet: theirs.subnet.id, ip },
      })
    expect(await refusal(joinAs('10.0.0.99'))).toMatchObject({ code: 'reference_not_found' })
    await admin().call(routes.networks.update, {
      params: { id: theirs.network.id },
      body: { shared_with: [project.id] },
    })
    expect(await refusal(joinAs())).toMatchObject({ code: 'address_reserved' })
    expect(await joinAs('10.0.0.99')).toMatchObject({ ip: '10.0.0.99', project: project.id })
  })

  it('has nothing behind it that lies in a network of others, in whatever subnet of it', async () => {
    const [theirs, mine] = [await makeTenancy(server, 'if-host'), await makeTenancy(server, 'if-claims', '10.9.1.0/24')]
    const external = await makeExternal(server, 'claimed-ext', [mine.project])
    const addSubnet = async (network: string, name: string, cidr: string): Promise<Subnet> =>
      await admin().call(routes.subnets.create, { body: { network, name, cidr } })
    await addSubnet(external.network.id, 'second', '10.9.2.0/24')
    await addSubnet(theirs.network.id, 'second', '10.9.1.0/25')
    await admin().call(routes.networks.update, {
      params: { id: theirs.network.id },
      body: { shared_with: [mine.project.id] },
    })
    const makeRouter = async (name: string): Promise<Router> =>
      await admin().call(routes.routers.create, { body: { project: mine.project.id, name } })
    const overlap = (pointer: string): object => ({ code: 'cidr_overlaps', errors: [{ pointer }] })
    const enter = async (router: Router): Promise<RouterInterface> =>
      await join(router, { subnet: theirs.subnet.id, ip: `10.0.0.${router.name}` })

    const [first, second] = [await makeRouter('77'), await makeRouter('78')]
    await join(first, { subnet: mine.subnet.id })
    expect(await refusal(enter(first))).toMatchObject(overlap('/subnet'))
    await enter(second)
    expect(await refusal(join(second, { subnet: mine.subnet.id }))).toMatchObject(overlap('/subnet'))

    const other = await admin().call(routes.networks.create, { body: { project: mine.project.id, name: 'other' } })
    const claimed = await addSubnet(other.id, 'claimed', '10.9.2.0/25')
    const leadOut = async ({ id }: Router): Promise<Router> =>
      await admin().call(routes.routers.update, {
        ...{ params: { id }, body: { external_gateway: { network: external.network.id, fixed_ips: [{ subnet: external.subnet.id }] } } }, // prettier-ignore
      })
    await leadOut(second)
    expect(await refusal(join(second, { subnet: claimed.id }))).toMatchObject(overlap('/subnet'))
    await join(first, { subnet: claimed.id })
    expect(await refusal(leadOut(first))).toMatchObject(overlap('/external_gateway/network'))

    const inside = await addSubnet(other.id, 'inside', '10.9.3.0/24')
    await join(second, { subnet: inside.id })
    for (const network of [theirs.network.id, external.network.id])
      expect(await refusal(addSubnet(network, 'third', '10.9.3.0/25'))).toMatchObject(overlap('/cidr'))
  })

  it('is made once by a request that is repeated with its id', async () => {
    const { project, subnet } = await makeTenancy(server, 'if-again')
    const router = await admin().call(routes.routers.create, { body: { project: project.id, name: 'r' } })
    const id = randomUUID()
    const first = await join(router, { id, subnet: subnet.id })
    expect(await join(router, { id, subnet: subnet.id })).toEqual(first)
    expect((await read(router)).generation).toBe(2)
    expect(await refusal(join(router, { id, subnet: subnet.id, ip: '10.0.0.9' }))).toMatchObject({ code: 'id_taken' })
  })

  it('keeps its subnet and network from going', async () => {
    const { project, subnet } = await makeTenancy(server, 'if-keeps')
    const router = await admin().call(routes.routers.create, { body: { project: project.id, name: 'r' } })
    const { id } = await join(router, { subnet: subnet.id })
    const deletion = admin().call(routes.subnets.delete, { params: { id: subnet.id } })
    expect(await refusal(deletion)).toMatchObject({ code: 'in_use', referrers: [{ kind: 'router_interface', id }] })
  })
})

describe('routes', () => {
  it('are several with one destination, each once', async () => {
    const { router } = await makeRouted(server, 'routes-ecmp')
    const create = async (nextHop: string): Promise<{ id: string }> =>
      await admin().call(routes.routerRoutes.create, {
        body: { router: router.id, destination: '192.168.0.0/16', next_hop: nextHop },
      })
    const first = await create('10.0.0.200')
    const second = await create('10.0.0.201')
    expect(await refusal(create('10.0.0.200'))).toMatchObject({
      code: 'already_exists',
      errors: [{ message: `route ${first.id} of router "edge" leads to 192.168.0.0/16 by 10.0.0.200 already` }],
    })
    expect((await read(router)).routes).toEqual([
      { id: first.id, destination: '192.168.0.0/16', next_hop: '10.0.0.200' },
      { id: second.id, destination: '192.168.0.0/16', next_hop: '10.0.0.201' },
    ])
    const { items } = await admin().call(routes.routerRoutes.list, { query: { router: router.id } })
    expect(items.map(({ next_hop: hop }) => hop)).toEqual(['10.0.0.200', '10.0.0.201'])
    const elsewhere = admin().call(routes.routerRoutes.update, {
      params: { id: items[0]!.id },
      body: { next_hop: '198.51.100.1' },
    })
    expect(await refusal(elsewhere)).toMatchObject({
      code: 'address_outside_subnet',
      errors: [{ message: '198.51.100.1 lies in no subnet that router "edge" is connected to' }],
    })
  })

  it('by policy have a priority and match of their own', async () => {
    const { router } = await makeRouted(server, 'routes-policy')
    const body = {
      ...{ router: router.id, priority: 100, action: 'reroute' as const, next_hops: ['10.0.0.200', '10.0.0.201'] },
      match: { source: '10.0.0.0/24', protocol: 'TCP', destination_ports: { min: 80, max: 80 } },
    }
    const made = await admin().call(routes.routerPolicyRoutes.create, { body })
    expect(made).toMatchObject({
      ...{ priority: 100, action: 'reroute', next_hops: ['10.0.0.200', '10.0.0.201'] },
      match: { source: '10.0.0.0/24', destination: null, protocol: 'tcp', source_ports: null, inbound_interface: null },
    })
    expect(
      await refusal(
        admin().call(routes.routerPolicyRoutes.create, { body: { ...body, action: 'drop', next_hops: [] } }),
      ),
    ).toMatchObject({
      code: 'already_exists',
      errors: [{ pointer: '/match' }],
    })
    const update = async (patch: object): Promise<unknown> =>
      await admin().call(routes.routerPolicyRoutes.update, { params: { id: made.id }, body: patch })
    expect(await refusal(update({ action: 'drop' }))).toMatchObject({ errors: [{ pointer: '/next_hops' }] })
    expect(await update({ action: 'drop', next_hops: [] })).toMatchObject({ action: 'drop', next_hops: [] })
    expect((await read(router)).policy_routes).toEqual([{ id: made.id, priority: 100, action: 'drop' }])
  })

  it('go with their router, and stay as they are meanwhile', async () => {
    const { project } = await makeTenancy(server, 'routes-dying')
    const { network } = await makeExternal(server, 'dying-ext', [project])
    const router = await admin().call(routes.routers.create, {
      body: { project: project.id, name: 'r', external_gateway: { network: network.id } },
    })
    const route = await admin().call(routes.routerRoutes.create, {
      body: { router: router.id, destination: '192.0.2.0/24', next_hop: '203.0.113.1' },
    })
    const policy = await admin().call(routes.routerPolicyRoutes.create, {
      body: { router: router.id, priority: 1, action: 'drop', match: {} },
    })
    await admin().call(routes.routers.delete, { params: { id: router.id } })
    const [ofRoute, ofPolicy] = [{ params: { id: route.id } }, { params: { id: policy.id } }]
    const changes: readonly (() => Promise<unknown>)[] = [
      () => admin().call(routes.routerRoutes.update, { ...ofRoute, body: { bfd: true } }),
      () => admin().call(routes.routerRoutes.delete, ofRoute),
      () => admin().call(routes.routerPolicyRoutes.update, { ...ofPolicy, body: { priority: 2 } }),
      () => admin().call(routes.routerPolicyRoutes.delete, ofPolicy),
    ]
    for (const change of changes) expect(await refusal(change())).toMatchObject({ code: 'being_deleted' })
    expect(await admin().call(routes.routerRoutes.get, ofRoute)).toMatchObject({ status: { state: 'deleting' } })
  })
})
