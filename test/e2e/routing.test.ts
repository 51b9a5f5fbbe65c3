import { beforeAll, expect, it } from '@jest/globals'
import { eventually } from '@quantumnet/platform'
import {
  describeScenarios,
  expectGolden,
  expectTraffic,
  useScene,
  type Net,
  type Tenant,
  type Vm,
} from './kit/index.ts'
import { Edge } from './routing/edge.ts'
import { Outside } from './routing/outside.ts'

/** Connections by which it is seen whether several routes share them: OVS chooses by the ports of TCP and SCTP, and by the addresses alone for others. */
const FLOWS = 40

/** Two tenants with the same blocks, each behind a router of its own, both on one external network. */
describeScenarios('routers', () => {
  const scene = useScene()
  let outside: Outside
  let red: { tenant: Tenant; back: Net; edge: Edge; web: Vm; db: Vm; appliance: Vm; other: Vm }
  let blue: { tenant: Tenant; edge: Edge; web: Vm }

  beforeAll(async () => {
    const cidrs = ['10.0.1.0/24', 'fd00:1::/64']
    const tenants = [await scene().tenant('red', { cidrs }), await scene().tenant('blue', { cidrs })] as const
    outside = await Outside.open(scene(), tenants, [4, 6])
    const [one, two] = tenants
    const back = await one.net('back', { cidrs: ['10.0.2.0/24', 'fd00:2::/64'] })
    const edge = await Edge.make(scene(), one, {
      outside,
      ips: ['203.0.113.10', '2001:db8:ff::10'],
      nets: [one.main, back],
    })
    const free = { net: back, port_security: false } as const
    red = {
      ...{ tenant: one, back, edge },
      web: await one.vm('web', { on: 'hv1' }),
      db: await one.vm('db', { on: 'hv2', net: back }),
      appliance: await one.vm('appliance', { ...free, on: 'hv1' }),
      other: await one.vm('other', { ...free, on: 'hv2' }),
    }
    blue = {
      tenant: two,
      edge: await Edge.make(scene(), two, { outside, ips: ['203.0.113.20', '2001:db8:ff::20'] }),
      web: await two.vm('web', { on: 'hv2' }),
    }
  }, 120_000)

  it('lead between the subnets of a tenant, on whichever hypervisors, and to nobody else', async () => {
    const { web, db } = red
    await expectTraffic({
      passes: [web.ping(db), db.ping(web), web.tcp(db, 80), db.udp(web, 53)],
      blocked: [blue.web.ping(db), blue.web.tcp(db, 80), web.ping('10.0.2.250')],
    })
    await expectGolden(scene(), 'routing')
  })

  it('translate nothing between the subnets of a tenant', async () => {
    const { web, db } = red
    const untranslated = await db.capture(`icmp and src host ${web.ip}`, { direction: 'in' })
    const translated = await db.capture(`icmp and src host ${red.edge.ip}`, { direction: 'in' })
    await expectTraffic({ passes: [web.ping(db)] })
    expect(await untranslated.stop()).toBeGreaterThan(0)
    expect(await translated.stop()).toBe(0)
  })

  it('let each tenant out with the address of its own gateway, though both have the same addresses inside', async () => {
    expect(red.web.ip).toBe(blue.web.ip)
    for (const [vm, address] of [
      [red.web, red.edge.ip],
      [red.db, red.edge.ip],
      [blue.web, blue.edge.ip],
    ] as const) {
      const seen = await outside.capture(`icmp[icmptype] == icmp-echo`, { direction: 'in' })
      await expectTraffic({ passes: [vm.ping(outside), vm.tcp(outside, 80)] })
      await seen.stop()
      expect(new Set(seen.lines.flatMap((line) => / ([\d.]+) > /.exec(line)?.[1] ?? []))).toEqual(new Set([address]))
    }
  })

  it('let nobody in who was not asked for: who knows the way meets the security groups', async () => {
    const way = ['10.0.1.0/24', 'via', red.edge.ip] as const
    await outside.run('ip', 'route', 'replace', ...way)
    try {
      await expectTraffic({
        passes: [red.web.ping(outside)],
        blocked: [outside.ping(red.web), outside.tcp(red.web, 80)],
      })
    } finally {
      await outside.run('ip', 'route', 'del', ...way)
    }
  })

  it('go by static routes, and share by flow what has several', async () => {
    const { web, appliance, other, edge } = red
    const behind = '192.168.7.7'
    for (const vm of [appliance, other]) await vm.run('ip', 'address', 'replace', `${behind}/32`, 'dev', 'lo')
    await expectTraffic({ passes: [web.ping(appliance)], blocked: [web.ping(behind)] })
    const first = await edge.route('192.168.7.0/24', appliance.ip)
    await expectTraffic({ passes: [web.ping(behind)] })
    for (const vm of [appliance, other]) await vm.serve(5_000)
    const accepted = async (): Promise<readonly number[]> =>
      await Promise.all([appliance, other].map(async (vm) => (await vm.accepted(5_000)).length))
    const share = async (): Promise<readonly number[]> => {
      const before = await accepted()
      for (let flow = 0; flow < FLOWS; flow++) await (await web.connect(behind, 5_000)).close()
      const all = async (): Promise<readonly number[] | undefined> => {
        const shares = (await accepted()).map((count, index) => count - (before[index] ?? 0))
        return shares.reduce((sum, each) => sum + each) >= FLOWS ? shares : undefined
      }
      return await eventually(all, { what: `${String(FLOWS)} connections arrive`, timeoutMs: 10_000 })
    }
    /** Not the first time: switches go on for a moment by what they have cached. */
    const shared = async (what: string, isSo: (shares: readonly number[]) => boolean): Promise<void> => {
      const so = async (): Promise<true | undefined> => (isSo(await share()) ? true : undefined)
      await eventually(so, { what, timeoutMs: 20_000 })
    }
    await shared('one way takes all', ([one, two]) => one === FLOWS && two === 0)
    const second = await edge.route('192.168.7.0/24', other.ip)
    await shared('two ways share', (shares) => Math.min(...shares) > FLOWS / 8)
    await first.remove()
    await shared('the other way takes all', ([one, two]) => one === 0 && two === FLOWS)
    await second.remove()
    await expectTraffic({ passes: [web.ping(other)], blocked: [web.ping(behind)] })
  })

  it('ask policies before routes: they drop, let through, and send elsewhere', async () => {
    const { web, db, appliance, edge } = red
    const between = { source: '10.0.1.0/24', destination: '10.0.2.0/24' }
    const drop = await edge.policy({ priority: 100, action: 'drop', match: { ...between, protocol: 'icmp' } })
    await expectTraffic({ passes: [web.tcp(db, 80), db.ping(appliance)], blocked: [web.ping(db), web.ping(appliance)] })
    const one = await edge.policy({
      priority: 200,
      action: 'allow',
      match: { source: '10.0.1.0/24', destination: `${db.ip}/32` },
    })
    await expectTraffic({ passes: [web.ping(db)], blocked: [web.ping(appliance)] })
    await drop.remove()
    await one.remove()
    await expectTraffic({ passes: [web.ping(appliance)] })

    const elsewhere = '192.168.9.9'
    await appliance.run('ip', 'address', 'replace', `${elsewhere}/32`, 'dev', 'lo')
    await expectTraffic({ passes: [web.ping(appliance)], blocked: [web.ping(elsewhere)] })
    const match = { source: `${web.ip}/32`, destination: '192.168.9.0/24' }
    const reroute = await edge.policy({ priority: 0, action: 'reroute', match, next_hops: [appliance.ip] })
    await expectTraffic({ passes: [web.ping(elsewhere)], blocked: [db.ping(elsewhere)] })
    await expectGolden(scene(), 'policy-routes', { of: [red.tenant] })
    await reroute.remove()
  })

  it('go by a default route of the user’s in the place of their own', async () => {
    const { web, db, appliance, edge } = red
    await expectTraffic({ passes: [web.ping(outside)] })
    const own = await edge.route('0.0.0.0/0', appliance.ip)
    // The appliance forwards nothing.
    await expectTraffic({ passes: [web.ping(db)], blocked: [web.ping('198.51.100.7')] })
    const seen = await appliance.capture('icmp and dst host 198.51.100.7', { direction: 'in' })
    await web.ping('198.51.100.7').attempt()
    expect(await seen.stop()).toBeGreaterThan(0)
    await own.remove()
    await expectTraffic({ passes: [web.ping(outside)] })
  })

  it('route IPv6 end to end, translating nothing', async () => {
    const { web, db, edge } = red
    const [, v6] = edge.router.external_gateway?.fixed_ips ?? []
    await outside.run('ip', '-6', 'route', 'replace', 'fd00:1::/64', 'via', v6?.ip ?? '')
    const seen = await outside.capture(`icmp6 and src host ${web.ip6}`, { direction: 'in' })
    await expectTraffic({
      passes: [web.ping(db.ip6), web.ping(outside.ip6)],
      blocked: [outside.ping(web.ip6), blue.web.ping(db.ip6)],
    })
    expect(await seen.stop()).toBeGreaterThan(0)
  })

  it('without an external gateway lead between their subnets and no further', async () => {
    const green = await scene().tenant('green', { cidrs: ['10.0.1.0/24'] })
    const back = await green.net('back', { cidrs: ['10.0.2.0/24'] })
    await Edge.make(scene(), green, { nets: [green.main, back] })
    const here = await green.vm('here', { on: 'hv1' })
    const there = await green.vm('there', { on: 'hv2', net: back, ip: '10.0.2.77' })
    await expectTraffic({
      passes: [here.ping(there), there.tcp(here, 80)],
      blocked: [here.ping(outside), here.ping(red.db)],
    })
    await expectGolden(scene(), 'inner-router', { of: [green] })
  })
})
