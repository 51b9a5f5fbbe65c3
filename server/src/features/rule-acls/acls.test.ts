import { describe, expect, it } from '@jest/globals'
import { groupName } from '../../ovn/names.ts'
import { addressGroupSetRef, addressSetRef, groupRef, logMeterRef } from '../../ovn/refs.ts'
import { readMatch } from '../../ovn/testing/match-grammar.ts'
import { finalAcls, ruleAcl, type Placement, type RuleRow } from './index.ts'

const deployment = '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01'
const id = '01990000-0000-7000-8000-00000000000a'
const otherId = '01990000-0000-7000-8000-00000000000b'
const pg = 'sg_01990000_0000_7000_8000_00000000000a'
const ag = 'ag_01990000_0000_7000_8000_00000000000b'
const otherPg = 'sg_01990000_0000_7000_8000_00000000000b'

const at: Placement = {
  ...{ owner: { deployment, key: { kind: 'security_group', id } }, on: groupRef(deployment, id), group: groupName(id) },
  ...{ band: 'user', name: 'web', stateless: false },
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
const aclOf = (change: Partial<RuleRow>, where: Partial<Placement> = {}): object => {
  const { columns } = ruleAcl({ ...at, ...where }, { ...rule, ...change })
  // Whatever else a case is about: a match that nobody can read back would let everything pass.
  readMatch('match' in columns ? columns.match : '')
  return columns
}

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
    const row = ruleAcl(at, { ...rule, remoteGroupId: otherId })
    expect(row.needs).toEqual([addressSetRef(deployment, otherId, 4)])
    expect(row.columns.external_ids).toMatchObject({ 'qn-rule': rule.id })
  })

  it('needs the set of an address group likewise', () => {
    const row = ruleAcl(at, { ...rule, ethertype: 'ipv6', remoteAddressGroupId: otherId })
    expect(row.needs).toEqual([addressGroupSetRef(deployment, otherId, 6)])
  })

  it('is of the band above in a policy, and a row of its own on each of its groups', () => {
    expect(aclOf({ position: 0, action: 'drop' }, { band: 'admin' })).toMatchObject({ priority: 2999 })
    const uuids = [undefined, id, otherId].map(
      (part) => ruleAcl({ ...at, ...(part !== undefined && { part }) }, rule).uuid,
    )
    expect(new Set(uuids).size).toBe(3)
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

describe('a rule that logs', () => {
  it.each([
    ['allow', 'info'],
    ['drop', 'notice'],
    ['reject', 'notice'],
  ] as const)('%s: by a severity, and no more than its meter lets through', (action, severity) => {
    const { columns, needs } = ruleAcl(at, { ...rule, action, log: true })
    expect(columns).toMatchObject({ log: true, meter: 'qn_acl_log', severity })
    expect(needs).toEqual([logMeterRef(deployment)])
  })

  it('is silent otherwise', () => {
    expect(aclOf({})).toMatchObject({ log: false, severity: null, meter: null })
  })

  it.each([
    ['web', `web/${rule.id}`],
    ['a'.repeat(63), `${'a'.repeat(26)}/${rule.id}`],
    ['b\u00fc\nro', `b??ro/${rule.id}`],
  ])('is called by the group %j and its own id', (name, expected) => {
    expect(aclOf({}, { name })).toMatchObject({ name: expected })
  })
})

describe('a rule of a stateless group', () => {
  it.each([
    ['allow', 'allow-stateless'],
    ['drop', 'drop'],
    ['reject', 'reject'],
  ] as const)('%s is %s', (action, expected) => {
    expect(aclOf({ action }, { stateless: true })).toMatchObject({ action: expected })
  })
})

describe('a rule whose verdict is final', () => {
  it('keeps connection tracking away from what it matches, below the default deny', () => {
    const [decides, untracked] = finalAcls(at, { ...rule, action: 'drop', position: 0, log: true })
    expect(decides?.columns).toMatchObject({ action: 'drop', priority: 1999 })
    expect(untracked?.columns).toMatchObject({
      ...{ action: 'allow-stateless', priority: 0, log: false, match: `outport == @${pg} && ip4` },
    })
  })
})
