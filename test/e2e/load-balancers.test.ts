import { beforeAll, expect, it } from '@jest/globals'
import {
  routes,
  type CreateLoadBalancerListener,
  type LoadBalancer,
  type LoadBalancerMember,
  type LoadBalancerPool,
} from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { describeScenarios, expectGolden, expectTraffic, useScene, type Tenant, type Vm } from './kit/index.ts'

const VIP = '10.0.2.100'

/** Clients in one network, members in another, a router between them, and a load balancer with an address in the members' network. */
describeScenarios('a load balancer', () => {
  const scene = useScene()
  let shop: Tenant
  let clients: { near: Vm; far: Vm; beside: Vm }
  let servers: { one: Vm; two: Vm }
  let balancer: LoadBalancer
  let pool: LoadBalancerPool
  const members: Partial<Record<keyof typeof servers, LoadBalancerMember>> = {}

  const settled = async (): Promise<void> => {
    const params = { id: balancer.id }
    const { status } = await scene().client.call(routes.loadBalancers.get, { params, query: { wait: 'realized' } })
    expect(status).toMatchObject({ state: 'realized', conditions: [] })
  }
  const listen = async (
    fields: Pick<CreateLoadBalancerListener, 'name' | 'port'> & Partial<CreateLoadBalancerListener>,
  ) => {
    const body = { load_balancer: balancer.id, protocol: 'tcp', pool: pool.id, ...fields } as const
    await scene().client.call(routes.loadBalancerListeners.create, { body })
    await settled()
  }
  const set = async (name: keyof typeof servers, body: { enabled?: boolean; draining?: boolean }): Promise<void> => {
    await scene().client.call(routes.loadBalancerMembers.update, { params: { id: members[name]!.id }, body })
    await settled()
  }
  /** How many of so many connections each server gets. */
  const spread = async (from: Vm, port: number, count = 20): Promise<{ one: number; two: number }> => {
    const before = { one: await servers.one.accepted(8080), two: await servers.two.accepted(8080) }
    for (let done = 0; done < count; done++) {
      const connection = await from.connect(VIP, port)
      expect(await connection.alive()).toBe(true)
      await connection.close()
    }
    return {
      one: (await servers.one.accepted(8080)).length - before.one.length,
      two: (await servers.two.accepted(8080)).length - before.two.length,
    }
  }

  beforeAll(async () => {
    shop = await scene().tenant('shop', { cidrs: ['10.0.1.0/24'] })
    const back = await shop.net('back', { cidrs: ['10.0.2.0/24'] })
    const router = await scene().client.call(routes.routers.create, {
      body: { project: shop.project.id, name: 'inside' },
    })
    for (const { subnets } of [shop.main, back])
      await scene().client.call(routes.routerInterfaces.create, {
        body: { router: router.id, subnet: subnets[0]!.id },
      })
    clients = {
      near: await shop.vm('near', { ip: '10.0.1.10', on: 'hv1' }),
      far: await shop.vm('far', { ip: '10.0.1.11', on: 'hv2' }),
      beside: await shop.vm('beside', { ip: '10.0.2.10', on: 'hv1', net: back }),
    }
    servers = {
      one: await shop.vm('one', { ip: '10.0.2.11', on: 'hv1', net: back }),
      two: await shop.vm('two', { ip: '10.0.2.12', on: 'hv2', net: back }),
    }
    await Promise.all(
      Object.values(servers).map(async (server) => {
        await server.serve(8080)
      }),
    )
    balancer = await scene().client.call(routes.loadBalancers.create, {
      body: { project: shop.project.id, name: 'web', vip: { subnet: back.subnets[0]!.id, address: VIP } },
    })
    pool = await scene().client.call(routes.loadBalancerPools.create, {
      body: { load_balancer: balancer.id, name: 'web' },
    })
    for (const name of ['one', 'two'] as const)
      members[name] = await scene().client.call(routes.loadBalancerMembers.create, {
        body: { pool: pool.id, target: { port: servers[name].port.id, port_number: 8080 } },
      })
    await listen({ name: 'http', port: 80 })
  }, 120_000)

  it('spreads connections over its members, for clients on every hypervisor and in its own network', async () => {
    await expectTraffic({
      passes: [clients.near.tcp(VIP, 80), clients.far.tcp(VIP, 80), clients.beside.tcp(VIP, 80)],
      blocked: [clients.near.tcp(VIP, 81)],
    })
    for (const from of Object.values(clients)) {
      const { one, two } = await spread(from, 80)
      expect(one).toBeGreaterThan(0)
      expect(two).toBeGreaterThan(0)
      expect(one + two).toBe(20)
    }
    await expectGolden(scene(), 'load-balancer', { of: [shop] })
  })

  it('shows its members who asks', async () => {
    await spread(clients.near, 80)
    expect(await servers.one.accepted(8080)).toContain(clients.near.ip)
  })

  it('lets a member reach itself', async () => {
    await expectTraffic({ passes: [servers.one.tcp(VIP, 80)] })
    const { one } = await spread(servers.one, 80)
    expect(one).toBeGreaterThan(0)
  })

  it('sends nothing new to a member that drains, which keeps its connections; and cuts those of one that is switched off', async () => {
    await set('two', { enabled: false })
    const kept = await clients.near.connect(VIP, 80)
    await set('two', { enabled: true })
    await set('one', { draining: true })
    expect(await spread(clients.near, 80)).toEqual({ one: 0, two: 20 })
    expect(await kept.alive()).toBe(true)
    await set('one', { draining: false, enabled: false })
    await eventually(async () => ((await kept.alive()) ? undefined : true), {
      what: 'the connection is cut',
      timeoutMs: 5_000,
    })
    await set('one', { enabled: true })
  })

  it('refuses at once when no member serves', async () => {
    await set('one', { enabled: false })
    await set('two', { enabled: false })
    await expectTraffic({ passes: [clients.near.ping(servers.one)], refused: [clients.near.tcp(VIP, 80)] })
    await set('one', { enabled: true })
    await set('two', { enabled: true })
    await expectTraffic({ passes: [clients.near.tcp(VIP, 80)] })
  })

  it('sends a client to the same member again, when its listener says so', async () => {
    await listen({ name: 'sticky', port: 8000, session_affinity: true })
    const { one, two } = await spread(clients.far, 8000)
    expect([one, two].sort()).toEqual([0, 20])
  })

  it('leaves out a member that does not answer its probes, and takes it back', async () => {
    await scene().client.call(routes.loadBalancerPools.update, {
      params: { id: pool.id },
      body: { health_check: { interval: 1, timeout: 1, success: 1, failure: 2 } },
    })
    await settled()
    const health = async (name: keyof typeof servers): Promise<string> =>
      (await scene().client.call(routes.loadBalancerMembers.get, { params: { id: members[name]!.id } })).health
    const is = async (name: keyof typeof servers, wanted: string): Promise<void> => {
      await eventually(async () => ((await health(name)) === wanted ? true : undefined), {
        ...{ what: `${name} is ${wanted}`, timeoutMs: 15_000 },
      })
    }
    await is('one', 'healthy')
    await is('two', 'healthy')
    await servers.one.shut(8080)
    await is('one', 'unhealthy')
    expect(await spread(clients.near, 80)).toEqual({ one: 0, two: 20 })
    await servers.one.serve(8080)
    await is('one', 'healthy')
    const { one } = await spread(clients.near, 80)
    expect(one).toBeGreaterThan(0)
  })
})
