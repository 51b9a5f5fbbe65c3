import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { routes, type QosPolicy } from '@quantumnet/api'
import { applied, createWorld, Databases, Rig, until, type Server, type World } from './rig.ts'

const databases = new Databases()
let rig: Rig
let server: Server
let world: World
let policy: QosPolicy

beforeAll(async () => {
  await databases.start()
})
afterAll(async () => {
  await databases.stop()
})
beforeEach(async () => {
  rig = await Rig.start(databases)
  server = await rig.server()
  world = await createWorld(server, 0)
  policy = await server.client.call(routes.qosPolicies.create, {
    body: { project: world.project.id, name: 'bronze', egress_max: 10_000, dscp: 10 },
    query: { wait: 'applied', wait_timeout: 20 },
  })
})
afterEach(async () => {
  await rig.close()
})

const makePort = async (): Promise<string> => {
  const body = { network: world.network.id, qos_policy: policy.id }
  const port = await server.client.call(routes.ports.create, { body })
  await applied(server, [port])
  return port.id
}

/** What OVN holds back and marks, by the port that it is about. */
const inOvn = async (): Promise<string> =>
  (await rig.nbctl('--bare', '--columns=match,bandwidth,action', 'list', 'QoS')).trim()

describe('a QoS policy', () => {
  it('is applied without rows of its own, and shows at its ports', async () => {
    expect(policy.status).toMatchObject({ state: 'realized', conditions: [] })
    expect(await inOvn()).toBe('')
    const port = await makePort()
    expect(await inOvn()).toBe(`inport == "${port}"\nburst=2500 rate=10000\ndscp=10`)
  })

  it('that changes is applied when all its ports say so', async () => {
    const port = await makePort()
    const changed = await server.client.call(routes.qosPolicies.update, {
      ...{ params: { id: policy.id }, body: { egress_max: 20_000, dscp: null } },
      query: { wait: 'applied', wait_timeout: 20 },
    })
    expect(changed.status).toMatchObject({ applied_generation: 2 })
    expect(await inOvn()).toBe(`inport == "${port}"\nburst=5000 rate=20000`)
    const { generation } = await server.client.call(routes.ports.get, { params: { id: port } })
    expect(generation).toBe(1)
  })

  it('leaves nothing behind at a port that uses it no more, and ends', async () => {
    const id = (await makePort()) as never
    const wait = { wait: 'applied', wait_timeout: 20 } as const
    await server.client.call(routes.ports.update, { params: { id }, body: { qos_policy: null }, query: wait })
    expect(await inOvn()).toBe('')
    await server.client.call(routes.qosPolicies.delete, { params: { id: policy.id } })
    await until(
      'its end',
      async () => (await rig.sql('select from qos_policy where id = $1', policy.id)).length === 0 || undefined,
    )
  })
})
