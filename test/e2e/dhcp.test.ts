import { afterEach, beforeAll, expect, it } from '@jest/globals'
import { routes, type Subnet } from '@quantumnet/api'
import { dhclient, udhcpc, type DhcpClient } from './clients/dhcp.ts'
import { complaintsOf } from './clients/complaints.ts'
import { describeScenarios, expectGolden, useScene, type Tenant, type Vm } from './kit/index.ts'

/** What DHCPv4 clients are told, in their own words. No router is about: nobody but OVN answers. */
describeScenarios('DHCPv4', () => {
  const scene = useScene()
  let tenant: Tenant
  const running: DhcpClient[] = []

  beforeAll(async () => {
    tenant = await scene().tenant('red')
  }, 60_000)

  afterEach(async () => {
    for (const client of running.splice(0)) await client.stop()
  })

  const started = (vm: Vm): DhcpClient => {
    const client = udhcpc(vm)
    running.push(client)
    return client
  }

  const lease = async (vm: Vm): Promise<Readonly<Record<string, string>> | undefined> =>
    (await started(vm).told('bound'))[0]?.values

  it('says by default where the VM is, whom it asks, and what it is called', async () => {
    const vm = await tenant.vm('plain', { ip: '10.0.0.10' })
    expect(await lease(vm)).toMatchObject({
      ...{ ip: '10.0.0.10', mask: '24', subnet: '255.255.255.0', router: '10.0.0.1', lease: '86400', mtu: '1442' },
      ...{ serverid: '10.0.0.2', dns: '10.0.0.2', domain: 'red.internal', search: 'red.internal', hostname: 'plain' },
    })
  })

  it('says all that a network, a subnet and a port can say', async () => {
    const other = await scene().tenant('green', {
      mtu: 1400,
      dhcp: {
        ...{ enabled: true, lease_time: 1200, domain_name: 'corp.example', ntp_servers: ['10.9.0.1', '10.9.0.2'] },
        ...{ dns_servers: ['10.9.0.53'], static_routes: [{ destination: '10.8.0.0/16', next_hop: '10.0.0.9' }] },
      },
      subnet: {
        dns_servers: ['10.9.0.54', '10.9.0.55'],
        static_routes: [
          { destination: '10.7.7.0/25', next_hop: '10.0.0.9' },
          { destination: '10.6.0.1/32', next_hop: '10.0.0.8' },
        ],
      },
    })
    const all = {
      ...{ ip: '10.0.0.20', mask: '24', router: '10.0.0.1', lease: '1200', mtu: '1400', serverid: '10.0.0.2' },
      ...{ dns: '10.9.0.54 10.9.0.55', domain: 'corp.example', search: 'corp.example green.internal' },
      ...{ ntpsrv: '10.9.0.1 10.9.0.2', hostname: 'all' },
      // Default routes are in option 121 as well, since who reads that reads no other (RFC 3442).
      staticroutes: '10.7.7.0/25 10.0.0.9 10.6.0.1/32 10.0.0.8 0.0.0.0/0 10.0.0.1',
    }
    const vm = await other.vm('all', { ip: '10.0.0.20' })
    expect(await lease(vm)).toMatchObject(all)
    const loader = await other.vm('loader', {
      ip: '10.0.0.21',
      dhcp_options: {
        ...{ dns_servers: ['10.9.0.57'], ntp_servers: ['10.9.0.3'], domain_name: 'boot.example' },
        ...{ tftp_server: '10.9.0.69', bootfile_name: 'pxe/loader "2".efi' },
      },
    })
    expect(await lease(loader)).toMatchObject({
      ...all,
      ...{ ip: '10.0.0.21', dns: '10.9.0.57', ntpsrv: '10.9.0.3', domain: 'boot.example', hostname: 'loader' },
      ...{ search: 'boot.example green.internal', tftp: '10.9.0.69', siaddr: '10.9.0.69' },
      bootfile: 'pxe/loader "2".efi',
    })
    await expectGolden(scene(), 'dhcp4', { of: [other] })
  })

  it('says the same to another client', async () => {
    const [, green] = scene().tenants
    const vm = await green!.vm('isc', { ip: '10.0.0.30' })
    expect(await dhclient(vm, 'BOUND', '-4')).toMatchObject({
      ...{ new_ip_address: '10.0.0.30', new_subnet_mask: '255.255.255.0', new_routers: '10.0.0.1' },
      ...{ new_dhcp_lease_time: '1200', new_interface_mtu: '1400', new_dhcp_server_identifier: '10.0.0.2' },
      ...{ new_domain_name_servers: '10.9.0.54 10.9.0.55', new_domain_name: 'corp.example', new_host_name: 'isc' },
      ...{ new_domain_search: 'corp.example. green.internal.', new_ntp_servers: '10.9.0.1 10.9.0.2' },
      new_rfc3442_classless_static_routes: '25 10 7 7 0 10 0 0 9 32 10 6 0 1 10 0 0 8 0 10 0 0 1',
    })
  })

  it('renews a lease at its server, past default deny, and without a router', async () => {
    const vm = await tenant.vm('shut', { ip: '10.0.0.11', security_groups: [] })
    const client = started(vm)
    await client.told('bound')
    const toServer = await vm.captureTap('udp port 67 and dst host 10.0.0.2', { direction: 'in' })
    await vm.forgetNeighbours()
    client.renew()
    const [told] = await client.told('renew')
    expect(told?.values).toMatchObject({ ip: '10.0.0.11', lease: '86400', serverid: '10.0.0.2' })
    expect(await toServer.stop()).toBe(1)
  })

  it('tells a change with the next renewal, also a port that is told something of its own', async () => {
    const net = await tenant.net('changing', { cidrs: ['10.1.0.0/24'] })
    const [vm, own] = [
      await tenant.vm('common', { net }),
      await tenant.vm('own', { net, dhcp_options: { dns_servers: ['10.9.0.7'] } }),
    ]
    const clients = [started(vm), started(own)]
    for (const client of clients) await client.told('bound')
    const { client } = scene()
    const params = { id: net.network.id }
    await client.call(routes.networks.update, {
      ...{ params, query: { wait: 'applied' }, body: { mtu: 1300, dhcp: { lease_time: 300 } } },
    })
    await client.call(routes.subnets.update, {
      ...{ params: { id: net.subnets[0]!.id }, query: { wait: 'applied' } },
      body: { static_routes: [{ destination: '10.8.0.0/16', next_hop: '10.1.0.9' }] },
    })
    await scene().nbctl('--wait=hv', 'sync')
    const staticroutes = '10.8.0.0/16 10.1.0.9 0.0.0.0/0 10.1.0.1'
    for (const [index, dns] of ['10.1.0.2', '10.9.0.7'].entries()) {
      clients[index]!.renew()
      const [told] = await clients[index]!.told('renew')
      expect(told?.values).toMatchObject({ mtu: '1300', lease: '300', dns, staticroutes })
    }
  })

  it('is silent where it is switched off', async () => {
    const net = await tenant.net('silent', { cidrs: ['10.2.0.0/24'], dhcp: { enabled: false } })
    const vm = await tenant.vm('unanswered', { net, lease: false })
    await started(vm).told('leasefail')
    expect((await vm.exec('ip', '-4', 'address', 'show', 'dev', 'eth0')).stdout).toBe('')
  })

  it('without a gateway knows of no router, and has the default route of nobody', async () => {
    const net = await tenant.net('flat', { cidrs: ['10.3.0.0/24'], subnet: { gateway: null } })
    const values = await lease(await tenant.vm('lone', { net, ip: '10.3.0.9' }))
    expect(values).toMatchObject({ ip: '10.3.0.9', serverid: '10.3.0.1', dns: '10.3.0.1' })
    expect(values).not.toHaveProperty('router')
    expect(values).not.toHaveProperty('staticroutes')
  })

  it('tells each VM of its own subnet, also of one with two addresses', async () => {
    const net = await tenant.net('two', { cidrs: ['10.4.0.0/24', '10.5.0.0/31'] })
    const [one, other] = net.subnets as [Subnet, Subnet]
    const first = await tenant.vm('first', { net, fixed_ips: [{ subnet: one.id, ip: '10.4.0.9' }] })
    const second = await tenant.vm('second', { net, fixed_ips: [{ subnet: other.id }] })
    expect(await lease(first)).toMatchObject({ ip: '10.4.0.9', mask: '24', router: '10.4.0.1' })
    // Two addresses, one of them the gateway's: no room for a DNS edge.
    expect(await lease(second)).toMatchObject({
      ...{ ip: '10.5.0.1', mask: '31', subnet: '255.255.255.254', router: '10.5.0.0', serverid: '10.5.0.0' },
    })
  })

  it('is nothing that ovn-controller or northd complains of', () => {
    // Which they do of something in every run: the logs are there.
    expect(complaintsOf(scene(), /vif_plug_provider/)).not.toEqual([])
    expect(complaintsOf(scene(), /dhcp|parsing|option|syntax/i)).toEqual([])
  })
})
