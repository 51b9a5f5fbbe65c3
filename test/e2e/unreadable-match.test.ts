import { readFileSync } from 'node:fs'
import { beforeAll, expect, it } from '@jest/globals'
import { routes, type AddressGroup, type Condition } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import {
  describeScenarios,
  expectTraffic,
  policy,
  securityGroup,
  useScene,
  type Group,
  type RuleWords,
  type Tenant,
  type Vm,
} from './kit/index.ts'

/**
 * OVN takes any text for a match, and who cannot read it says so in a log. Here the southbound database has lost a set that a rule names, while
 * nobody is there to put it back: northd sleeps.
 */
const IPV = { ipv4: ['icmp', '192.0.2.1/32'], ipv6: ['icmpv6', '2001:db8:1::/48'] } as const

/** Rules of every direction, family, protocol, remote and action, as many as a group may have. */
const everyShape = (remote: Group, addressGroup: AddressGroup['id']): readonly RuleWords[] =>
  (['ingress', 'egress'] as const).flatMap((direction) =>
    (['ipv4', 'ipv6'] as const).flatMap((ethertype) => {
      const [icmp, cidr] = IPV[ethertype]
      const protocols: readonly RuleWords[] = [
        ...['any', 'tcp', 'tcp/22', 'tcp/1000-2000', 'udp/53', 'sctp/5', '0', '47', '255'].map((to) => ({ to })),
        ...[{}, { icmp_type: 3 }, { icmp_type: 128, icmp_code: 0 }].map((type) => ({ to: icmp, ...type })),
      ]
      const remotes = [{}, { remote_cidr: cidr }, { remote_group: remote.id }, { remote_address_group: addressGroup }]
      return protocols.flatMap((protocol, n) =>
        remotes.map((at, m): RuleWords => {
          const action = (['allow', 'drop', 'reject'] as const)[(n + m) % 3] ?? 'allow'
          return { direction, ethertype, action, log: m === 0, ...protocol, ...at }
        }),
      )
    }),
  )

describeScenarios('a match that ovn-controller cannot read', () => {
  const scene = useScene()
  let red: Tenant
  let group: Group
  let rule: string
  let client: Vm
  let server: Vm

  beforeAll(async () => {
    red = await scene().tenant('red')
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

  it('is none of ours, whatever a rule says', async () => {
    const { client: api } = scene()
    const offices = await api.call(routes.addressGroups.create, {
      body: { project: red.project.id, name: 'offices', cidrs: ['192.0.2.0/24', '2001:db8::/32'] },
    })
    const shapes = everyShape(group, offices.id)
    expect(shapes.length).toBeGreaterThan(180)
    const groups = [
      await securityGroup(scene(), red, 'shapes', { rules: shapes }),
      await securityGroup(scene(), red, 'stateless-shapes', { stateful: false, rules: shapes }),
    ]
    for (const { id } of groups) await red.vm(`of-${id.slice(-4)}`, { security_groups: [id], lease: false })
    const platform = await policy(scene(), 'shapes', { of: [red], rules: shapes })
    await scene().nbctl('--wait=hv', 'sync')
    const flows = await scene().sbctl('--bare', '--columns=match', 'list', 'Logical_Flow')
    for (const { id } of groups) expect(flows).toContain(`@sg_${id.replaceAll('-', '_')} && ip6 && ip6.src == $`)
    expect(readFileSync(scene().hypervisor('hv1').controllerLog, 'utf8')).not.toContain('error parsing')
    await platform.remove()
  }, 60_000)

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
    expect(node.status.conditions).toContainEqual(
      expect.objectContaining({ type: 'UnreadableMatch', reason: 'OvnController' }),
    )
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
