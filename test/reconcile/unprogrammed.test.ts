import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { routes, type QosPolicy } from '@quantumnet/api'
import { createWorld, Databases, Rig, until, type Server } from './rig.ts'

/** Kinds that have their tables, and that OVN is not told of yet: they say that they wait, and their tombstones end. */

const databases = new Databases()
let rig: Rig
let server: Server

beforeAll(async () => {
  await databases.start()
})
afterAll(async () => {
  await databases.stop()
})
beforeEach(async () => {
  rig = await Rig.start(databases)
  server = await rig.server()
})
afterEach(async () => {
  await rig.close()
})

const { qosPolicies } = routes
const read = async (id: QosPolicy['id']): Promise<QosPolicy> =>
  await server.client.call(qosPolicies.get, { params: { id } })
const makePolicy = async (name: string): Promise<QosPolicy> => {
  const { project } = await createWorld(server, 0)
  return await server.client.call(qosPolicies.create, {
    body: { project: project.id, name, egress_max: 1000 },
  })
}

describe('a resource that OVN is not told of yet', () => {
  it('says so, and is never applied', async () => {
    const { id } = await makePolicy('waiting')
    await until('its condition', async () => (await read(id)).status.conditions[0])
    const { status } = await read(id)
    expect(status).toMatchObject({
      state: 'pending',
      applied_generation: 0,
      conditions: [{ type: 'Waiting', reason: 'NotProgrammed' }],
    })
  })

  it('is waited for no longer than until it says so', async () => {
    const { project } = await createWorld(server, 0)
    const { status } = await server.client.call(qosPolicies.create, {
      // The test's own time is a quarter of this.
      query: { wait: 'applied', wait_timeout: 60 },
      body: { project: project.id, name: 'asked', egress_max: 1000 },
    })
    expect(status).toMatchObject({ state: 'pending', conditions: [{ reason: 'NotProgrammed' }] })
  }, 15_000)

  it('counts as nothing that differs, and is written no second time', async () => {
    const { id } = await makePolicy('settled')
    await until('its condition', async () => (await read(id)).status.conditions[0])
    const before = await rig.sql<{ events: number }>(
      'select count(*)::int as events from event where resource_id = $1',
      id,
    )
    expect(await server.repair()).toMatchObject({ blocked: null, missing: 0, surplus: 0 })
    expect(await rig.sql('select count(*)::int as events from event where resource_id = $1', id)).toEqual(before)
    expect((await server.readiness()).parts.find(({ part }) => part === 'reconcile')?.detail).toContain('0 failed')
  })

  it('ends with its tombstone', async () => {
    const { id } = await makePolicy('ending')
    await server.client.call(qosPolicies.delete, { params: { id } })
    await until(
      'its end',
      async () => (await rig.sql('select from qos_policy where id = $1', id)).length === 0 || undefined,
    )
    expect(await rig.sql('select action from event where resource_id = $1 order by seq', id)).toEqual(
      expect.arrayContaining([{ action: 'deleted' }]),
    )
  })
})
