import { describe, expect, it } from '@jest/globals'
import { switchRef } from '../../ovn/refs.ts'
import { desiredSubnet, unprogrammedOfSubnet } from './desired.ts'
import type { SubnetRoot } from './load.ts'

const deployment = '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01'
const site = { deployment, dnsZone: 'internal' }
const id = '01990000-0000-7000-8000-000000000002'
const networkId = '01990000-0000-7000-8000-000000000001'

const subnet: SubnetRoot = {
  id,
  projectId: '01990000-0000-7000-8000-000000000004',
  generation: 1,
  appliedGeneration: 0,
  realizedGeneration: 0,
  conditions: [],
  deleting: false,
  networkId,
  name: 'main',
  cidr: '10.0.0.0/24',
  gateway: '10.0.0.1',
  gatewayMac: '02:00:00:00:00:01',
  dnsAddress: '10.0.0.2',
  dnsMac: '02:00:00:00:00:02',
  dhcpEnabled: true,
  leaseSeconds: 86_400,
  mtuBytes: 1442,
  dnsLabel: 'demo',
}

const columnsOf = (root: SubnetRoot, table: string): object[] =>
  desiredSubnet(root, site).flatMap((row) => (row.table === table ? [row.columns] : []))
const tables = (root: SubnetRoot): string[] => desiredSubnet(root, site).map((row) => row.table)

describe('a subnet in OVN', () => {
  it('is DHCP in the name of the gateway', () => {
    expect(columnsOf(subnet, 'DHCP_Options')).toEqual([
      {
        cidr: '10.0.0.0/24',
        options: {
          server_id: '10.0.0.1',
          server_mac: '02:00:00:00:00:01',
          lease_time: '86400',
          router: '10.0.0.1',
          dns_server: '10.0.0.2',
          mtu: '1442',
          domain_name: '"demo.internal"',
          domain_search_list: '"demo.internal"',
        },
        external_ids: expect.objectContaining({ 'qn-kind': 'subnet', 'qn-id': id, 'qn-name': 'main' }),
      },
    ])
  })

  it('is a DNS edge on every hypervisor', () => {
    const [edge] = desiredSubnet(subnet, site).filter((row) => row.table === 'Logical_Switch_Port')
    expect(edge).toMatchObject({
      columns: { name: `dns-${id}`, type: 'localport', addresses: ['02:00:00:00:00:02 10.0.0.2'], port_security: [] },
      memberOf: [{ container: switchRef(deployment, networkId), column: 'ports' }],
    })
  })

  it('lets every port of the switch ask for names and renew its lease, and nothing else', () => {
    expect(columnsOf(subnet, 'ACL')).toEqual([
      expect.objectContaining({
        direction: 'from-lport',
        priority: 32_000,
        action: 'allow-related',
        match: 'ip4 && ip4.dst == 10.0.0.1 && udp.src == 68 && udp.dst == 67',
      }),
      expect.objectContaining({
        direction: 'from-lport',
        priority: 32_000,
        action: 'allow-related',
        match: 'ip4 && ip4.dst == 10.0.0.2 && (udp.dst == 53 || tcp.dst == 53)',
      }),
    ])
  })

  it('without a gateway is DHCP in the name of the DNS address, without a router', () => {
    const [options] = columnsOf({ ...subnet, gateway: null, gatewayMac: null }, 'DHCP_Options')
    expect(options).toMatchObject({ options: { server_id: '10.0.0.2', server_mac: '02:00:00:00:00:02' } })
    expect(options).not.toHaveProperty('options.router')
  })

  it.each<[string, Partial<SubnetRoot>, string[]]>([
    ['without DNS', { dnsAddress: null, dnsMac: null }, ['DHCP_Options', 'ACL']],
    ['without DHCP', { dhcpEnabled: false }, ['Logical_Switch_Port', 'ACL']],
    ['with nobody to answer', { gateway: null, gatewayMac: null, dnsAddress: null, dnsMac: null }, []],
  ])('%s', (_, change, expected) => {
    expect(tables({ ...subnet, ...change })).toEqual(expected)
  })

  it('is nothing yet for IPv6, and says so', () => {
    const block = { ...subnet, cidr: '2001:db8::/64', gateway: '2001:db8::1', dnsAddress: null }
    expect([desiredSubnet(block, site), unprogrammedOfSubnet(block)]).toEqual([[], 'subnets of IPv6'])
    expect(unprogrammedOfSubnet(subnet)).toBeUndefined()
  })

  it('refuses a domain that would break the option apart', () => {
    expect(() => desiredSubnet({ ...subnet, dnsLabel: 'a", router="6.6.6.6' }, site)).toThrow('is not a domain name')
  })
})
