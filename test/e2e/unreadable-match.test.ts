import { beforeAll, expect, it } from '@jest/globals'
import { routes, type Condition } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { describeScenarios, expectTraffic, securityGroup, useScene, type Group, type Vm } from './kit/index.ts'

/**
 * OVN takes any text for a match, and who cannot read it says so in a log. Here the southbound database has lost a set that a rule names, while
 * nobody is there to put it back: northd sleeps.
 */
describeScenarios('a match that ovn-controller cannot read', () => {
  const scene = useScene()
  let group: Group
  let rule: string
  let client: Vm
  let server: Vm

  beforeAll(async () => {
    const red = await scene().tenant('red')
    group = await securityGroup(scene(), red, 'clients')
    await group.rules({ remote_group: group.id }, { to: 'tcp/80' })
    const { rules } = await scene().client.call(routes.securityGroups.getRules, { params: { id: group.id } })
    rule = rules.find(({ remote_group: remote }) => remote === group.id)?.id ?? ''
    client = await red.vm('client', { ip: '10.0.0.10', on: 'hv1', security_groups: [group.id] })
    server = await red.vm('server', { ip: '10.0.0.11', on: 'hv1', security_groups: [group.id] })
  }, 120_000)

  const conditionsOf = async (): Promise<readonly Condition[]> =>
    (await scene().client.call(routes.securityGroups.get, { params: { id: group.id } })).status.conditions
  const limits = { timeoutMs: 60_000 }

  it('is told by the group that it was made of, with the rule and the hypervisor, and by the hypervisor', async () => {
    await expectTraffic({ passes: [client.ping(server), client.tcp(server, 80)] })
    await scene().platform.supervisor.stop('ovn-northd')
    await scene().sbctl('destroy', 'Address_Set', `sg_${group.id.replaceAll('-', '_')}_v4`)
    const [condition] = await eventually(
      async () => {
        const conditions = await conditionsOf()
        return conditions.length > 0 ? conditions : undefined
      },
      { ...limits, what: 'the group says so' },
    )
    expect(condition).toMatchObject({ type: 'MatchFailed', reason: 'UnreadableMatch' })
    expect(condition?.message).toContain(`rule ${rule} has no effect on hv1`)
    expect(condition?.message).toContain('expecting address set name')
    const node = await scene().client.call(routes.nodes.get, { params: { name: 'hv1' } })
    expect(node.status.conditions).toMatchObject([{ type: 'UnreadableMatch', reason: 'OvnController' }])
    await expectTraffic({ passes: [client.tcp(server, 80)] })
  }, 90_000)

  it('is told no more once it can be read', async () => {
    await scene().platform.supervisor.restart('ovn-northd')
    await eventually(async () => ((await conditionsOf()).length === 0 ? true : undefined), {
      ...{ ...limits, what: 'the group says nothing any more' },
    })
    const node = await scene().client.call(routes.nodes.get, { params: { name: 'hv1' } })
    expect(node.status.conditions).toEqual([])
    await expectTraffic({ passes: [client.ping(server), client.tcp(server, 80)] })
  }, 90_000)
})
