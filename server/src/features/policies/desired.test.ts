import { describe, expect, it } from '@jest/globals'
import { dropGroupRef, projectGroupRef } from '../../ovn/refs.ts'
import { desiredPolicy } from './desired.ts'
import type { PolicyRoot } from './load.ts'

const deployment = '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01'
const [one, two] = ['01990000-0000-7000-8000-000000000001', '01990000-0000-7000-8000-000000000002']
const [pgOne, pgTwo] = [one, two].map((id) => `qn_project_${id.replaceAll('-', '_')}`)

type Rule = PolicyRoot['rules'][number]
const rule: Rule = {
  ...{ id: '01990000-0000-7000-8000-0000000000aa', direction: 'ingress', ethertype: 'ipv4', protocol: null },
  ...{ portMin: null, portMax: null, remoteCidr: null, remoteGroupId: null, remoteAddressGroupId: null },
  ...{ icmpType: null, icmpCode: null, action: 'drop', position: 0, enabled: true, log: false },
}
const policy: PolicyRoot = {
  ...{ id: '01990000-0000-7000-8000-0000000000cc', generation: 1, appliedGeneration: 0 },
  ...{ realizedGeneration: 0, conditions: [], deleting: false, name: 'quarantine', scope: 'all', projects: [] },
  rules: [rule],
}
const rowsOf = (change: Partial<PolicyRoot>): ReturnType<typeof desiredPolicy> =>
  desiredPolicy({ ...policy, ...change }, { deployment, dnsZone: 'internal' })
const columnsOf = (change: Partial<PolicyRoot>): object[] => rowsOf(change).map(({ columns }) => columns)

describe('a policy in OVN', () => {
  it('for all is on the group of all secured ports, above the rules of users', () => {
    const [row, ...others] = rowsOf({})
    expect(row?.memberOf).toEqual([{ container: dropGroupRef(deployment), column: 'acls' }])
    expect(row?.columns).toMatchObject({
      ...{ name: `quarantine/${rule.id}`, priority: 2999, direction: 'to-lport', match: 'outport == @qn_drop && ip4' },
      external_ids: { 'qn-kind': 'policy', 'qn-rule': rule.id },
    })
    expect(others).toEqual([])
  })

  it('for projects is on the group of each, which has to be there', () => {
    const rows = rowsOf({ scope: 'projects', projects: [one, two] })
    expect(rows.map(({ memberOf }) => memberOf.map(({ container }) => container))).toEqual([
      [projectGroupRef(deployment, one)],
      [projectGroupRef(deployment, two)],
    ])
    expect(rows.map(({ columns }) => columns)).toMatchObject([
      { match: `outport == @${pgOne ?? ''} && ip4` },
      { match: `outport == @${pgTwo ?? ''} && ip4` },
    ])
    expect(new Set(rows.map(({ uuid }) => uuid)).size).toBe(2)
  })

  it('for projects that are gone is nothing', () => {
    expect(rowsOf({ scope: 'projects', projects: [] })).toEqual([])
  })

  it('leaves out rules that are switched off', () => {
    expect(rowsOf({ rules: [{ ...rule, enabled: false }] })).toEqual([])
  })
})

describe('a drop is final, for replies too', () => {
  const back: Rule = { ...rule, id: '01990000-0000-7000-8000-0000000000ab', direction: 'egress' }
  const untracked = (rules: readonly Rule[]): object[] =>
    columnsOf({ rules }).filter((columns) => 'action' in columns && columns.action === 'allow-stateless')

  it('when it stands in both directions before all else', () => {
    expect(untracked([rule, back])).toMatchObject([
      { priority: 0, direction: 'to-lport', match: 'outport == @qn_drop && ip4' },
      { priority: 0, direction: 'from-lport', match: 'inport == @qn_drop && ip4' },
    ])
  })

  it.each<[string, readonly Rule[]]>([
    ['in one direction', [rule]],
    ['with its other half switched off', [rule, { ...back, enabled: false }]],
    ['of another family', [rule, { ...back, ethertype: 'ipv6' }]],
    ['for another remote', [rule, { ...back, remoteCidr: '192.0.2.0/24' }]],
    ['of ports, which are said of one direction only', [rule, back].map((r) => ({ ...r, protocol: 6, portMin: 22 }))],
    ['after other positions', [rule, back].map((r) => ({ ...r, position: 1 }))],
    ['that is a rejection', [rule, back].map((r) => ({ ...r, action: 'reject' as const }))],
  ])('but not %s', (_, rules) => {
    expect(untracked(rules)).toEqual([])
  })
})
