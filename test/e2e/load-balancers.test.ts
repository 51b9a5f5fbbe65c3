import { beforeAll, expect, it } from '@jest/globals'
import { eventually } from '@quantumnet/platform'
import { Balancer, spread } from './balancing/balancer.ts'
import { describeScenarios, expectGolden, expectTraffic, useScene, type Tenant, type Vm } from './kit/index.ts'
import { Edge } from './routing/edge.ts'

/** Clients in one network, members in another, a router between them, and a load balancer with an address in the members' network. */
describeScenarios('a load balancer', () => {
  const scene = useScene()
  let shop: Tenant
  let near: Vm
  let far: Vm
  let beside: Vm
  let one: Vm
  let two: Vm
  let balancer: Balancer

  const web = { address: '10.0.2.100', port: 80 }
  const spreadOf = async (from: Vm, port = 80): Promise<number[]> =>
    await spread(from, { address: web.address, port }, [one, two], { serving: 8080 })

  /** Not the first time: health is heard of before switches act on it, and they go on for a moment by what they have cached. */
  const spreads = async (from: Vm, port: number, isSo: (counts: readonly number[]) => boolean): Promise<void> => {
    const counts: string[] = []
    const so = async (): Promise<true | undefined> => {
      const now = await spreadOf(from, port)
      counts.push(now.join())
      return isSo(now) ? true : undefined
    }
    const what = `connections of ${from.name} go where they should (${String(port)})`
    await eventually(so, { what, timeoutMs: 20_000 }).catch((cause: unknown) => {
      throw new Error(`${what}: ${counts.join('; ')}`, { cause })
    })
  }
  const only = (wanted: readonly number[]) => (counts: readonly number[]) => counts.join() === wanted.join()

  beforeAll(async () => {
    shop = await scene().tenant('shop', { cidrs: ['10.0.1.0/24'] })
    const back = await shop.net('back', { cidrs: ['10.0.2.0/24'] })
    await Edge.make(scene(), shop, { nets: [shop.main, back] })
    near = await shop.vm('near', { ip: '10.0.1.10', on: 'hv1' })
    far = await shop.vm('far', { ip: '10.0.1.11', on: 'hv2' })
    beside = await shop.vm('beside', { ip: '10.0.2.10', on: 'hv1', net: back })
    one = await shop.vm('one', { ip: '10.0.2.11', on: 'hv1', net: back })
    two = await shop.vm('two', { ip: '10.0.2.12', on: 'hv2', net: back })
    for (const server of [one, two]) await server.serve(8080)
    const [subnet] = back.subnets
    balancer = await Balancer.make(scene(), shop, {
      ...{ name: 'web', servers: [one, two], port: 8080 },
      vip: { address: web.address, ...(subnet && { subnet: subnet.id }) },
    })
    await balancer.listen({ name: 'http', port: 80 })
  }, 120_000)

  it('spreads connections over its members, for clients on every hypervisor and in its own network', async () => {
    await expectTraffic({
      passes: [near.tcp(web.address, 80), far.tcp(web.address, 80), beside.tcp(web.address, 80)],
      blocked: [near.tcp(web.address, 81)],
    })
    for (const client of [near, far, beside]) {
      const [first = 0, second = 0] = await spreadOf(client)
      expect([first > 0, second > 0, first + second]).toEqual([true, true, 20])
    }
    await expectGolden(scene(), 'load-balancer', { of: [shop] })
  })

  it('shows its members who asks', async () => {
    await spreadOf(near)
    expect(await one.accepted(8080)).toContain(near.ip)
  })

  it('lets a member reach itself', async () => {
    await expectTraffic({ passes: [one.tcp(web.address, 80)] })
    expect((await spreadOf(one))[0]).toBeGreaterThan(0)
  })

  it('sends nothing new to members that drain, and leaves them what they have', async () => {
    const open = await Promise.all(Array.from({ length: 10 }, async () => await near.connect(web.address, 80)))
    const allAlive = async (): Promise<void> => {
      const alive = await Promise.all(open.map(async (connection) => await connection.alive()))
      expect(alive).not.toContain(false)
    }
    for (const [server, change, back, spreadWanted] of [
      [one, { draining: true }, { draining: false }, [0, 20]],
      [two, { draining: true }, { draining: false }, [20, 0]],
    ] as const) {
      await balancer.set(server, change)
      await allAlive()
      await spreads(near, 80, only(spreadWanted))
      await allAlive()
      await balancer.set(server, back)
      await allAlive()
    }
  })

  it('cuts what a member has that is switched off, and nothing of the others', async () => {
    for (const [server, spreadWanted] of [
      [one, [0, 20]],
      [two, [20, 0]],
    ] as const) {
      const before = (await server.accepted(8080)).length
      const open = await Promise.all(Array.from({ length: 10 }, async () => await near.connect(web.address, 80)))
      for (const connection of open) expect(await connection.alive(100, 5_000)).toBe(true)
      const its = (await server.accepted(8080)).length - before
      await balancer.set(server, { enabled: false })
      const cut = async (): Promise<true | undefined> => {
        const alive = await Promise.all(open.map(async (connection) => await connection.alive()))
        return alive.filter(Boolean).length === open.length - its ? true : undefined
      }
      await eventually(cut, { what: `${String(its)} of ${String(open.length)} end`, timeoutMs: 30_000 })
      await spreads(near, 80, only(spreadWanted))
      expect(await cut()).toBe(true)
      await balancer.set(server, { enabled: true })
      for (const connection of open) await connection.close()
    }
  }, 120_000)

  it('refuses at once when no member serves', async () => {
    for (const server of [one, two]) await balancer.set(server, { enabled: false })
    await expectTraffic({ passes: [near.ping(one)], refused: [near.tcp(web.address, 80)] })
    for (const server of [one, two]) await balancer.set(server, { enabled: true })
    await expectTraffic({ passes: [near.tcp(web.address, 80)] })
  })

  it('sends a client to the same member again, when its listener says so', async () => {
    await balancer.listen({ name: 'sticky', port: 8000, session_affinity: true })
    await spreads(far, 8000, (counts) => counts.includes(20))
  })

  it('leaves out a member that does not answer its probes, and takes it back', async () => {
    const is = async (server: Vm, health: string): Promise<void> => {
      const said = async (): Promise<true | undefined> =>
        (await balancer.health(server)) === health ? true : undefined
      await eventually(said, { what: `${server.name} is ${health}`, timeoutMs: 30_000 })
    }
    await balancer.probe({ interval: 1, timeout: 1, success: 1, failure: 2 })
    for (const server of [one, two]) await is(server, 'healthy')
    await one.shut(8080)
    await is(one, 'unhealthy')
    await spreads(near, 80, only([0, 20]))
    await one.serve(8080)
    await is(one, 'healthy')
    await spreads(near, 80, ([first = 0]) => first > 0)
  })
})
