import { beforeAll, beforeEach, expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import {
  describeScenarios,
  expectGolden,
  expectTraffic,
  securityGroup,
  useScene,
  type Group,
  type Tenant,
  type Vm,
} from './kit/index.ts'

/** What rules of security groups open and close. The VMs are on both hypervisors; each scenario gives `db` its groups. */
describeScenarios('security groups', () => {
  const scene = useScene()
  let red: Tenant
  let web: Vm
  let db: Vm
  let guest: Vm
  /** Lets everybody in: the group of those whose side is not looked at. */
  let open: Group
  /** Of another tenant, with the same address as `db`. */
  let foreign: Vm

  beforeAll(async () => {
    red = await scene().tenant('red')
    const blue = await scene().tenant('blue')
    web = await red.vm('web', { ip: '10.0.0.10', on: 'hv1' })
    db = await red.vm('db', { ip: '10.0.0.11', on: 'hv2' })
    guest = await red.vm('guest', { ip: '10.0.0.12', on: 'hv2' })
    foreign = await blue.vm('db', { ip: '10.0.0.11', on: 'hv1' })
    open = await group('open', { rules: [{}] })
  }, 120_000)

  beforeEach(async () => {
    for (const vm of [web, guest]) await only(vm, open)
  })

  const group = async (name: string, options?: Parameters<typeof securityGroup>[3]): Promise<Group> =>
    await securityGroup(scene(), red, name, options)
  const only = async (vm: Vm, ...groups: readonly Group[]): Promise<void> => {
    await vm.update({ security_groups: groups.map(({ id }) => id) })
  }

  it('open exactly the port that a rule names, of their own members', async () => {
    await only(db, await group('sql', { rules: [{ to: 'tcp/5432' }] }))
    await expectTraffic({
      passes: [web.tcp(db, 5432), guest.tcp(db, 5432), db.ping(web)],
      blocked: [web.tcp(db, 5433), web.udp(db, 5432), web.ping(db), foreign.ping(web)],
    })
    await expectGolden(scene(), 'security-groups', { of: [red] })
  })

  it('cut a connection when its rule is revoked, though it is established', async () => {
    const opened = await group('revoked', { rules: [{ to: 'tcp/5432' }, { to: 'tcp/22' }] })
    await only(db, opened)
    const [revoked, kept] = [await web.connect(db, 5432), await web.connect(db, 22)]
    expect([await revoked.alive(), await kept.alive()]).toEqual([true, true])
    await opened.rules({ to: 'tcp/22' })
    await expectTraffic({ passes: [web.tcp(db, 22)], blocked: [web.tcp(db, 5432)] })
    expect([await revoked.alive(), await kept.alive()]).toEqual([false, true])
    await kept.close()
  })

  it('follow the members of a group that a rule names, and their address pairs', async () => {
    const clients = await group('clients')
    await only(db, await group('for-clients', { rules: [{ remote_group: clients.id }] }))
    await only(web, clients)
    await expectTraffic({ passes: [web.ping(db)], blocked: [guest.ping(db)] })
    await guest.update({ security_groups: [clients.id], allowed_address_pairs: [{ ip: '10.0.0.120' }] })
    await guest.addAddress('10.0.0.120/24')
    await expectTraffic({ passes: [web.ping(db), guest.ping(db), guest.ping(db, { from: '10.0.0.120' })] })
    await only(web, await group('else'))
    await guest.update({ allowed_address_pairs: [] })
    await expectTraffic({
      passes: [guest.ping(db)],
      blocked: [web.ping(db), guest.ping(db, { from: '10.0.0.120' })],
    })
    await guest.removeAddress('10.0.0.120/24')
  })

  it('decide in the order of positions over all groups of a port; a drop goes before an allow of the same position', async () => {
    const low = await group('allows', {
      rules: [
        { position: 50, to: 'tcp/22' },
        { position: 100, to: 'tcp/80' },
      ],
    })
    const high = await group('drops', {
      rules: [
        { position: 60, action: 'drop', to: 'tcp/22' },
        { position: 100, action: 'drop', to: 'tcp/80' },
        { position: 100, to: 'tcp/443' },
      ],
    })
    await only(db, low, high)
    await expectTraffic({ passes: [web.tcp(db, 22), web.tcp(db, 443)], blocked: [web.tcp(db, 80)] })
    await high.rules({ position: 49, action: 'drop', to: 'tcp/22' }, { position: 100, to: 'tcp/443' })
    await expectTraffic({ passes: [web.tcp(db, 80), web.tcp(db, 443)], blocked: [web.tcp(db, 22)] })
  })

  it('match ranges, ICMP types, protocols by number, blocks and address groups', async () => {
    const offices = await scene().client.call(routes.addressGroups.create, {
      body: { project: red.project.id, name: 'offices', cidrs: ['10.0.0.8/30', 'fd00::/64'] },
    })
    const mixed = await group('mixed', {
      rules: [
        { to: 'tcp/8000-8010' },
        { to: 'udp/53', remote_cidr: '10.0.0.10/32' },
        { to: '17/54' },
        { to: 'icmp', icmp_type: 8, icmp_code: 0, remote_address_group: offices.id },
      ],
    })
    await only(db, mixed)
    await expectTraffic({
      passes: [web.tcp(db, 8000), web.tcp(db, 8010), web.udp(db, 53), guest.udp(db, 54), web.ping(db)],
      blocked: [web.tcp(db, 7999), web.tcp(db, 8011), guest.udp(db, 53), guest.ping(db)],
    })
    await scene().client.call(routes.addressGroups.update, {
      ...{ params: { id: offices.id }, query: { wait: 'realized' }, body: { cidrs: ['10.0.0.12/32'] } },
    })
    await expectTraffic({ passes: [guest.ping(db)], blocked: [web.ping(db)] })
  })

  it('refuse by a reset or an error; who reject each other end it with one', async () => {
    const refusing = await group('refusing', {
      rules: [
        { to: 'tcp/80' },
        { position: 200, action: 'reject' },
        { position: 200, action: 'reject', direction: 'egress', to: 'tcp/7' },
      ],
    })
    await only(db, refusing)
    await expectTraffic({
      passes: [web.tcp(db, 80), db.tcp(guest, 80)],
      refused: [web.tcp(db, 81), web.ping(db), db.tcp(web, 7)],
    })
    await only(web, refusing)
    const seen = await db.capture('not arp and host 10.0.0.10')
    await expectTraffic({ passes: [web.tcp(db, 80)], refused: [web.tcp(db, 81), db.tcp(web, 81)] })
    // Nobody answers an answer: that would go on for ever.
    await seen.quiet(20_000)
    expect(await seen.stop()).toBeGreaterThan(0)
  })

  it('have no effect by a rule that is switched off', async () => {
    await only(db, await group('switched', { rules: [{ to: 'tcp/80' }, { to: 'tcp/22', enabled: false }] }))
    await expectTraffic({ passes: [web.tcp(db, 80)], blocked: [web.tcp(db, 22)] })
  })

  it('let nothing out that no rule allows, where that is asked for', async () => {
    const closed = {
      default_egress: 'deny',
      rules: [{ direction: 'egress', to: 'tcp/80', remote_cidr: '10.0.0.10/32' }],
    } as const
    await only(db, await group('closed', closed))
    await expectTraffic({ passes: [db.tcp(web, 80)], blocked: [db.tcp(guest, 80), db.tcp(web, 81), db.ping(web)] })
    // What everybody may ask of the platform.
    expect(await db.run('dig', '+short', '+time=1', '+tries=3', '@10.0.0.2', 'web.red.internal', 'A')).toBe(web.ip)
    await only(db)
    await db.restart()
    expect((await db.lease()).address).toBe(`${db.ip}/24`)
  })

  it('open what they say of IPv6, which is another world than IPv4', async () => {
    const six = await scene().tenant('six', { cidrs: ['fd00:6::/64'], subnet: { ipv6_mode: 'dhcpv6-stateful' } })
    const clients = await securityGroup(scene(), six, 'clients', { rules: [{ ethertype: 'ipv6' }] })
    const served = await securityGroup(scene(), six, 'served', {
      rules: [
        { ethertype: 'ipv6', to: 'tcp/80', remote_cidr: 'fd00:6::/64' },
        { ethertype: 'ipv6', to: 'icmpv6', icmp_type: 128, remote_group: clients.id },
        { ethertype: 'ipv4' },
      ],
    })
    const vms = await Promise.all([
      six.vm('client', { on: 'hv1', lease: false, security_groups: [clients.id] }),
      six.vm('server', { on: 'hv2', lease: false, security_groups: [served.id] }),
    ])
    for (const vm of vms) await vm.addAddress(`${vm.ip6}/64`)
    const [client, server] = vms
    await expectTraffic({
      passes: [client.ping(server), client.tcp(server, 80), server.tcp(client, 81)],
      blocked: [client.tcp(server, 81), client.udp(server, 80)],
    })
    await client.update({ security_groups: [served.id] })
    await expectTraffic({ passes: [client.tcp(server, 80)], blocked: [client.ping(server)] })
  })
})
