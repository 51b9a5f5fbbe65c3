import { describe, expect, it } from '@jest/globals'
import type { z } from 'zod'
import { CreateSecurityGroupRule } from './security-group-rules.ts'
import { ReplacePolicyRules } from './policy-rules.ts'
import { MOST_RULES } from './rule-fields.ts'

const group = '01957b2c-ce50-7072-9165-7d9e0f1a2b3c'
const other = '01957b2c-ce72-7194-b387-9fb03c4d5e6f'
const base = { security_group: group, direction: 'ingress', ethertype: 'ipv4' }

const parsed = (change: object): z.ZodSafeParseResult<CreateSecurityGroupRule> =>
  CreateSecurityGroupRule.safeParse({ ...base, ...change })
const refusals = (change: object): [string, string][] =>
  (parsed(change).error?.issues ?? []).map(({ path, message }) => [path.join('/'), message])

describe('a rule that goes together', () => {
  it.each<[object, object]>([
    [{}, { protocol: 'any', port_min: null, action: 'allow', position: 100, enabled: true, log: false, labels: {} }],
    [{ protocol: 'tcp' }, { protocol: 'tcp', port_min: null, port_max: null }],
    [
      { protocol: '6', port_min: 22 },
      { protocol: 'tcp', port_min: 22, port_max: null },
    ],
    [
      { protocol: 'udp', port_min: 1, port_max: 65_535 },
      { port_min: 1, port_max: 65_535 },
    ],
    [{ protocol: 'sctp', port_min: 5, port_max: 5 }, { protocol: 'sctp' }],
    [
      { protocol: 'icmp', icmp_type: 0, icmp_code: 0 },
      { icmp_type: 0, icmp_code: 0 },
    ],
    [
      { protocol: 'icmp', icmp_type: 8 },
      { icmp_type: 8, icmp_code: null },
    ],
    [
      { protocol: '58', ethertype: 'ipv6', icmp_type: 255 },
      { protocol: 'icmpv6', icmp_type: 255 },
    ],
    [{ protocol: '0' }, { protocol: '0' }],
    [
      { protocol: 'gre', remote_cidr: '192.0.2.1/32' },
      { protocol: 'gre', remote_cidr: '192.0.2.1/32' },
    ],
    [{ remote_cidr: '0.0.0.0/0' }, { remote_cidr: '0.0.0.0/0' }],
    [{ ethertype: 'ipv6', remote_cidr: '2001:DB8:0::/48' }, { remote_cidr: '2001:db8::/48' }],
    [{ remote_group: group.toUpperCase() }, { remote_group: group }],
    [
      { remote_address_group: other, position: 0, action: 'reject' },
      { remote_address_group: other, position: 0 },
    ],
    [
      { position: 332, log: true, enabled: false },
      { position: 332, log: true, enabled: false },
    ],
  ])('%j', (change, expected) => {
    expect(parsed(change).data).toMatchObject(expected)
  })
})

