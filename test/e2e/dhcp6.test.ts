import { beforeAll, expect, it } from '@jest/globals'
import { routes, type Router } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { complaintsOf } from './clients/complaints.ts'
import { dhclient } from './clients/dhcp.ts'
import {
  describeScenarios,
  expectGolden,
  expectTraffic,
  linkLocal,
  useScene,
  type Host,
  type Net,
  type Tenant,
  type Vm,
} from './kit/index.ts'

/** Addresses of IPv6: by DHCPv6, or made by the VM's kernel from what a router advertises. */
describeScenarios('IPv6', () => {
  const scene = useScene()
  let tenant: Tenant

  beforeAll(async () => {
    tenant = await scene().tenant('red')
  }, 60_000)

  /** The VM's addresses of global scope that its kernel has made sure of. */
  const addressesOf = async (host: Host): Promise<readonly string[]> => {
    const shown = await host.run('ip', '-6', '-o', 'address', 'show', 'dev', 'eth0', 'scope', 'global', '-tentative')
    return [...shown.matchAll(/inet6 (\S+)/g)].map(([, address = '']) => address)
  }

  const autoconfigured = async (vm: Vm): Promise<readonly string[]> =>
    await eventually(
      async () => {
        const addresses = await addressesOf(vm)
        return addresses.length > 0 ? addresses : undefined
      },
      { what: `${vm.name} has made itself an address`, timeoutMs: 35_000 },
    )

  const defaultRoute = async (vm: Vm): Promise<string> => await vm.run('ip', '-6', 'route', 'show', 'default')

  const routerAt = async (name: string, ...nets: readonly Net[]): Promise<Router> => {
    const { client } = scene()
    const router = await client.call(routes.routers.create, { body: { project: tenant.project.id, name } })
    for (const { subnets } of nets)
      for (const subnet of subnets)
        await client.call(routes.routerInterfaces.create, { body: { router: router.id, subnet: subnet.id } })
    return await client.call(routes.routers.get, { params: { id: router.id }, query: { wait: 'applied' } })
  }

  it('is given by DHCPv6, past default deny, and without a router', async () => {
    const net = await tenant.net('stateful', { cidrs: ['2001:db8:1::/64'], subnet: { ipv6_mode: 'dhcpv6-stateful' } })
    const vm = await tenant.vm('managed', { net, security_groups: [], lease: false })
    const told = await dhclient(vm, 'BOUND6', '-6')
    expect(told).toMatchObject({
      ...{ new_ip6_address: vm.ip6, new_dhcp6_name_servers: '2001:db8:1::2' },
      // OVN knows no lease that ends, so nobody renews one.
      ...{ new_max_life: '4294967295', new_preferred_life: '4294967295' },
    })
    expect(vm.port.fixed_ips).toEqual([{ subnet: net.subnets[0]!.id, ip: told['new_ip6_address'] }])
  })

  it('is made by the VM from what the router advertises, and is the one that IPAM entered', async () => {
    const net = await tenant.net('slaac', { cidrs: ['2001:db8:2::/64'], mtu: 1400 })
    const conditions = async (): Promise<readonly string[]> =>
      (await scene().client.call(routes.subnets.get, { params: { id: net.subnets[0]!.id } })).status.conditions.map(
        ({ type }) => type,
      )
    expect(await conditions()).toEqual(['NotAdvertised'])
    await routerAt('slaac', net)
    expect(await conditions()).toEqual([])
    const vm = await tenant.vm('own', { net, mac: '02:4f:9a:10:2b:3c', lease: false })
    expect(await autoconfigured(vm)).toEqual(['2001:db8:2:0:4f:9aff:fe10:2b3c/64'])
    expect(vm.ip6).toBe('2001:db8:2:0:4f:9aff:fe10:2b3c')
    const [{ mac } = { mac: '' }] = (
      await scene().client.call(routes.routerInterfaces.list, { query: { subnet: net.subnets[0]!.id } })
    ).items
    expect(await defaultRoute(vm)).toMatch(new RegExp(`^default via ${linkLocal(mac)} dev eth0 proto ra .* mtu 1400`))
    await expectTraffic({ passes: [vm.ping('2001:db8:2::1'), vm.ping(`${linkLocal(mac)}%eth0`)] })
  })

  it('brings DNS server and domains with the advertisement, asked and unasked', async () => {
    const net = await tenant.net('advertised', {
      ...{ cidrs: ['2001:db8:3::/64'], dhcp: { domain_name: 'corp.example' } },
    })
    await routerAt('advertised', net)
    const vm = await tenant.vm('listener', { net, lease: false })
    const capture = await vm.capture('icmp6 and ip6[40] == 134', { direction: 'in', verbose: true })
    const heard = (): string => capture.lines.join('\n')
    const [asked, unasked] = [
      new RegExp(`> ${linkLocal(vm.mac)}: .*router advertisement`),
      /> ff02::1: .*router advertisement/,
    ]
    // A host asks when its link comes up.
    await vm.run('ip', 'link', 'set', 'eth0', 'down')
    await vm.run('ip', 'link', 'set', 'eth0', 'up')
    await eventually(() => (asked.test(heard()) && unasked.test(heard()) ? true : undefined), {
      ...{ what: 'advertisements to the VM and to all', timeoutMs: 35_000 },
    })
    await capture.stop()
    for (const wanted of [
      /prefix info option.*2001:db8:3::\/64, Flags \[onlink, auto\]/g,
      /rdnss option.*addr: 2001:db8:3::2/g,
      /dnssl option.*domain\(s\): corp\.example\. red\.internal\./g,
      /mtu option.*1442/g,
    ])
      expect(heard().match(wanted)).toHaveLength(capture.packets)
  })

  it('is made by the VM, and the rest is told by DHCPv6', async () => {
    const net = await tenant.net('stateless', {
      ...{ cidrs: ['2001:db8:4::/64'], subnet: { ipv6_mode: 'dhcpv6-stateless' } },
      dhcp: { dns_servers: ['2001:db8::53', '2001:db8::54', '10.9.0.53'] },
    })
    await routerAt('stateless', net)
    const vm = await tenant.vm('half', { net, lease: false })
    const own = await tenant.vm('told', { net, lease: false, dhcp_options: { dns_servers: ['2001:db8::57'] } })
    expect(await autoconfigured(vm)).toEqual([`${vm.ip6}/64`])
    const told = await dhclient(vm, 'RENEW6', '-6', '-S')
    expect(told['new_dhcp6_name_servers']).toBe('2001:db8::53 2001:db8::54')
    expect(told).not.toHaveProperty('new_ip6_address')
    expect(await dhclient(own, 'RENEW6', '-6', '-S')).toMatchObject({ new_dhcp6_name_servers: '2001:db8::57' })
  })

  it('carries packets between hypervisors, beside IPv4', async () => {
    const net = await tenant.net('dual', { cidrs: ['10.6.0.0/24', '2001:db8:6::/64'] })
    await routerAt('dual', net)
    const [one, other] = [
      await tenant.vm('one', { net, on: 'hv1' }),
      await tenant.vm('other', { net, on: 'hv2', lease: true }),
    ]
    for (const vm of [one, other]) expect(await autoconfigured(vm)).toEqual([`${vm.ip6}/64`])
    await expectTraffic({
      passes: [
        one.ping(other.ip6),
        other.ping(one.ip6),
        one.ping(other),
        one.tcp(other, 80),
        one.ping(other.ip6, { size: 1442 }),
      ],
      blocked: [],
    })
    const shut = await tenant.vm('shut', { net, on: 'hv2', security_groups: [] })
    await autoconfigured(shut)
    await expectTraffic({ passes: [one.ping(other.ip6)], blocked: [one.ping(shut.ip6), shut.ping(one.ip6)] })
    await expectGolden(scene(), 'ipv6', { of: [tenant] })
  })

  it('without DHCP has addresses by advertisement all the same, and nobody answers DHCPv6', async () => {
    const net = await tenant.net('quiet', {
      ...{ cidrs: ['2001:db8:7::/64'], subnet: { ipv6_mode: 'dhcpv6-stateless' }, dhcp: { enabled: false } },
    })
    await routerAt('quiet', net)
    const vm = await tenant.vm('quiet', { net, lease: false })
    expect(await autoconfigured(vm)).toEqual([`${vm.ip6}/64`])
    const answers = await vm.capture('udp port 546 and src port 547', { direction: 'in' })
    await vm.exec(
      'timeout',
      '6',
      'dhclient',
      '-6',
      '-S',
      '-d',
      '-1',
      '-lf',
      '/dev/null',
      '-pf',
      '/dev/null',
      '-sf',
      '/bin/true',
      'eth0',
    )
    expect(await answers.stop()).toBe(0)
  })

  it('is nothing that ovn-controller or northd complains of', () => {
    expect(complaintsOf(scene(), /dhcp|nd_ra|ipv6|parsing|option|syntax/i)).toEqual([])
  })
})
