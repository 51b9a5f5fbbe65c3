import { describe, expect, it } from '@jest/globals'
import { addressGroupSetRef, addressSetRef } from '../../ovn/refs.ts'
import { desiredSecurityGroup, unprogrammedOfGroup } from './desired.ts'
import type { RuleRow, SecurityGroupRoot } from './load.ts'

const deployment = '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01'
const site = { deployment, dnsZone: 'internal' }
const id = '01990000-0000-7000-8000-00000000000a'
const otherId = '01990000-0000-7000-8000-00000000000b'
const pg = 'sg_01990000_0000_7000_8000_00000000000a'
const ag = 'ag_01990000_0000_7000_8000_00000000000b'
const otherPg = 'sg_01990000_0000_7000_8000_00000000000b'

const group: SecurityGroupRoot = {
  id,
  projectId: '01990000-0000-7000-8000-000000000004',
  generation: 1,
  appliedGeneration: 0,
  realizedGeneration: 0,
  conditions: [],
  deleting: false,
  name: 'default',
  stateful: true,
  defaultEgress: 'allow',
  rules: [],
  addresses: ['10.0.0.3', 'fd00::3'],
}
const rule: RuleRow = {
  id: '01990000-0000-7000-8000-0000000000aa',
  direction: 'ingress',
  ethertype: 'ipv4',
  protocol: null,
  portMin: null,
  portMax: null,
  remoteCidr: null,
  remoteGroupId: null,
  remoteAddressGroupId: null,
  icmpType: null,
  icmpCode: null,
  action: 'allow',
  position: 100,
  enabled: true,
  log: false,
}

const rows = (change: Partial<SecurityGroupRoot>, table: string): object[] =>
  desiredSecurityGroup({ ...group, ...change }, site).flatMap((row) => (row.table === table ? [row.columns] : []))
const aclOf = (change: Partial<RuleRow>): unknown =>
  rows({ defaultEgress: 'deny', rules: [{ ...rule, ...change }] }, 'ACL')[0]

describe('a security group in OVN', () => {
  it('is a port group, and a set of addresses for each family', () => {
    expect(rows({}, 'Port_Group')).toEqual([
      { name: pg, external_ids: expect.objectContaining({ 'qn-name': 'default' }) },
    ])
    expect(rows({}, 'Address_Set')).toEqual([
      expect.objectContaining({ name: `${pg}_v4`, addresses: ['10.0.0.3'] }),
      expect.objectContaining({ name: `${pg}_v6`, addresses: ['fd00::3'] }),
    ])
  })

  it('lets its members out by default, below every rule', () => {
    expect(rows({}, 'ACL')).toEqual([
      expect.objectContaining({
        direction: 'from-lport',
        priority: 100,
        match: `inport == @${pg} && ip4`,
        action: 'allow-related',
      }),
      expect.objectContaining({
        direction: 'from-lport',
        priority: 100,
        match: `inport == @${pg} && ip6`,
        action: 'allow-related',
      }),
    ])
    expect(rows({ defaultEgress: 'deny' }, 'ACL')).toEqual([])
  })
})

describe('what OVN is not told yet', () => {
  const drop: RuleRow = { ...rule, action: 'drop', id: '01990000-0000-7000-8000-0000000000ab' }

  it('is what a stateless group allows: its drops hold, and nothing else', () => {
    expect(rows({ stateful: false, rules: [rule, drop] }, 'ACL')).toEqual([expect.objectContaining({ action: 'drop' })])
    expect(rows({ stateful: false }, 'Port_Group')).toHaveLength(1)
    expect(unprogrammedOfGroup({ ...group, stateful: false })).toBe('what a stateless group allows')
  })

  it('is the logging of rules, which decide all the same', () => {
    expect(aclOf({ log: true })).toMatchObject({ action: 'allow-related', log: false })
    expect(unprogrammedOfGroup({ ...group, rules: [{ ...rule, log: true }] })).toBe('the logging of rules')
    expect(unprogrammedOfGroup({ ...group, rules: [{ ...rule, log: true, enabled: false }] })).toBeUndefined()
    expect(unprogrammedOfGroup({ ...group, rules: [rule] })).toBeUndefined()
  })
})