describe('a rule that does not go together', () => {
  it.each<[object, [string, string]]>([
    [{ port_min: 80 }, ['port_min', 'must be left out: protocol "any" has no ports; tcp, udp and sctp have']],
    [
      { protocol: 'icmp', port_min: 80 },
      ['port_min', 'must be left out: protocol icmp has no ports; tcp, udp and sctp have'],
    ],
    [
      { protocol: 'gre', port_max: 80 },
      ['port_max', 'must be left out: protocol gre has no ports; tcp, udp and sctp have'],
    ],
    [
      { protocol: '136', port_min: 80 },
      ['port_min', 'must be left out: protocol udplite has no ports; tcp, udp and sctp have'],
    ],
    [{ protocol: 'tcp', port_max: 80 }, ['port_min', 'must be given beside port_max']],
    [{ protocol: 'tcp', port_min: 443, port_max: 80 }, ['port_max', 'must be at least port_min, which is 443']],
    [{ icmp_type: 8 }, ['icmp_type', 'must be left out: protocol "any" has no such types; icmp and icmpv6 have']],
    [
      { protocol: 'tcp', icmp_type: 0 },
      ['icmp_type', 'must be left out: protocol tcp has no such types; icmp and icmpv6 have'],
    ],
    [
      { protocol: 'udp', icmp_code: 0 },
      ['icmp_code', 'must be left out: protocol udp has no such types; icmp and icmpv6 have'],
    ],
    [{ protocol: 'icmp', icmp_code: 0 }, ['icmp_type', 'must be given beside icmp_code']],
    [{ protocol: 'icmp', ethertype: 'ipv6' }, ['protocol', 'must be "icmpv6" with ethertype ipv6']],
    [{ protocol: '1', ethertype: 'ipv6' }, ['protocol', 'must be "icmpv6" with ethertype ipv6']],
    [{ protocol: 'icmpv6' }, ['protocol', 'must be "icmp" with ethertype ipv4']],
    [{ remote_cidr: '2001:db8::/32' }, ['remote_cidr', 'must be an IPv4 block with ethertype ipv4']],
    [{ ethertype: 'ipv6', remote_cidr: '10.0.0.0/8' }, ['remote_cidr', 'must be an IPv6 block with ethertype ipv6']],
    [
      { remote_cidr: '10.0.0.0/8', remote_group: group },
      ['remote_group', 'must be left out beside remote_cidr: a rule has one remote at most'],
    ],
    [
      { remote_group: group, remote_address_group: other },
      ['remote_address_group', 'must be left out beside remote_group: a rule has one remote at most'],
    ],
  ])('%j', (change, refusal) => {
    expect(refusals(change)).toEqual([refusal])
  })

  it('is refused for everything at once that is wrong with it', () => {
    const all = {
      protocol: 'icmpv6',
      port_min: 1,
      icmp_code: 1,
      remote_cidr: '::/0',
      remote_group: group,
      remote_address_group: other,
    }
    expect(refusals(all).map(([field]) => field)).toEqual([
      'protocol',
      'port_min',
      'icmp_type',
      'remote_cidr',
      'remote_group',
      'remote_address_group',
    ])
  })
})

describe('a field of a rule', () => {
  it.each<[object, [string, RegExp]]>([
    [{ direction: 'in' }, ['direction', /"ingress"\|"egress"/]],
    [{ ethertype: 'arp' }, ['ethertype', /"ipv4"\|"ipv6"/]],
    [{ action: 'accept' }, ['action', /"allow"\|"drop"\|"reject"/]],
    [{ protocol: '256' }, ['protocol', /must be "any", a number from 0 to 255, or one of icmp, igmp, ipip, tcp, udp/]],
    [{ protocol: 'tcp', port_min: 0 }, ['port_min', />=1/]],
    [{ protocol: 'tcp', port_min: 1, port_max: 65_536 }, ['port_max', /<=65535/]],
    [{ protocol: 'icmp', icmp_type: 256 }, ['icmp_type', /<=255/]],
    [{ position: 333 }, ['position', /<=332/]],
    [{ position: -1 }, ['position', />=0/]],
    [{ position: 1.5 }, ['position', /int/]],
    [{ remote_cidr: '10.0.0.1/8' }, ['remote_cidr', /has host bits set; the block is 10\.0\.0\.0\/8/]],
    [{ remote_cidr: '1 || 1' }, ['remote_cidr', /must be a block such as 10\.0\.0\.0\/24/]],
    [{ remote_group: 'web' }, ['remote_group', /UUID/]],
  ])('%j is refused', (change, [field, message]) => {
    const [refusal] = refusals(change)
    expect(refusal?.[0]).toBe(field)
    expect(refusal?.[1]).toMatch(message)
  })
})

describe('a list of rules', () => {
  const rule = { direction: 'ingress', ethertype: 'ipv4' }

  it('is checked rule by rule', () => {
    const body = { rules: [rule, { ...rule, port_min: 1 }] }
    expect(ReplacePolicyRules.safeParse(body).error?.issues).toMatchObject([{ path: ['rules', 1, 'port_min'] }])
  })

  it('has a thousand at most', () => {
    const rules = (length: number): object => ({
      rules: Array.from({ length }, (_, at) => ({ ...rule, protocol: 'tcp', port_min: at + 1, port_max: at + 1 })),
    })
    expect(ReplacePolicyRules.safeParse(rules(MOST_RULES)).success).toBe(true)
    expect(ReplacePolicyRules.safeParse(rules(MOST_RULES + 1)).error?.issues).toMatchObject([
      { path: ['rules'], code: 'too_big' },
    ])
  })
})
