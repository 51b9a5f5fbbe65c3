import { beforeAll, expect, it } from '@jest/globals'
import { eventually } from '@quantumnet/platform'
import { describeScenarios, expectGolden, expectTraffic, useScene, type Tenant, type Vm } from './kit/index.ts'

/** What ports of an overlay network are told, allowed and denied. */
describeScenarios('an overlay network', () => {
  const scene = useScene()
  let tenant: Tenant
  let web: Vm
  let app: Vm
  let db: Vm

  beforeAll(async () => {
    tenant = await scene().tenant('plain')
    web = await tenant.vm('web', { ip: '10.0.0.10', on: 'hv1' })
    app = await tenant.vm('app', { ip: '10.0.0.12', on: 'hv1' })
    db = await tenant.vm('db', { ip: '10.0.0.11', on: 'hv2' })
  }, 120_000)

  it('carries the biggest packet of its MTU between hypervisors, and no bigger one', async () => {
    const { mtu } = tenant.main.network
    expect((await web.lease()).mtu).toBe(mtu)
    expect(mtu).toBe(1442)
    await expectTraffic({
      passes: [web.ping(db, { size: mtu }), db.ping(web, { size: mtu })],
      blocked: [web.ping(db, { size: mtu + 1 })],
    })
    // Also for who does not care what DHCP said: the underlay carries no more. What goes out with one that is too big may be lost with it.
    await web.run('ip', 'link', 'set', 'eth0', 'mtu', '1500')
    await expectTraffic({ passes: [web.ping(app)], blocked: [web.ping(db, { size: mtu + 1 })] })
    await expectTraffic({ passes: [web.ping(db, { size: mtu })] })
    await web.run('ip', 'link', 'set', 'eth0', 'mtu', String(mtu))
  })

  it('tells a smaller MTU', async () => {
    const narrow = await scene().tenant('narrow', { mtu: 1_300 })
    const near = await narrow.vm('near', { ip: '10.0.0.10', on: 'hv1' })
    const far = await narrow.vm('far', { ip: '10.0.0.11', on: 'hv2' })
    expect(await near.run('cat', '/sys/class/net/eth0/mtu')).toBe('1300')
    await expectTraffic({ passes: [near.ping(far, { size: 1_300 })], blocked: [near.ping(far, { size: 1_301 })] })
    await expectGolden(scene(), 'network-mtu', { of: [narrow] })
  })

  it('has the VNI that an admin chose, on the wire between hypervisors', async () => {
    const numbered = await scene().tenant('numbered', { segment_id: 70_000 })
    const near = await numbered.vm('near', { ip: '10.0.0.10', on: 'hv1' })
    const far = await numbered.vm('far', { ip: '10.0.0.11', on: 'hv2' })
    const onWire = await scene().captureAt('hv1', 'underlay', 'geneve 70000')
    await expectTraffic({ passes: [near.ping(far)] })
    expect(await onWire.stop()).toBeGreaterThan(0)
    const others = await scene().captureAt('hv1', 'underlay', 'geneve 70000')
    await expectTraffic({ passes: [web.ping(db)] })
    expect(await others.stop()).toBe(0)
    await expectGolden(scene(), 'network-vni', { of: [numbered] })
  })

  it('is cut at a port that is administratively down, and whole again', async () => {
    const connection = await web.connect(db, 22)
    await expectTraffic({ passes: [web.ping(db), db.ping(web), app.ping(db)] })
    await web.update({ admin_up: false })
    await expectTraffic({ passes: [app.ping(db)], blocked: [web.ping(db), db.ping(web), web.ping(app), app.ping(web)] })
    expect(await connection.alive()).toBe(false)
    await expectGolden(scene(), 'port-down', { of: [tenant] })
    await web.update({ admin_up: true })
    await expectTraffic({ passes: [web.ping(db), db.ping(web), web.ping(app), app.ping(web)] })
    await connection.close()
  })

  it('lets a port send from an address pair, and from that alone', async () => {
    const pair = { ip: '10.0.0.100', mac: null }
    await web.addAddress('10.0.0.100/24')
    await web.addAddress('10.0.0.101/24')
    await expectTraffic({ passes: [web.ping(db)], blocked: [web.ping(db, { from: pair.ip })] })
    await web.update({ allowed_address_pairs: [pair, { ip: '10.0.0.128/26', mac: null }] })
    await web.addAddress('10.0.0.130/24')
    await web.addAddress('10.0.0.193/24')
    await expectTraffic({
      passes: [web.ping(db), web.ping(db, { from: pair.ip }), web.ping(db, { from: '10.0.0.130' }), db.ping(pair.ip)],
      blocked: [web.ping(db, { from: '10.0.0.101' }), web.ping(db, { from: '10.0.0.193' }), db.ping('10.0.0.101')],
    })
    await expectGolden(scene(), 'address-pairs', { of: [tenant] })
    await web.update({ allowed_address_pairs: [] })
    await expectTraffic({ passes: [web.ping(db)], blocked: [web.ping(db, { from: pair.ip }), db.ping(pair.ip)] })
  })

  it('binds a port on the node that it asks for, and on no other', async () => {
    const pinned = await tenant.port('pinned', { ip: '10.0.0.20', node: 'hv2' })
    const { id, mac } = pinned
    const elsewhere = await scene().machine({ id, mac, name: 'pinned', on: 'hv1' })
    await elsewhere.addAddress('10.0.0.20/24')
    await expectTraffic({ passes: [app.ping(db)], blocked: [app.ping('10.0.0.20')] })
    await scene().lab.vms.destroy(id)
    const there = await tenant.boot(pinned, { on: 'hv2' })
    await expectTraffic({ passes: [app.ping(there)] })
    const bound = async (): Promise<string | undefined> => (await there.refresh()).binding.node ?? undefined
    expect(await eventually(bound, { what: 'the agent has reported', timeoutMs: 10_000 })).toBe('hv2')
  })
})
