import { beforeAll, expect, it } from '@jest/globals'
import {
  datagram,
  describeScenarios,
  expectGolden,
  expectTraffic,
  policy,
  securityGroup,
  useScene,
  type Tenant,
  type Vm,
} from './kit/index.ts'

/** Rules of who runs the platform. Groups of the VMs let everybody in. */
describeScenarios('policies', () => {
  const scene = useScene()
  let red: Tenant
  let vm: Readonly<Record<'web' | 'db' | 'other', Vm>>

  const link = (from: Vm, to: Vm): Parameters<typeof datagram>[0] => ({
    ...{ from: from.mac, to: to.mac, source: from.ip, destination: to.ip },
  })

  const open = async (tenant: Tenant, name: string, on: string, ip: string): Promise<Vm> => {
    const group = await securityGroup(scene(), tenant, `open-${name}`, { rules: [{}] })
    return await tenant.vm(name, { on, ip, security_groups: [group.id] })
  }

  beforeAll(async () => {
    red = await scene().tenant('red')
    const web = await open(red, 'web', 'hv1', '10.0.0.10')
    const db = await open(red, 'db', 'hv2', '10.0.0.11')
    const blue = await scene().tenant('blue')
    const other = await open(blue, 'a', 'hv1', '10.0.0.10')
    await open(blue, 'b', 'hv2', '10.0.0.11')
    vm = { web, db, other }
  }, 120_000)

  it('drop what a group allows, in the projects that they hold for and in no other', async () => {
    const { web, db, other } = vm
    const rules = [{ to: 'tcp/22', action: 'drop' }] as const
    const ssh = await policy(scene(), 'no-ssh', { of: [red], rules })
    await expectTraffic({ passes: [web.tcp(db, 80), other.ping('10.0.0.11')], blocked: [web.tcp(db, 22)] })
    await expectGolden(scene(), 'policies', { of: [red] })
    await ssh.remove()
    await expectTraffic({ passes: [web.tcp(db, 22)] })
    const all = await policy(scene(), 'no-telnet', { rules: [{ to: 'tcp/23', action: 'reject' }] })
    await expectTraffic({ passes: [web.tcp(db, 80)], refused: [web.tcp(db, 23), other.tcp('10.0.0.11', 23)] })
    await all.remove()
  })

  it('allow what no group does', async () => {
    const { web, db } = vm
    const before = db.port.security_groups
    await db.update({ security_groups: [] })
    const monitoring = await policy(scene(), 'monitoring', {
      rules: [{ to: 'tcp/9100', remote_cidr: '10.0.0.10/32' }],
    })
    await expectTraffic({ passes: [web.tcp(db, 9100)], blocked: [web.tcp(db, 9101)] })
    await monitoring.remove()
    await db.update({ security_groups: before })
  })

  it('cut everything of a project in quarantine: established connections, and answers to what was asked before', async () => {
    const { web, db, other } = vm
    const connection = await web.connect(db, 80)
    expect(await connection.alive()).toBe(true)
    // A flow of which one side only answers: nothing of the other side comes by any more that a rule could refuse.
    const [there, back] = [
      { from: 5000, to: 6000 },
      { from: 6000, to: 5000 },
    ]
    await db.sendFrames([datagram(link(db, web), there, 'asked')])
    const answers = web.frames('answers', [datagram(link(web, db), back, 'answered')], {
      seenBy: db,
      filter: 'udp port 6000',
    })
    await expectTraffic({ passes: [answers, web.ping(db)] })
    const quarantine = await policy(scene(), 'quarantine', {
      of: [red],
      rules: (['ingress', 'egress'] as const).flatMap((direction) =>
        (['ipv4', 'ipv6'] as const).map((ethertype) => ({
          direction,
          ethertype,
          action: 'drop' as const,
          position: 0,
        })),
      ),
    })
    await expectTraffic({
      passes: [other.ping('10.0.0.11')],
      blocked: [answers, web.ping(db), db.ping(web), web.tcp(db, 80)],
    })
    expect(await connection.alive()).toBe(false)
    await expectGolden(scene(), 'quarantine', { of: [red] })
    await quarantine.remove()
    await expectTraffic({ passes: [web.ping(db), web.tcp(db, 80)] })
  })
})
