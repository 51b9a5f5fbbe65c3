import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes, type FloatingIp, type Network, type Port, type PortForward } from '@quantumnet/api'
import { refusal } from '../harness/requests.ts'
import { makeExternal, makeRouted } from '../harness/routing.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy } from '../harness/tenancy.ts'
import { makeToken } from '../harness/tokens.ts'

let server: TestServer
let shop: Awaited<ReturnType<typeof makeRouted>>
beforeAll(async () => {
  server = await startServer()
  shop = await makeRouted(server, 'shop')
})
afterAll(async () => {
  await server.close()
})
const admin = (): ReturnType<TestServer['as']> => server.as('admin')

let made = 0
const name = (): string => `n${String((made += 1))}`
const makePort = async (network: Pick<Network, 'id'> = shop.network): Promise<Port> =>
  await admin().call(routes.ports.create, { body: { network: network.id, name: name() } })
const makeFloating = async (body: object = {}): Promise<FloatingIp> =>
  await admin().call(routes.floatingIps.create, {
    body: { project: shop.project.id, name: name(), network: shop.external.network.id, ...body },
  })
const updateFloating = async ({ id }: FloatingIp, body: object): Promise<FloatingIp> =>
  await admin().call(routes.floatingIps.update, { params: { id }, body })
const read = async ({ id }: FloatingIp): Promise<FloatingIp> =>
  await admin().call(routes.floatingIps.get, { params: { id } })
const ipOf = (port: Port): string => port.fixed_ips[0]!.ip