describe('a rule', () => {
  it.each<[string, Partial<RuleRow>]>([
    [`outport == @${pg} && ip4`, {}],
    [`inport == @${pg} && ip4`, { direction: 'egress' }],
    [`outport == @${pg} && ip6`, { ethertype: 'ipv6' }],
    [`outport == @${pg} && ip4 && ip4.src == $${pg}_v4`, { remoteGroupId: id }],
    [`outport == @${pg} && ip6 && ip6.src == $${otherPg}_v6`, { remoteGroupId: otherId, ethertype: 'ipv6' }],
    [`inport == @${pg} && ip4 && ip4.dst == $${otherPg}_v4`, { remoteGroupId: otherId, direction: 'egress' }],
    [
      `outport == @${pg} && ip4 && ip4.src == 192.0.2.0/24 && tcp && tcp.dst == 22`,
      { remoteCidr: '192.0.2.0/24', protocol: 6, portMin: 22, portMax: 22 },
    ],
    [
      `inport == @${pg} && ip4 && ip4.dst == 192.0.2.1 && udp`,
      { remoteCidr: '192.0.2.1/32', protocol: 17, direction: 'egress' },
    ],
    [`outport == @${pg} && ip4`, { remoteCidr: '0.0.0.0/0' }],
    [
      `outport == @${pg} && ip4 && tcp && tcp.dst >= 1000 && tcp.dst <= 2000`,
      { protocol: 6, portMin: 1000, portMax: 2000 },
    ],
    [`outport == @${pg} && ip4 && tcp`, { protocol: 6, portMin: 1, portMax: 65_535 }],
    [`outport == @${pg} && ip4 && sctp && sctp.dst == 5`, { protocol: 132, portMin: 5 }],
    [`outport == @${pg} && ip4 && icmp4`, { protocol: 1 }],
    [`outport == @${pg} && ip6 && icmp6`, { protocol: 58, ethertype: 'ipv6' }],
    [`outport == @${pg} && ip6 && ip.proto == 1`, { protocol: 1, ethertype: 'ipv6' }],
    [`outport == @${pg} && ip4 && ip.proto == 47`, { protocol: 47 }],
    [`outport == @${pg} && ip4 && ip.proto == 0`, { protocol: 0 }],
    [`outport == @${pg} && ip4 && icmp4 && icmp4.type == 8`, { protocol: 1, icmpType: 8 }],
    [
      `outport == @${pg} && ip4 && icmp4 && icmp4.type == 0 && icmp4.code == 0`,
      { protocol: 1, icmpType: 0, icmpCode: 0 },
    ],
    [
      `inport == @${pg} && ip6 && icmp6 && icmp6.type == 128`,
      { protocol: 58, icmpType: 128, ethertype: 'ipv6', direction: 'egress' },
    ],
    [`outport == @${pg} && ip4 && ip4.src == $${ag}_v4`, { remoteAddressGroupId: otherId }],
    [
      `inport == @${pg} && ip6 && ip6.dst == $${ag}_v6`,
      { remoteAddressGroupId: otherId, ethertype: 'ipv6', direction: 'egress' },
    ],
  ])('%s', (match, change) => {
    expect(aclOf(change)).toMatchObject({ match })
  })

  it.each<[Partial<RuleRow>, object]>([
    [{}, { direction: 'to-lport', action: 'allow-related', priority: 1697 }],
    [{ action: 'drop' }, { action: 'drop', priority: 1699 }],
    [
      { action: 'reject', position: 0 },
      { action: 'reject', priority: 1998 },
    ],
    [
      { direction: 'egress', position: 332 },
      { direction: 'from-lport', priority: 1001 },
    ],
  ])('%j', (change, columns) => {
    expect(aclOf(change)).toMatchObject(columns)
  })

  it('needs the set that its match names, and is found by its id', () => {
    const [, , , acl] = desiredSecurityGroup(
      { ...group, defaultEgress: 'deny', rules: [{ ...rule, remoteGroupId: otherId }] },
      site,
    )
    expect(acl?.needs).toEqual([addressSetRef(deployment, otherId, 4)])
    expect(acl?.columns.external_ids).toMatchObject({ 'qn-rule': rule.id })
  })

  it('needs the set of an address group likewise', () => {
    const [, , , acl] = desiredSecurityGroup(
      { ...group, defaultEgress: 'deny', rules: [{ ...rule, ethertype: 'ipv6', remoteAddressGroupId: otherId }] },
      site,
    )
    expect(acl?.needs).toEqual([addressGroupSetRef(deployment, otherId, 6)])
  })

  it('is not there while it is switched off', () => {
    expect(aclOf({ enabled: false })).toBeUndefined()
  })

  it.each<[string, Partial<RuleRow>]>([
    ['names ports, but its protocol has none', { portMin: 5 }],
    ['names ports, but its protocol has none', { protocol: 1, portMin: 5 }],
    ['is not an ipv4 block', { remoteCidr: 'fd00::/64' }],
    ['is not an ipv4 block', { remoteCidr: '1 || 1' }],
    ['is not a UUID', { remoteGroupId: 'x || 1' }],
    ['names an ICMP type or code', { icmpType: 8 }],
    ['names an ICMP type or code', { protocol: 6, icmpType: 8 }],
    ['names an ICMP type or code', { protocol: 58, icmpType: 8 }],
    ['names an ICMP type or code', { protocol: 1, icmpCode: 0 }],
    ['icmp4.type cannot be', { protocol: 1, icmpType: 256 }],
    ['ip.proto cannot be', { protocol: 300 }],
    ['is not a whole number from 0 to 332', { position: 333 }],
  ])('is refused when it %s: %j', (message, change) => {
    expect(() => aclOf(change)).toThrow(message)
  })
})
