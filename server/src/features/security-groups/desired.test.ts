import { describe, expect, it } from '@jest/globals'
import { desiredSecurityGroup } from './desired.ts'
import type { SecurityGroupRoot } from './load.ts'

const site = { deployment: '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01', dnsZone: 'internal' }
const pg = 'sg_01990000_0000_7000_8000_00000000000a'

const group: SecurityGroupRoot = {
  id: '01990000-0000-7000-8000-00000000000a',
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
  addresses: ['10.0.0.3', 'fd00::3', '10.0.1.0/24'],
}
const rule: SecurityGroupRoot['rules'][number] = {
  ...{ id: '01990000-0000-7000-8000-0000000000aa', direction: 'ingress', ethertype: 'ipv4', protocol: null },
  ...{ portMin: null, portMax: null, remoteCidr: null, remoteGroupId: null, remoteAddressGroupId: null },
  ...{ icmpType: null, icmpCode: null, action: 'allow', position: 100, enabled: true, log: false },
}

const rows = (change: Partial<SecurityGroupRoot>, table: string): object[] =>
  desiredSecurityGroup({ ...group, ...change }, site).flatMap((row) => (row.table === table ? [row.columns] : []))
const acls = (change: Partial<SecurityGroupRoot>): object[] => rows(change, 'ACL')

describe('a security group in OVN', () => {
  it('is a port group, and a set of addresses for each family', () => {
    expect(rows({}, 'Port_Group')).toEqual([
      { name: pg, external_ids: expect.objectContaining({ 'qn-name': 'default' }) },
    ])
    expect(rows({}, 'Address_Set')).toEqual([
      expect.objectContaining({ name: `${pg}_v4`, addresses: ['10.0.0.3', '10.0.1.0/24'] }),
      expect.objectContaining({ name: `${pg}_v6`, addresses: ['fd00::3'] }),
    ])
  })

  it('lets its members out by default, below every rule', () => {
    const egress = { direction: 'from-lport', priority: 100, action: 'allow-related' }
    expect(acls({})).toEqual([
      expect.objectContaining({ ...egress, match: `inport == @${pg} && ip4` }),
      expect.objectContaining({ ...egress, match: `inport == @${pg} && ip6` }),
    ])
    expect(acls({ defaultEgress: 'deny' })).toEqual([])
  })

  it('has a row for each rule that is not switched off', () => {
    const rules = [rule, { ...rule, id: '01990000-0000-7000-8000-0000000000ab', enabled: false }]
    expect(acls({ defaultEgress: 'deny', rules })).toEqual([
      expect.objectContaining({ name: `default/${rule.id}`, action: 'allow-related' }),
    ])
  })

  it('has no more rows with more members', () => {
    const count = (addresses: readonly string[]): number => desiredSecurityGroup({ ...group, addresses }, site).length
    expect(count(Array.from({ length: 4000 }, (_, n) => `10.0.${String(n >> 8)}.${String(n & 255)}`))).toBe(count([]))
  })
})

describe('a stateless group', () => {
  const stateless = { stateful: false, rules: [rule] }

  it('allows packet by packet', () => {
    expect(acls(stateless)).toEqual([
      expect.objectContaining({ priority: 100, action: 'allow-stateless', match: `inport == @${pg} && ip4` }),
      expect.objectContaining({ priority: 100, action: 'allow-stateless', match: `inport == @${pg} && ip6` }),
      expect.objectContaining({ priority: 0 }),
      expect.objectContaining({ priority: 0 }),
      expect.objectContaining({ priority: 1697, action: 'allow-stateless', match: `outport == @${pg} && ip4` }),
    ])
  })

  it('tracks nothing of its members, be it allowed or not, in either direction', () => {
    expect(acls(stateless).slice(2, 4)).toEqual([
      expect.objectContaining({ action: 'allow-stateless', direction: 'to-lport', match: `outport == @${pg} && ip` }),
      expect.objectContaining({ action: 'allow-stateless', direction: 'from-lport', match: `inport == @${pg} && ip` }),
    ])
  })
})
