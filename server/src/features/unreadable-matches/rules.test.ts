import { describe, expect, it } from '@jest/globals'
import type { RuleRow } from '../rule-acls/index.ts'
import { groupsIn, mayBePolicy, nodeConditions, ownerConditions, type RuleOwner } from './rules.ts'

const id = '01990000-0000-7000-8000-00000000000a'
const pg = `sg_${id.replaceAll('-', '_')}`
const [wide, narrow] = ['01990000-0000-7000-8000-0000000000aa', '01990000-0000-7000-8000-0000000000ab']
const now = new Date('2026-03-01T09:30:00.000Z')
const later = new Date('2026-03-01T09:31:00.000Z')

const rule = (change: Partial<RuleRow>): RuleRow => ({
  ...{ id: wide, direction: 'ingress', ethertype: 'ipv4', protocol: null, portMin: null, portMax: null },
  ...{ remoteCidr: null, remoteGroupId: null, remoteAddressGroupId: null, icmpType: null, icmpCode: null },
  ...{ action: 'allow', position: 100, enabled: true, log: false },
  ...change,
})
const rules = [rule({}), rule({ id: narrow, remoteGroupId: id })]
const group: RuleOwner = { kind: 'security_group', id, conditions: [], rules }
const match = `(reg0[7] == 1) && outport == @${pg} && ip4 && ip4.src == $${pg}_v4`
const unreadable = { match, error: 'expecting address set name' }
const [told] = nodeConditions([], [unreadable], now)

describe('a hypervisor that cannot read a match', () => {
  it('says so from the time at which it began until it ends', () => {
    expect(told).toEqual({
      ...{ type: 'UnreadableMatch', reason: 'OvnController', since: now.toISOString() },
      message: `ovn-controller cannot read "${match}": expecting address set name`,
    })
    expect(nodeConditions(told === undefined ? [] : [told], [unreadable], later)).toEqual([told])
    const other = { type: 'X', reason: 'Y', message: 'z', since: now.toISOString() }
    expect(nodeConditions(told === undefined ? [] : [told, other], [], later)).toEqual([other])
  })
})

describe('the group that a match was made of', () => {
  const said = [{ node: 'hv1', message: told?.message ?? '' }]

  it('is found by its port group, not by the sets that it names', () => {
    expect(groupsIn([match, match])).toEqual([id])
    expect(groupsIn([`inport == @qn_drop && ip4.dst == $${pg}_v4`])).toEqual([])
  })

  it('says which rule has no effect, and where: the narrowest that it can be', () => {
    expect(ownerConditions(group, said, now)).toEqual([
      {
        ...{ type: 'MatchFailed', reason: 'UnreadableMatch', since: now.toISOString() },
        message: expect.stringContaining(`rule ${narrow} has no effect on hv1: `),
      },
    ])
  })

  it('says so of what is no rule of it', () => {
    expect(ownerConditions({ ...group, rules: [] }, said, now)).toMatchObject([
      { message: expect.stringContaining('not all of it has an effect on hv1') },
    ])
  })

  it('says so from the time at which it began, beside what else is said, and until the last hypervisor can read it', () => {
    const other = { type: 'Waiting', reason: 'Y', message: 'z', since: now.toISOString() }
    const conditions = ownerConditions({ ...group, conditions: [other] }, said, now)
    expect(
      ownerConditions({ ...group, conditions }, [...said, { node: 'hv2', message: said[0]?.message ?? '' }], later),
    ).toMatchObject([other, { since: now.toISOString(), message: expect.stringContaining('hv2') }])
    expect(ownerConditions({ ...group, conditions }, [], later)).toEqual([other])
  })
})

describe('the policy that a match was made of', () => {
  const policy: RuleOwner = { kind: 'policy', id: wide, conditions: [], rules: [rule({ remoteCidr: '192.0.2.0/24' })] }

  it.each([
    ['inport == @qn_drop && ip4', true],
    [`outport == @qn_project_${id.replaceAll('-', '_')} && ip4 && ip4.src == 192.0.2.0/24`, true],
    [`outport == @${pg} && ip4`, false],
  ])('%s: %s', (text, expected) => {
    expect(mayBePolicy(text)).toBe(expected)
  })

  it.each([
    [`outport == @qn_drop && ip4 && ip4.src == 192.0.2.0/24`, 1],
    [`outport == @qn_project_${id.replaceAll('-', '_')} && ip4 && ip4.src == 192.0.2.0/24`, 1],
    [`outport == @qn_drop && ip4 && ip4.src == 198.51.100.0/24`, 0],
  ])('has the rule that says %s: %d', (message, count) => {
    expect(ownerConditions(policy, [{ node: 'hv1', message }], now)).toHaveLength(count)
  })
})
