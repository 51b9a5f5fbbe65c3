import { beforeAll, expect, it } from '@jest/globals'
import { routes, type PortStatistics } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { Balancer } from './balancing/balancer.ts'
import { describeScenarios, useScene, type Connection, type Tenant, type Vm } from './kit/index.ts'
import { Edge } from './routing/edge.ts'

/** Agents tell every 10 s what Open vSwitch refreshes every 5 s. */
const TOLD = { timeoutMs: 40_000 }

/** Two tenants with the very same networks, addresses and load balancers: what is counted has to be the one's and not the other's. */
describeScenarios('statistics', () => {
  const scene = useScene()
  const web = { address: '10.0.2.100', port: 80 }
  interface Shop {
    readonly tenant: Tenant
    readonly client: Vm
    readonly servers: readonly Vm[]
    readonly balancer: Balancer
  }
  let red: Shop
  let blue: Shop

  const shop = async (name: string): Promise<Shop> => {
    const tenant = await scene().tenant(name, { cidrs: ['10.0.1.0/24'] })
    const back = await tenant.net('back', { cidrs: ['10.0.2.0/24'] })
    await Edge.make(scene(), tenant, { nets: [tenant.main, back] })
    const client = await tenant.vm('client', { ip: '10.0.1.10', on: 'hv1' })
    const servers = [
      await tenant.vm('one', { ip: '10.0.2.11', on: 'hv1', net: back }),
      await tenant.vm('two', { ip: '10.0.2.12', on: 'hv2', net: back }),
    ]
    for (const server of servers) await server.serve(8080)
    const [subnet] = back.subnets
    const balancer = await Balancer.make(scene(), tenant, {
      ...{ name: 'web', servers, port: 8080 },
      vip: { address: web.address, ...(subnet && { subnet: subnet.id }) },
    })
    await balancer.listen({ name: 'http', port: web.port })
    return { tenant, client, servers, balancer }
  }

  beforeAll(async () => {
    red = await shop('red')
    blue = await shop('blue')
  }, 120_000)

  const accepted = async ({ servers }: Shop): Promise<number[]> =>
    await Promise.all(servers.map(async (server) => (await server.accepted(8080)).length))
  const untilCounted = async ({ balancer, servers }: Shop, wanted: readonly number[]): Promise<void> => {
    const said = async (): Promise<true | undefined> =>
      JSON.stringify(await balancer.connections(servers)) === JSON.stringify(wanted) ? true : undefined
    await eventually(said, { what: `members have ${wanted.join(' and ')} connections`, ...TOLD })
  }

  it('count the open connections of each member, of its tenant alone, until they are closed', async () => {
    const open: Connection[] = []
    for (let n = 0; n < 6; n++) open.push(await red.client.connect(web.address, web.port))
    for (const connection of open) expect(await connection.alive()).toBe(true)
    const spread = await accepted(red)
    expect(spread.reduce((sum, each) => sum + each)).toBe(6)
    await untilCounted(red, spread)
    // The lab's switches are in userspace, where nobody counts the packets of a connection.
    expect(await red.balancer.listenerStatistics()).toEqual([
      { connections: 6, packets: null, bytes: null, sampled_at: expect.any(String) },
    ])
    await untilCounted(blue, [0, 0])
    for (const connection of open) await connection.close()
    await untilCounted(red, [0, 0])
  }, 120_000)

  it('show what a VM has sent and received, each in its own direction', async () => {
    const [one] = red.servers
    if (one === undefined) throw new Error('there are two servers')
    const read = async (vm: Vm): Promise<PortStatistics | undefined> =>
      (await scene().client.call(routes.ports.get, { params: { id: vm.id } })).statistics ?? undefined
    const quiet = await eventually(async () => await read(red.client), { what: 'the client is counted', ...TOLD })
    await one.joins(9000)
    const flood = await red.client.flood(one, 9000)
    await eventually(async () => ((await one.datagrams(9000, flood.name)) > 500 ? true : undefined), {
      what: 'five hundred datagrams are there',
      timeoutMs: 20_000,
    })
    const { sent } = await flood.stop()
    const counted = await eventually(
      async () => {
        const now = await read(red.client)
        return now !== undefined && now.sent.packets >= quiet.sent.packets + sent ? now : undefined
      },
      { what: `${String(sent)} packets are counted`, ...TOLD },
    )
    // What it sent to the other it was not sent: it heard but a few packets of the house, such as ARP.
    expect(counted.sent.bytes - quiet.sent.bytes).toBeGreaterThan(sent * 42)
    expect(counted.received.packets - quiet.received.packets).toBeLessThan(sent / 2)
    const heard = async (): Promise<true | undefined> =>
      ((await read(one))?.received.packets ?? 0) >= 500 ? true : undefined
    await eventually(heard, { what: 'what the other received is counted, by its own hypervisor', ...TOLD })
  }, 120_000)
})
