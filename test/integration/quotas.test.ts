import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import { refusal } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy } from '../harness/tenancy.ts'
import { makeToken } from '../harness/tokens.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  await server.close()
})
const admin = (): ReturnType<TestServer['as']> => server.as('admin')
const setQuotas = async (id: string, quotas: object): Promise<Readonly<Record<string, unknown>>> =>
  (await admin().call(routes.projects.update, { params: { id }, body: { quotas } })).quotas

describe('a quota', () => {
  it('lets so many through, however many come at once', async () => {
    const { project, network } = await makeTenancy(server, 'crowded')
    await setQuotas(project.id, { port: 7 })
    const create = async (n: number): Promise<string> =>
      await admin()
        .call(routes.ports.create, { body: { network: network.id, name: `p${String(n)}` } })
        .then(() => 'made')
        .catch((error: unknown) => (error as { code: string }).code)
    const all = await Promise.all(Array.from({ length: 30 }, async (_, n) => await create(n)))
    expect(all.filter((one) => one === 'made')).toHaveLength(7)
    expect(new Set(all)).toEqual(new Set(['made', 'quota_exceeded']))
    expect(await server.rows("select from address where type in ('dynamic', 'static')")).toHaveLength(7)
  })

  it('does not count what is being deleted, and says how many there are', async () => {
    const { project, network } = await makeTenancy(server, 'full')
    await setQuotas(project.id, { network: 1 })
    const body = { project: project.id, name: 'second' }
    const problem = await refusal(admin().call(routes.networks.create, { body }))
    expect(problem).toMatchObject({ code: 'quota_exceeded', status: 409 })
    expect(problem.detail).toContain('may have 1 of the kind network')
    await server.rows('delete from address; delete from subnet')
    await admin().call(routes.networks.delete, { params: { id: network.id } })
    await admin().call(routes.networks.create, { body })
  })

  it('below what there is takes nothing away', async () => {
    const { project } = await makeTenancy(server, 'lowered')
    expect(await setQuotas(project.id, { network: 0, port: 3 })).toEqual({ network: 0, port: 3 })
    const { items } = await admin().call(routes.projects.usage, { params: { id: project.id } })
    expect(items).toEqual(
      expect.arrayContaining([
        { kind: 'network', used: 1, quota: 0 },
        { kind: 'subnet', used: 1, quota: null },
        { kind: 'port', used: 0, quota: 3 },
        { kind: 'security_group', used: 1, quota: null },
        { kind: 'security_group_rule', used: 2, quota: null },
      ]),
    )
    expect(await setQuotas(project.id, { network: null, port: 3 })).toEqual({ port: 3 })
    expect(await setQuotas(project.id, {})).toEqual({})
  })

  it('is set by the platform, not by who has it', async () => {
    const { project } = await makeTenancy(server, 'own')
    const { client } = await makeToken(server, 'admin', project.id)
    const params = { id: project.id }
    const patch = async (body: object): Promise<unknown> => await client.call(routes.projects.update, { params, body })
    expect(await refusal(patch({ quotas: { port: 1 } }))).toMatchObject({ code: 'forbidden' })
    expect(await refusal(patch({ name: 'mine' }))).toMatchObject({ code: 'forbidden' })
    // What it has read it may send back.
    expect(await patch({ name: 'own', quotas: {} })).toMatchObject({ generation: 1 })
    expect(await patch({ description: 'ours', labels: { a: 'b' } })).toMatchObject({ description: 'ours' })
  })
})