describe('a floating IP', () => {
  it('takes an address, and begins without a port', async () => {
    const any = await makeFloating()
    expect(any).toMatchObject({
      ...{ subnet: shop.external.subnet.id, port: null, fixed_ip: null, router: null },
      ...{ distributed: false, placement: 'central', status: { state: 'pending' } },
    })
    expect(any.address).toMatch(/^203\.0\.113\./)
    expect(await makeFloating({ address: '203.0.113.50' })).toMatchObject({ address: '203.0.113.50' })
    expect(await refusal(makeFloating({ address: '203.0.113.50' }))).toMatchObject({
      code: 'address_taken',
      errors: [{ pointer: '/address', value: '203.0.113.50' }],
    })
    expect(await refusal(makeFloating({ address: '192.0.2.1' }))).toMatchObject({ code: 'address_outside_subnet' })
    const [row] = await server.rows('select type, state, owner_kind from address where owner_id = $1', [any.id])
    expect(row).toEqual({ type: 'floating', state: 'used', owner_kind: 'floating_ip' })
  })

  it('leaves nothing behind where no address is left', async () => {
    const external = await makeExternal(server, 'full-fip-ext', [shop.project], '198.51.100.0/30')
    const create = async (): Promise<FloatingIp> => await makeFloating({ network: external.network.id })
    await create()
    expect(await refusal(create())).toMatchObject({
      code: 'subnet_exhausted',
      detail: expect.stringContaining('"full-fip-ext-v4" (198.51.100.0/30)') as unknown,
    })
    expect(await server.rows('select from floating_ip where network_id = $1', [external.network.id])).toHaveLength(1)
  })

  it('stands for a port, moves to another, and is free again', async () => {
    const [first, second] = [await makePort(), await makePort()]
    const floating = await makeFloating({ port: first.id })
    expect(floating).toMatchObject({ port: first.id, fixed_ip: ipOf(first), router: shop.router.id })
    expect(await updateFloating(floating, { port: second.id })).toMatchObject({
      ...{ port: second.id, fixed_ip: ipOf(second), router: shop.router.id, generation: 2 },
    })
    expect(await updateFloating(floating, { port: second.id })).toMatchObject({ generation: 2 })
    expect(await updateFloating(floating, { port: null })).toMatchObject({ port: null, fixed_ip: null, router: null })
    expect(await refusal(updateFloating(floating, { fixed_ip: '10.0.0.9' }))).toMatchObject({
      code: 'invalid_state',
      errors: [{ pointer: '/fixed_ip', message: 'the floating IP stands for no port' }],
    })
  })

  it('is the only one of an address of a port', async () => {
    const port = await makePort()
    const first = await makeFloating({ port: port.id })
    const second = makeFloating({ port: port.id })
    expect(await refusal(second)).toMatchObject({
      code: 'already_exists',
      errors: [
        { pointer: '/port', message: `floating IP "${first.name}" stands for this address of the port already` },
      ],
    })
  })

  it('is only one of an address although many ask at once', async () => {
    const port = await makePort()
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => makeFloating({ port: port.id })))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await server.rows('select from floating_ip where port_id = $1', [port.id])).toHaveLength(1)
  })

  it('needs a router between its port and its network, and says what is missing', async () => {
    const tenancy = await makeTenancy(server, 'unrouted')
    const port = await makePort(tenancy.network)
    const external = await makeExternal(server, 'unrouted-ext', [tenancy.project])
    const create = async (): Promise<FloatingIp> =>
      await makeFloating({ project: tenancy.project.id, network: external.network.id, port: port.id })
    const begin = `port "${port.name}" in subnet "sub" (10.0.0.0/24) does not reach external network "unrouted-ext": `
    const missing = async (): Promise<unknown> => (await refusal(create())).errors?.[0]?.message
    expect(await missing()).toBe(`${begin}no router has an interface in that subnet`)
    const router = await admin().call(routes.routers.create, { body: { project: tenancy.project.id, name: 'r' } })
    await admin().call(routes.routerInterfaces.create, { body: { router: router.id, subnet: tenancy.subnet.id } })
    expect(await missing()).toBe(`${begin}router "r" has no external gateway`)
    const other = await makeExternal(server, 'other-ext', [tenancy.project], '198.51.100.0/24')
    const setGateway = async ({ id }: Network): Promise<unknown> =>
      await admin().call(routes.routers.update, {
        params: { id: router.id },
        body: { external_gateway: { network: id } },
      })
    await setGateway(other.network)
    expect(await missing()).toBe(`${begin}the external gateway of router "r" is on network "other-ext"`)
    await setGateway(external.network)
    expect(await create()).toMatchObject({ port: port.id, router: router.id })
  })

  it('belongs to who may use the network, and stands for ports of its own project only', async () => {
    const stranger = await makeTenancy(server, 'stranger')
    const { client } = await makeToken(server, 'operator', stranger.project.id)
    const body = { project: stranger.project.id, name: 'x', network: shop.external.network.id }
    expect(await refusal(client.call(routes.floatingIps.create, { body }))).toMatchObject({
      code: 'reference_not_found',
    })
    const mine = await makeFloating()
    const get = client.call(routes.floatingIps.get, { params: { id: mine.id } })
    expect(await refusal(get)).toMatchObject({ status: 404, code: 'not_found' })
    const port = await makePort(stranger.network)
    expect(await refusal(updateFloating(mine, { port: port.id }))).toMatchObject({
      code: 'reference_not_found',
      errors: [{ message: `port "${port.name}" belongs to another project than the floating IP` }],
    })
    const operator = await makeToken(server, 'operator', shop.project.id)
    const own = { project: shop.project.id, name: name(), network: shop.external.network.id }
    expect(await operator.client.call(routes.floatingIps.create, { body: own })).toMatchObject({
      project: shop.project.id,
    })
    const viewer = await makeToken(server, 'viewer', shop.project.id)
    expect(await refusal(viewer.client.call(routes.floatingIps.create, { body: own }))).toMatchObject({
      code: 'forbidden',
    })
  })

  it('gives its address back in two phases', async () => {
    const floating = await makeFloating({ address: '203.0.113.60' })
    await admin().call(routes.floatingIps.delete, { params: { id: floating.id } })
    const states = await server.rows('select state, project_id from address where network_id = $1 and ip = $2', [
      shop.external.network.id,
      '203.0.113.60',
    ])
    expect(states).toEqual([{ state: 'releasing', project_id: shop.project.id }])
    expect(await refusal(makeFloating({ address: '203.0.113.60' }))).toMatchObject({ code: 'address_taken' })
  })

  it('keeps its port, its interface and its router', async () => {
    const port = await makePort()
    const floating = await makeFloating({ port: port.id })
    const referrers = [{ kind: 'floating_ip', id: floating.id, name: floating.name }]
    const deletePort = admin().call(routes.ports.delete, { params: { id: port.id } })
    expect(await refusal(deletePort)).toMatchObject({ code: 'in_use', referrers })
    const { interfaces } = await admin().call(routes.routers.get, { params: { id: shop.router.id } })
    const leave = admin().call(routes.routerInterfaces.delete, { params: { id: interfaces[0]!.id } })
    expect(await refusal(leave)).toMatchObject({
      code: 'in_use',
      referrers: expect.arrayContaining(referrers) as unknown,
    })
  })

  it('never stands for a port whose interface went at the same time', async () => {
    for (let turn = 0; turn < 6; turn++) {
      const tenancy = await makeRouted(server, `race-${String(turn)}`)
      const port = await makePort(tenancy.network)
      const router = await admin().call(routes.routers.get, { params: { id: tenancy.router.id } })
      const outcomes = await Promise.allSettled([
        makeFloating({ project: tenancy.project.id, network: tenancy.external.network.id, port: port.id }),
        admin().call(routes.routerInterfaces.delete, { params: { id: router.interfaces[0]!.id } }),
      ])
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    }
  })

  it('is only planned by a dry run', async () => {
    const body = { project: shop.project.id, name: 'planned', network: shop.external.network.id }
    const plan: unknown = await admin().call(routes.floatingIps.create, { body, query: { dry_run: true } })
    expect(plan).toMatchObject({ dry_run: true, changes: [{ action: 'create', kind: 'floating_ip' }] })
    expect(await server.rows("select from floating_ip where name = 'planned'")).toEqual([])
    expect(
      await server.rows(
        "select from address where state = 'used' and type = 'floating' and not exists (select from floating_ip f where f.id = owner_id)",
      ),
    ).toEqual([])
  })
})

