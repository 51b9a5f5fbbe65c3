import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes, type LoadBalancer } from '@quantumnet/api'
import { Databases, Rig, type Server } from './rig.ts'

/** What guests of a shared network get of OVN's rows there: nothing by which they could lead the traffic of others. */

const databases = new Databases()
let rig: Rig
let server: Server

/** A project with a network and a subnet of its own, and a router in it. */
interface Tenant {
  readonly project: string
  readonly network: string
  readonly subnet: string
  readonly router: string
}

const query = { wait: 'applied' } as const
let owner: Tenant
let guest: Tenant
let neighbour: Tenant

const makeTenant = async (name: string, cidr: string): Promise<Tenant> => {
  const { client } = server
  const { id: project } = await client.call(routes.projects.create, { body: { name } })
  const { id: network } = await client.call(routes.networks.create, { body: { project, name } })
  const { id: subnet } = await client.call(routes.subnets.create, { body: { network, name, cidr } })
  const { id: router } = await client.call(routes.routers.create, { query, body: { project, name } })
  await client.call(routes.routerInterfaces.create, { query, body: { router, subnet } })
  return { project, network, subnet, router }
}

/** The network of `owner` is shared with the two others, whose routers have interfaces in it. */
beforeAll(async () => {
  await databases.start()
  rig = await Rig.start(databases)
  server = await rig.server()
  owner = await makeTenant('owner', '10.0.0.0/24')
  guest = await makeTenant('guest', '8.8.8.0/24')
  neighbour = await makeTenant('neighbour', '10.2.0.0/24')
  const { client } = server
  const shared = [guest.project, neighbour.project]
  await client.call(routes.networks.update, { params: { id: owner.network }, body: { shared_with: shared } })
  for (const [{ router }, ip] of [
    [guest, '10.0.0.8'],
    [neighbour, '10.0.0.9'],
  ] as const)
    await client.call(routes.routerInterfaces.create, { query, body: { router, subnet: owner.subnet, ip } })
}, 60_000)
afterAll(async () => {
  await rig.close()
  await databases.stop()
})

const balance = async (project: string, subnet: string): Promise<LoadBalancer> => {
  const { client } = server
  const body = { project, name: `web-${subnet.slice(-6)}`, vip: { subnet } }
  const balancer = await client.call(routes.loadBalancers.create, { body })
  const pool = await client.call(routes.loadBalancerPools.create, {
    body: { load_balancer: balancer.id, name: 'web' },
  })
  const listener = { load_balancer: balancer.id, name: 'dns', protocol: 'udp', port: 53, pool: pool.id } as const
  await client.call(routes.loadBalancerListeners.create, { query, body: listener })
  return balancer
}

const uuidsOf = async (...args: readonly string[]): Promise<readonly string[]> =>
  (await rig.nbctl('--bare', ...args)).split(/\s+/).filter((word) => word !== '')

/** Routers and switches on which a load balancer works, by the project that they are of. */
const placesOf = async ({ id }: LoadBalancer): Promise<Readonly<Record<string, readonly string[]>>> => {
  const [row = ''] = await uuidsOf('--columns=_uuid', 'find', 'Load_Balancer', `external_ids:qn-id=${id}`)
  const where = async (table: string): Promise<readonly string[]> =>
    (await uuidsOf('--columns=name', 'find', table, `load_balancer{>=}${row}`)).toSorted()
  return { routers: await where('Logical_Router'), switches: await where('Logical_Switch') }
}
const onRouters = (...tenants: readonly Tenant[]): readonly string[] =>
  tenants.map(({ router }) => `lr-${router}`).toSorted()
const onSwitches = (...tenants: readonly Tenant[]): readonly string[] =>
  tenants.map(({ network }) => `ls-${network}`).toSorted()

describe('a load balancer', () => {
  it('of a guest does not rewrite what VMs of the shared network send to an address that the guest chose', async () => {
    const balancer = await balance(guest.project, guest.subnet)
    expect(await placesOf(balancer)).toEqual({ routers: onRouters(guest), switches: onSwitches(guest) })
  })

  it('of a guest with an address of the shared network works there and at home, and not at other guests', async () => {
    const balancer = await balance(guest.project, owner.subnet)
    expect(await placesOf(balancer)).toEqual({
      routers: onRouters(owner, guest),
      switches: onSwitches(owner, guest),
    })
  })

  it('of the network’s project is not answered for by its guests', async () => {
    const balancer = await balance(owner.project, owner.subnet)
    expect(await placesOf(balancer)).toEqual({ routers: onRouters(owner), switches: onSwitches(owner) })
  })
})

describe('a router', () => {
  const policies = async ({ router }: Tenant): Promise<string> =>
    await rig.nbctl('--bare', '--columns=match', 'find', 'Logical_Router_Policy', `external_ids:qn-id=${router}`)

  it('of a guest lets nobody behind it speak as one of the shared network', async () => {
    expect(await policies(guest)).toMatch(/^inport == "lrp-[^"]+" && ip4\.src == 10\.0\.0\.0\/24\s*$/)
    expect((await policies(owner)).trim()).toBe('')
  })
})
