import { beforeAll, expect, it } from '@jest/globals'
import { routes, type Port } from '@quantumnet/api'
import {
  describeScenarios,
  expectGolden,
  expectTraffic,
  useScene,
  type Net,
  type Tenant,
  type Vm,
} from './kit/index.ts'
import { Edge } from './routing/edge.ts'
import { Outside } from './routing/outside.ts'

/** What the ports of a router say and do not say: ports of the API that became interfaces, and networks that carry less than others. */
describeScenarios('ports of routers', () => {
  const scene = useScene()
  let outside: Outside
  let tenant: Tenant
  let back: Net
  let edge: Edge
  let web: Vm
  let db: Vm
  let port: Port
  let joined: string

  beforeAll(async () => {
    tenant = await scene().tenant('red', { cidrs: ['10.0.1.0/24'], mtu: 1300 })
    back = await tenant.net('back', { cidrs: ['10.0.2.0/24'] })
    outside = await Outside.open(scene(), [tenant])
    edge = await Edge.make(scene(), tenant, { outside, ips: ['203.0.113.10'] })
    web = await tenant.vm('web', { on: 'hv1', port_security: false })
    db = await tenant.vm('db', { on: 'hv2', net: back, port_security: false })
  }, 120_000)

  it('may be ports of the API, with their address and MAC address', async () => {
    const { client } = scene()
    port = await tenant.port('gate', { net: back, ip: '10.0.2.254' })
    await db.run('ip', 'route', 'replace', 'default', 'via', '10.0.2.254')
    await expectTraffic({ passes: [web.ping(outside)], blocked: [db.ping(web), db.ping('10.0.2.254')] })
    const made = await client.call(routes.routerInterfaces.create, {
      ...{ query: { wait: 'realized' }, body: { router: edge.router.id, port: port.id } },
    })
    joined = made.id
    expect(made.mac).toBe(port.mac)
    await expectTraffic({
      passes: [db.ping(web), web.tcp(db, 80), db.ping('10.0.2.254')],
      blocked: [db.ping('10.0.1.250')],
    })
    expect(await db.run('ip', 'neighbour', 'show', 'to', '10.0.2.254')).toContain(port.mac)
    await expectGolden(scene(), 'router-ports')
  })

  it('tell who sends more than the next network carries how much that is', async () => {
    await expectTraffic({
      passes: [db.ping(web, { size: 1300 }), db.ping(outside, { size: 1400 })],
      blocked: [db.ping(web, { size: 1400 })],
    })
    // The probes have taught db what passes: its own kernel refuses from then on.
    await db.run('ip', 'route', 'flush', 'cache')
    const { stdout } = await db.exec('ping', '-n', '-c', '2', '-W', '1', '-M', 'do', '-s', '1372', web.ip)
    expect(stdout).toMatch(/Frag needed and DF set \(mtu = 1300\)/)
  })

  it('are ports of the API again when they are no interface', async () => {
    await expectTraffic({ passes: [db.ping(web)] })
    const { client } = scene()
    await client.call(routes.routerInterfaces.delete, { params: { id: joined }, query: { wait: 'applied' } })
    await db.forgetNeighbours()
    await expectTraffic({ passes: [web.ping(outside)], blocked: [db.ping(web), db.ping('10.0.2.254')] })
    expect(await scene().nbctl('lsp-get-type', port.id)).toBe('')
  })
})
