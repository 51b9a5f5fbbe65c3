import { beforeAll, expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import {
  describeScenarios,
  expectGolden,
  expectTraffic,
  policy,
  securityGroup,
  useScene,
  type Group,
  type Tenant,
  type Vm,
} from './kit/index.ts'

/** Groups without connection tracking: every packet needs a rule, in its own direction. */
describeScenarios('a stateless group', () => {
  const scene = useScene()
  let red: Tenant
  let client: Vm
  let server: Vm
  let group: Group

  beforeAll(async () => {
    red = await scene().tenant('red')
    group = await securityGroup(scene(), red, 'fast', { stateful: false, default_egress: 'deny' })
    client = await red.vm('client', { ip: '10.0.0.10', on: 'hv1' })
    const open = await securityGroup(scene(), red, 'open', { rules: [{}] })
    await client.update({ security_groups: [open.id] })
    server = await red.vm('server', { ip: '10.0.0.11', on: 'hv2', security_groups: [group.id] })
  }, 120_000)

  it('lets a connection through when both directions are allowed, and half of one not', async () => {
    await group.rules({ to: 'tcp/80' }, { to: 'tcp/81' }, { direction: 'egress', to: 'tcp/1024-65535' }, { to: 'icmp' })
    await expectTraffic({
      passes: [client.tcp(server, 80), client.tcp(server, 81)],
      blocked: [client.tcp(server, 82), client.ping(server)],
    })
    await expectGolden(scene(), 'stateless-groups')
    await group.rules({ to: 'tcp/80' }, { to: 'icmp' }, { direction: 'egress', to: 'icmp' })
    await expectTraffic({ passes: [client.ping(server), server.ping(client)], blocked: [client.tcp(server, 80)] })
  })

  it('stops a connection whose replies are not allowed any more', async () => {
    await group.rules(
      { to: 'tcp/80' },
      { direction: 'egress', to: 'tcp' },
      { to: 'icmp' },
      { direction: 'egress', to: 'icmp' },
    )
    const connection = await client.connect(server, 80)
    expect(await connection.alive()).toBe(true)
    await group.rules({ to: 'tcp/80' }, { to: 'icmp' }, { direction: 'egress', to: 'icmp' })
    await expectTraffic({ passes: [client.ping(server)], blocked: [client.tcp(server, 80)] })
    expect(await connection.alive()).toBe(false)
  })

  it('has DHCP and DNS whatever its rules say', async () => {
    await group.rules({ action: 'drop', position: 0 }, { direction: 'egress', action: 'drop', position: 0 })
    for (const more of [[], ['+tcp']])
      expect(
        await server.run('dig', '+short', '+time=1', '+tries=5', ...more, '@10.0.0.2', 'client.red.internal', 'A'),
      ).toBe(client.ip)
    await server.restart()
    expect((await server.lease()).address).toBe(`${server.ip}/24`)
  })

  it('has what a policy allows: also where it is the answer', async () => {
    await group.rules({ to: 'tcp/80' })
    const answers = await policy(scene(), 'answers', { rules: [{ direction: 'egress', to: 'tcp/1024-65535' }] })
    await expectTraffic({ passes: [client.tcp(server, 80)], blocked: [client.tcp(server, 81), client.ping(server)] })
    await answers.remove()
  })

  it('that rejects is not answered by one that rejects the answer', async () => {
    const [before, rejecting] = [
      client.port.security_groups,
      await securityGroup(scene(), red, 'rejecting', {
        stateful: false,
        rules: [{ to: 'udp/9' }, { position: 200, action: 'reject' }],
      }),
    ]
    for (const vm of [client, server]) await vm.update({ security_groups: [rejecting.id] })
    const seen = await scene().captureAt('hv1', 'underlay', 'udp port 6081')
    await expectTraffic({
      passes: [client.udp(server, 9)],
      blocked: [client.tcp(server, 81), server.tcp(client, 81), client.udp(server, 99), client.ping(server)],
    })
    // An answer to an answer would go on for ever.
    await seen.quiet(20_000)
    expect(await seen.stop()).toBeGreaterThan(0)
    await client.update({ security_groups: before })
  })

  it('cannot be beside a stateful one on the same port, which would see half of each connection', async () => {
    const { client: api } = scene()
    const tracked = await api.call(routes.securityGroups.create, { body: { project: red.project.id, name: 'tracked' } })
    await expect(server.update({ security_groups: [group.id, tracked.id] })).rejects.toMatchObject({
      code: 'invalid_request',
    })
  })
})
