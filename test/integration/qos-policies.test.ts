import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes, type CreateQosPolicy, type Port, type QosPolicy } from '@quantumnet/api'
import type { z } from 'zod'
import { refusal } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy, type Tenancy } from '../harness/tenancy.ts'
import { makeToken } from '../harness/tokens.ts'

let server: TestServer
let shop: Tenancy
beforeAll(async () => {
  server = await startServer()
  shop = await makeTenancy(server, 'qos-shop')
})
afterAll(async () => {
  await server.close()
})
const admin = (): ReturnType<TestServer['as']> => server.as('admin')

const create = async (body: Omit<z.input<typeof CreateQosPolicy>, 'project'>): Promise<QosPolicy> =>
  await admin().call(routes.qosPolicies.create, { body: { project: shop.project.id, ...body } })
const policiesNamed = async (name: string): Promise<object[]> =>
  await server.rows('select name from qos_policy where name = $1 and deleting_at is null', [name])

describe('a QoS policy', () => {
  it('fills bursts in from the rates', async () => {
    const policy = await create({ name: 'bronze', egress_max: 100_000, ingress_max: 64, min: 32, dscp: 8 })
    expect(policy).toMatchObject({
      ...{ egress_max: 100_000, egress_burst: 25_000, ingress_max: 64, ingress_burst: 72, min: 32, dscp: 8 },
      ...{ generation: 1, status: { state: 'pending' } },
    })
    expect(await admin().call(routes.qosPolicies.get, { params: { id: policy.id } })).toEqual(policy)
  })

  it('keeps a burst that was asked for, until it is given back', async () => {
    const { id } = await create({ name: 'silver', egress_max: 1000, egress_burst: 500 })
    const update = async (body: object): Promise<QosPolicy> =>
      await admin().call(routes.qosPolicies.update, { params: { id }, body })
    expect(await update({ egress_max: 2000 })).toMatchObject({ egress_max: 2000, egress_burst: 500, generation: 2 })
    expect(await update({ egress_burst: null })).toMatchObject({ egress_burst: 500, generation: 3 })
    expect(await update({ egress_max: 4000 })).toMatchObject({ egress_burst: 1000, generation: 4 })
    expect(await update({ egress_max: 4000 })).toMatchObject({ generation: 4 })
    expect(await update({ egress_max: null, dscp: 46 })).toMatchObject({ egress_burst: null, dscp: 46 })
    const problem = await refusal(update({ dscp: null }))
    expect(problem).toMatchObject({ code: 'invalid_request', detail: ': the policy would do nothing' })
  })

  it('is refused where its limits contradict each other, before anything is written', async () => {
    const problem = await refusal(create({ name: 'odd', ingress_max: 100, min: 101 }))
    expect(problem).toMatchObject({ status: 400, errors: [{ pointer: '/min', value: 101 }] })
    expect(await policiesNamed('odd')).toEqual([])
  })

  it('has a name of its own in the project', async () => {
    await create({ name: 'gold', dscp: 46 })
    const problem = await refusal(create({ name: 'gold', dscp: 10 }))
    expect(problem).toMatchObject({ code: 'name_taken', errors: [{ pointer: '/name', value: 'gold' }] })
  })

  it('is only planned by a dry run', async () => {
    const body = { project: shop.project.id, name: 'planned', dscp: 8 }
    const plan: unknown = await admin().call(routes.qosPolicies.create, { body, query: { dry_run: true } })
    expect(plan).toMatchObject({
      dry_run: true,
      changes: [{ action: 'create', kind: 'qos_policy', after: { name: 'planned', dscp: 8 } }],
    })
    expect(await policiesNamed('planned')).toEqual([])
  })

  it('is the same for whoever repeats the request with its id', async () => {
    const body = { id: randomUUID() as QosPolicy['id'], name: 'again', dscp: 8 }
    const first = await create(body)
    expect(await create(body)).toEqual(first)
    expect(await refusal(create({ ...body, dscp: 9 }))).toMatchObject({ code: 'id_taken' })
  })

  it('marks itself, by which its ports are found', async () => {
    const { id } = await create({ name: 'marked', dscp: 8 })
    await admin().call(routes.qosPolicies.update, { params: { id }, body: { dscp: 9 } })
    expect(await server.rows('select kind from dirty where id = $1', [id])).toEqual([
      { kind: 'qos_policy' },
      { kind: 'qos_policy' },
    ])
  })

  it('is used by ports of its project, and stays while one does', async () => {
    const { id } = await create({ name: 'used', dscp: 8 })
    const port = await admin().call(routes.ports.create, {
      body: { network: shop.network.id, name: 'limited', qos_policy: id },
    })
    expect(port.qos_policy).toBe(id)
    const { items } = await admin().call(routes.ports.list, { query: { qos_policy: id } })
    expect(items.map(({ name }) => name)).toEqual(['limited'])
    const problem = await refusal(admin().call(routes.qosPolicies.delete, { params: { id } }))
    expect(problem).toMatchObject({ code: 'in_use', referrers: [{ kind: 'port', id: port.id, name: 'limited' }] })
    const change = async (policy: QosPolicy['id'] | null): Promise<Port> =>
      await admin().call(routes.ports.update, { params: { id: port.id }, body: { qos_policy: policy } })
    expect(await change(null)).toMatchObject({ qos_policy: null, generation: 2 })
    const deleted = await admin().call(routes.qosPolicies.delete, { params: { id } })
    expect(deleted.status.state).toBe('deleting')
    expect(await refusal(change(id))).toMatchObject({ code: 'being_deleted' })
  })

  it('is not there for ports of other projects', async () => {
    const other = await makeTenancy(server, 'qos-ports')
    const { id } = await create({ name: 'not-theirs', dscp: 8 })
    const body = { network: other.network.id, name: 'p', qos_policy: id }
    const problem = await refusal(admin().call(routes.ports.create, { body }))
    expect(problem).toMatchObject({ code: 'reference_not_found', errors: [{ pointer: '/qos_policy', value: id }] })
  })

  it('is listed by project and name', async () => {
    await create({ name: 'listed', dscp: 8 })
    const { items } = await admin().call(routes.qosPolicies.list, {
      query: { project: shop.project.id, name: 'listed' },
    })
    expect(items.map(({ name }) => name)).toEqual(['listed'])
  })

  it('is written by operators of its project, read by viewers, and not there for others', async () => {
    const other = await makeTenancy(server, 'qos-other')
    const [viewer, operator, stranger] = await Promise.all([
      makeToken(server, 'viewer', shop.project.id),
      makeToken(server, 'operator', shop.project.id),
      makeToken(server, 'admin', other.project.id),
    ])
    const body = { project: shop.project.id, name: 'by-operator', dscp: 8 }
    expect(await refusal(viewer.client.call(routes.qosPolicies.create, { body }))).toMatchObject({ code: 'forbidden' })
    const { id } = await operator.client.call(routes.qosPolicies.create, { body })
    const params = { id }
    expect((await viewer.client.call(routes.qosPolicies.get, { params })).name).toBe('by-operator')
    expect(await refusal(stranger.client.call(routes.qosPolicies.get, { params }))).toMatchObject({ code: 'not_found' })
    expect(await refusal(stranger.client.call(routes.qosPolicies.delete, { params }))).toMatchObject({
      code: 'not_found',
    })
    expect(await refusal(stranger.client.call(routes.qosPolicies.create, { body }))).toMatchObject({
      code: 'reference_not_found',
      errors: [{ pointer: '/project' }],
    })
    expect((await stranger.client.call(routes.qosPolicies.list, {})).items).toEqual([])
  })
})
