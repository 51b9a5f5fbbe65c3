import { describe, expect, it } from '@jest/globals'
import { switchRef } from '../../ovn/refs.ts'
import { desiredSubnet } from './desired.ts'
import type { SubnetRoot } from './load.ts'
import { deployment, site, subnet, subnetV6 } from './testing.ts'

const columnsOf = (root: SubnetRoot, table: string): object[] =>
  desiredSubnet(root, site).flatMap((row) => (row.table === table ? [row.columns] : []))
const tables = (root: SubnetRoot): string[] => desiredSubnet(root, site).map((row) => row.table)

describe('a subnet in OVN', () => {
  it('is DHCP in the name of its DNS address, a DNS edge, and what its ports may ask', () => {
    expect(tables(subnet)).toEqual(['DHCP_Options', 'ACL', 'Logical_Switch_Port', 'ACL', 'ACL'])
    expect(columnsOf(subnet, 'DHCP_Options')).toEqual([
      {
        cidr: '10.0.0.0/24',
        options: expect.objectContaining({ server_id: '10.0.0.2', server_mac: '02:00:00:00:00:02' }),
        external_ids: expect.objectContaining({ 'qn-kind': 'subnet', 'qn-id': subnet.id, 'qn-name': 'main' }),
      },
    ])
  })

  it.each([
    ['IPv4', subnet, '02:00:00:00:00:02 10.0.0.2'],
    ['IPv6', subnetV6, '02:00:00:00:00:02 2001:db8::2'],
  ])('is a DNS edge on every hypervisor, %s', (_, root, address) => {
    const [edge] = desiredSubnet(root, site).filter((row) => row.table === 'Logical_Switch_Port')
    expect(edge).toMatchObject({
      columns: { name: `dns-${root.id}`, type: 'localport', addresses: [address], port_security: [] },
      memberOf: [{ container: switchRef(deployment, root.networkId), column: 'ports' }],
    })
  })

  it.each([
    [
      'IPv4: to renew its lease and for names',
      subnet,
      [
        'ip4 && ip4.dst == 10.0.0.2 && udp.src == 68 && udp.dst == 67',
        'ip4 && ip4.dst == 10.0.0.2 && (udp.dst == 53 || tcp.dst == 53)',
      ],
    ],
    ['IPv6: for names', subnetV6, ['ip6 && ip6.dst == 2001:db8::2 && (udp.dst == 53 || tcp.dst == 53)']],
  ])('lets every port of the switch ask, %s, and the answers in, and nothing else', (_, root, matches) => {
    const passes = { priority: 32_000, action: 'allow-related' }
    const answers = `inport == "dns-${root.id}" && (udp.src == 53 || tcp.src == 53)`
    expect(columnsOf(root, 'ACL')).toEqual([
      ...matches.map((match) => expect.objectContaining({ ...passes, direction: 'from-lport', match })),
      expect.objectContaining({ ...passes, direction: 'to-lport', match: answers }),
    ])
  })

  it('without DNS is DHCP in the name of the gateway', () => {
    const [options] = columnsOf({ ...subnet, dnsAddress: null, dnsMac: null }, 'DHCP_Options')
    expect(options).toMatchObject({ options: { server_id: '10.0.0.1', server_mac: '02:00:00:00:00:01' } })
    expect(options).not.toHaveProperty('options.dns_server')
  })

  const alone = { gateway: null, gatewayMac: null, dnsAddress: null, dnsMac: null }
  it.each<[string, SubnetRoot, string[]]>([
    ['without DNS', { ...subnet, dnsAddress: null, dnsMac: null }, ['DHCP_Options', 'ACL']],
    ['without DHCP', { ...subnet, dhcpEnabled: false }, ['Logical_Switch_Port', 'ACL', 'ACL']],
    ['with nobody to answer', { ...subnet, ...alone }, []],
    ['of IPv6 with DHCP', subnetV6, ['DHCP_Options', 'Logical_Switch_Port', 'ACL', 'ACL']],
    ['of IPv6 whose hosts need none', { ...subnetV6, ipv6Mode: 'slaac' }, ['Logical_Switch_Port', 'ACL', 'ACL']],
    ['of IPv6 with nobody to answer', { ...subnetV6, ...alone }, []],
  ])('%s', (_, root, expected) => {
    expect(tables(root)).toEqual(expected)
  })
})