describe('a port forward', () => {
  const forward = async (floating: FloatingIp, target: Port, body: object = {}): Promise<PortForward> =>
    await admin().call(routes.portForwards.create, {
      body: {
        ...{ floating_ip: floating.id, name: name(), protocol: 'tcp', external_port: 2222 },
        ...{ target: { port: target.id, port_number: 22 }, ...body },
      },
    })

  it('leads one port of a floating IP to a port, and ties the floating IP to the gateway', async () => {
    const port = await makePort()
    const floating = await makeFloating({ distributed: true })
    expect(floating.placement).toBe('distributed')
    const ssh = await forward(floating, port)
    expect(ssh).toMatchObject({
      ...{ project: shop.project.id, floating_ip: floating.id, protocol: 'tcp', external_port: 2222 },
      ...{ target: { port: port.id, fixed_ip: ipOf(port), port_number: 22 }, router: shop.router.id },
    })
    expect(await read(floating)).toMatchObject({ distributed: true, placement: 'central', router: shop.router.id })
    const dirty = await server.rows("select from dirty where kind = 'floating_ip' and id = $1", [floating.id])
    expect(dirty.length).toBeGreaterThanOrEqual(2)
    await admin().call(routes.portForwards.delete, { params: { id: ssh.id } })
    expect(await read(floating)).toMatchObject({ placement: 'distributed', router: null })
  })

  it('has a port of the floating IP to itself', async () => {
    const [port, floating] = [await makePort(), await makeFloating()]
    const first = await forward(floating, port)
    expect(await refusal(forward(floating, port))).toMatchObject({
      code: 'already_exists',
      errors: [
        { pointer: '/external_port', message: `port forward "${first.name}" uses tcp port 2222 of the floating IP` },
      ],
    })
    const second = await forward(floating, port, { protocol: 'udp' })
    const update = admin().call(routes.portForwards.update, { params: { id: second.id }, body: { protocol: 'tcp' } })
    expect(await refusal(update)).toMatchObject({ code: 'already_exists' })
    const third = await admin().call(routes.portForwards.update, {
      params: { id: second.id },
      body: { protocol: 'sctp', external_port: 22 },
    })
    expect(third).toMatchObject({ protocol: 'sctp', external_port: 22, generation: 2 })
  })

  it('goes beside the port that the floating IP stands for, by the same router', async () => {
    const [own, target] = [await makePort(), await makePort()]
    const floating = await makeFloating({ port: own.id })
    expect(await forward(floating, target)).toMatchObject({ router: shop.router.id })
    const network = await admin().call(routes.networks.create, { body: { project: shop.project.id, name: name() } })
    const subnet = await admin().call(routes.subnets.create, {
      body: { network: network.id, name: 'aside', cidr: '10.9.0.0/24' },
    })
    const aside = await admin().call(routes.routers.create, {
      body: { project: shop.project.id, name: name(), external_gateway: { network: shop.external.network.id } },
    })
    await admin().call(routes.routerInterfaces.create, { body: { router: aside.id, subnet: subnet.id } })
    const elsewhere = await makePort(network)
    expect(await refusal(forward(floating, elsewhere, { external_port: 80 }))).toMatchObject({
      code: 'invalid_state',
      errors: [
        {
          pointer: '/target/port',
          message: `the address is translated by router "edge", which has no interface in subnet "aside" (10.9.0.0/24) of port "${elsewhere.name}"`,
        },
      ],
    })
  })

  it('leaves the ports of a load balancer to it, which ties the floating IP to the gateway too', async () => {
    const [port, floating] = [await makePort(), await makeFloating({ distributed: true })]
    const balancer = await admin().call(routes.loadBalancers.create, {
      body: { project: shop.project.id, name: name(), vip: { floating_ip: floating.id } },
    })
    const inBalancer = { load_balancer: balancer.id, name: name() }
    const pool = await admin().call(routes.loadBalancerPools.create, { body: inBalancer })
    await admin().call(routes.loadBalancerListeners.create, {
      body: { ...inBalancer, protocol: 'tcp', port: 443, pool: pool.id },
    })
    expect(await read(floating)).toMatchObject({ distributed: true, placement: 'central' })
    expect(await refusal(forward(floating, port, { external_port: 443 }))).toMatchObject({
      code: 'already_exists',
      errors: [{ message: `load balancer "${balancer.name}" uses tcp port 443 of the floating IP` }],
    })
    expect(await forward(floating, port, { external_port: 444 })).toMatchObject({ external_port: 444 })
  })

  it('keeps its floating IP and its target', async () => {
    const [port, floating] = [await makePort(), await makeFloating()]
    const { id, name: called } = await forward(floating, port)
    const referrers = [{ kind: 'port_forward', id, name: called }]
    const deleteFloating = admin().call(routes.floatingIps.delete, { params: { id: floating.id } })
    expect(await refusal(deleteFloating)).toMatchObject({ code: 'in_use', referrers })
    const deletePort = admin().call(routes.ports.delete, { params: { id: port.id } })
    expect(await refusal(deletePort)).toMatchObject({ code: 'in_use', referrers })
  })
})
