import { beforeAll, expect, it } from '@jest/globals'
import { routes, type FloatingIp, type SecurityGroup } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { describeScenarios, expectGolden, expectTraffic, useScene, type Tenant, type Vm } from './kit/index.ts'
import { Edge } from './routing/edge.ts'
import { Outside } from './routing/outside.ts'

/** One tenant, whose gateway is on hv2; its VMs let in pings, SSH and port 80 from outside, and that alone. */
describeScenarios('floating IPs', () => {
  const scene = useScene()
  let outside: Outside
  let tenant: Tenant
  let edge: Edge
  let web: Vm
  let spare: Vm
  let ip: FloatingIp
  let group: SecurityGroup

  beforeAll(async () => {
    tenant = await scene().tenant('red', { cidrs: ['10.0.1.0/24'] })
    outside = await Outside.open(scene(), [tenant])
    edge = await Edge.make(scene(), tenant, { outside, ips: ['203.0.113.10'], gateway_nodes: ['hv2', 'hv1'] })
    const { client } = scene()
    group = await client.call(routes.securityGroups.create, {
      body: { project: tenant.project.id, name: 'from-outside', default_egress: 'allow' },
    })
    const rule = { security_group: group.id, direction: 'ingress', ethertype: 'ipv4' } as const
    const remote = { remote_cidr: `${outside.ip}/32` }
    for (const body of [
      { ...rule, ...remote, protocol: 'icmp' },
      ...[22, 80].map((port) => ({ ...rule, ...remote, protocol: 'tcp', port_min: port, port_max: port })),
      { ...rule, ...remote, protocol: 'udp', port_min: 53, port_max: 53 },
    ])
      await client.call(routes.securityGroupRules.create, { body })
    const options = { security_groups: [group.id] }
    web = await tenant.vm('web', { ...options, on: 'hv1' })
    spare = await tenant.vm('spare', { ...options, on: 'hv2' })
    for (const vm of [web, spare]) for (const port of [22, 80]) await vm.serve(port)
    ip = await edge.floatingIp('www', outside, web, { address: '203.0.113.50' })
  }, 120_000)

  /** Which hypervisors' wires to the outside carry pings for an address. */
  const carriers = async (address: string): Promise<readonly string[]> => {
    const nodes = ['hv1', 'hv2']
    const seen = await Promise.all(
      nodes.map(
        async (node) =>
          await scene().captureAt(node, 'external', `icmp[icmptype] == icmp-echoreply and src host ${address}`),
      ),
    )
    await outside.ping(address).attempt()
    const counts = await Promise.all(seen.map(async (capture) => await capture.stop()))
    return nodes.filter((_, index) => (counts[index] ?? 0) > 0)
  }

  const routerMac = async (): Promise<string | undefined> => await outside.macOf(edge.ip)

  it('are answered by the gateway when they are central, and are what the VM is seen with', async () => {
    await expectTraffic({
      passes: [outside.ping(ip.address), outside.tcp(ip.address, 80), web.ping(outside)],
      blocked: [outside.tcp(ip.address, 81), outside.ping('203.0.113.51')],
    })
    expect(ip.placement).toBe('central')
    expect(await outside.macOf(ip.address)).toBe(await routerMac())
    expect(await carriers(ip.address)).toEqual(['hv2'])
    const seen = await outside.capture('icmp[icmptype] == icmp-echo', { direction: 'in' })
    await expectTraffic({ passes: [web.ping(outside), spare.ping(outside)] })
    await seen.stop()
    expect(new Set(seen.lines.flatMap((line) => / ([\d.]+) > /.exec(line)?.[1] ?? []))).toEqual(
      new Set([ip.address, edge.ip]),
    )
    await expectGolden(scene(), 'floating-ip-central')
  })

  it('show security groups who asks outside, and the address inside', async () => {
    const seen = await web.capture('icmp[icmptype] == icmp-echo', { direction: 'in' })
    await expectTraffic({ passes: [outside.ping(ip.address)], blocked: [outside.tcp(ip.address, 443)] })
    await seen.stop()
    expect(seen.lines[0]).toContain(`${outside.ip} > ${web.ip}`)
    // From outside, and not from the machine that the rules name.
    await outside.addAddress('203.0.113.200/24')
    await expectTraffic({
      passes: [outside.ping(ip.address)],
      blocked: [outside.ping(ip.address, { from: '203.0.113.200' })],
    })
    await outside.removeAddress('203.0.113.200/24')
  })

  it('show security groups the gateway’s address when a VM of the same router comes by the floating IP', async () => {
    await expectTraffic({ passes: [outside.ping(ip.address)], blocked: [spare.ping(ip.address), spare.ping(web)] })
    const { client } = scene()
    const body = { security_group: group.id, direction: 'ingress', ethertype: 'ipv4', protocol: 'icmp' } as const
    const { id } = await client.call(routes.securityGroupRules.create, {
      ...{ query: { wait: 'realized' }, body: { ...body, remote_cidr: `${edge.ip}/32` } },
    })
    const seen = await web.capture('icmp[icmptype] == icmp-echo', { direction: 'in' })
    await expectTraffic({ passes: [spare.ping(ip.address)], blocked: [spare.ping(web)] })
    await seen.stop()
    expect(seen.lines[0]).toContain(`${edge.ip} > ${web.ip}`)
    await client.call(routes.securityGroupRules.delete, { params: { id } })
  })

  it('are answered by the VM’s hypervisor when they are distributed, with a MAC address of their own', async () => {
    ip = await edge.move(ip, { distributed: true })
    expect(ip.placement).toBe('distributed')
    await expectTraffic({
      passes: [outside.ping(ip.address), outside.tcp(ip.address, 80)],
      blocked: [outside.tcp(ip.address, 81)],
    })
    expect(await carriers(ip.address)).toEqual(['hv1'])
    const mac = await outside.macOf(ip.address)
    expect(mac).toBeDefined()
    expect([await routerMac(), web.mac]).not.toContain(mac)
    await expectGolden(scene(), 'floating-ip-distributed')
  })

  it('are answered by the gateway while the VM is down, and by its hypervisor again', async () => {
    const central = async (): Promise<true | undefined> =>
      (await outside.macOf(ip.address)) === (await routerMac()) ? true : undefined
    await web.destroy()
    await eventually(central, { what: 'the gateway answers', timeoutMs: 10_000 })
    web = await tenant.boot(web.port, { on: 'hv1' })
    for (const port of [22, 80]) await web.serve(port)
    await expectTraffic({ passes: [outside.ping(ip.address)] })
    await eventually(async () => ((await carriers(ip.address)).includes('hv1') ? true : undefined), {
      what: 'the hypervisor answers',
      timeoutMs: 10_000,
    })
  })

  /** What it costs is measured by test/bench/ovn/moves.ts, and floating-ip-moves.test.ts says what becomes of conversations. */
  const move = async (to: Vm): Promise<void> => {
    ip = await edge.move(ip, { port: to.id })
    const seen = await to.capture('icmp[icmptype] == icmp-echo', { direction: 'in' })
    await expectTraffic({ passes: [outside.ping(ip.address), to.ping(outside)] })
    expect(await seen.stop()).toBeGreaterThan(0)
  }

  it('move to a VM on another hypervisor', async () => {
    expect(ip.placement).toBe('distributed')
    for (const vm of [spare, web]) await move(vm)
  })

  it('move to another VM when they are central', async () => {
    ip = await edge.move(ip, { distributed: false })
    await expectTraffic({ passes: [outside.ping(ip.address)] })
    for (const vm of [spare, web]) await move(vm)
  })

  it('give single ports to other VMs, and the rest to their own', async () => {
    ip = await edge.move(ip, { port: spare.id })
    const ssh = await edge.forward(ip, 'tcp', [2222, web, 22])
    await edge.forward(ip, 'udp', [5353, web, 53])
    await edge.forward(ip, 'sctp', [9899, web, 9899])
    const ties = await edge.floatingIp('tied', outside, web, { address: '203.0.113.51', distributed: true })
    expect(ties.placement).toBe('central')
    const inside = {
      security_group: group.id,
      direction: 'ingress',
      ethertype: 'ipv4',
      remote_cidr: '10.0.1.0/24',
    } as const
    await scene().client.call(routes.securityGroupRules.create, {
      query: { wait: 'realized' },
      body: { ...inside, protocol: 'tcp', port_min: 22, port_max: 22 },
    })
    const opened = await web.capture(`tcp dst port 22 and src host ${outside.ip}`, { direction: 'in' })
    await expectTraffic({
      passes: [
        outside.tcp(ip.address, 2222),
        outside.tcp(ip.address, 80),
        outside.ping(ip.address),
        spare.tcp(ip.address, 2222),
      ],
      blocked: [outside.tcp(ip.address, 2223)],
    })
    expect(await opened.stop()).toBeGreaterThan(0)
    await expectGolden(scene(), 'port-forwards')
    const { client } = scene()
    await client.call(routes.portForwards.update, {
      params: { id: ssh.id },
      query: { wait: 'realized' },
      body: { external_port: 2223 },
    })
    await expectTraffic({ passes: [outside.tcp(ip.address, 2223)], blocked: [outside.tcp(ip.address, 2222)] })
    await client.call(routes.portForwards.delete, { params: { id: ssh.id }, query: { wait: 'applied' } })
    await expectTraffic({ passes: [outside.tcp(ip.address, 80)], blocked: [outside.tcp(ip.address, 2223)] })
  })
})
