import { beforeAll, expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import {
  describeScenarios,
  expectGolden,
  expectTraffic,
  securityGroup,
  useScene,
  type Group,
  type Vm,
} from './kit/index.ts'

/** Groups without connection tracking: every packet needs a rule, in its own direction. */
describeScenarios('a stateless group', () => {
  const scene = useScene()
  let client: Vm
  let server: Vm
  let group: Group

  beforeAll(async () => {
    const red = await scene().tenant('red')
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

  it('cannot be beside a stateful one on the same port, which would see half of each connection', async () => {
    const { client: api } = scene()
    const red = server.port.project
    const tracked = await api.call(routes.securityGroups.create, { body: { project: red, name: 'tracked' } })
    await expect(server.update({ security_groups: [group.id, tracked.id] })).rejects.toMatchObject({
      code: 'invalid_request',
    })
  })
})
