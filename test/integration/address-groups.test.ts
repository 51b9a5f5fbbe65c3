import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes, type AddressGroup, type Project } from '@quantumnet/api'
import { refusal } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeToken, type Holder } from '../harness/tokens.ts'

let server: TestServer
let project: Project
let operator: Holder
let viewer: Holder
let stranger: Holder
beforeAll(async () => {
  server = await startServer()
  project = await server.as('admin').call(routes.projects.create, { body: { name: 'offices' } })
  const other = await server.as('admin').call(routes.projects.create, { body: { name: 'elsewhere' } })
  operator = await makeToken(server, 'operator', project.id)
  viewer = await makeToken(server, 'viewer', project.id)
  stranger = await makeToken(server, 'admin', other.id)
})
afterAll(async () => {
  await server.close()
})

let count = 0
const make = async (cidrs: string[], name = `a${String(++count)}`): Promise<AddressGroup> =>
  await operator.client.call(routes.addressGroups.create, { body: { project: project.id, name, cidrs } })

describe('an address group', () => {
  it('has blocks of both families, as they were listed', async () => {
    const group = await make(['198.51.100.0/24', '2001:DB8:0::/48'])
    expect(group).toMatchObject({ project: project.id, cidrs: ['198.51.100.0/24', '2001:db8::/48'], generation: 1 })
    expect(await viewer.client.call(routes.addressGroups.get, { params: { id: group.id } })).toEqual(group)
  })

  it('has its blocks replaced as a whole', async () => {
    const { id } = await make(['198.51.100.0/24'])
    const update = async (cidrs: string[]): Promise<AddressGroup> =>
      await operator.client.call(routes.addressGroups.update, { params: { id }, body: { cidrs } })
    expect(await update(['10.0.0.0/8', '192.0.2.0/24'])).toMatchObject({
      ...{ cidrs: ['10.0.0.0/8', '192.0.2.0/24'], generation: 2 },
    })
    expect(await update(['10.0.0.0/8', '192.0.2.0/24'])).toMatchObject({ generation: 2 })
    expect(await update([])).toMatchObject({ cidrs: [], generation: 3 })
  })

  it('has each address once', async () => {
    const problem = await refusal(make(['10.0.0.0/8', '192.0.2.0/24', '10.1.0.0/16']))
    expect(problem).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '/cidrs/2', message: 'must be outside of 10.0.0.0/8 (item 0): each address once' }],
    })
  })

  it('has a name of its own in its project', async () => {
    await make([], 'taken')
    expect(await refusal(make([], 'taken'))).toMatchObject({ code: 'name_taken', errors: [{ pointer: '/name' }] })
  })

  it('stays while rules name it, which are named', async () => {
    const { id } = await make(['198.51.100.0/24'])
    const body = { project: project.id, name: 'web' }
    const group = await operator.client.call(routes.securityGroups.create, { body })
    const rule = await operator.client.call(routes.securityGroupRules.create, {
      body: { security_group: group.id, direction: 'ingress', ethertype: 'ipv4', remote_address_group: id },
    })
    expect(rule).toMatchObject({ remote_address_group: id })
    const remove = async (): Promise<AddressGroup> =>
      await operator.client.call(routes.addressGroups.delete, { params: { id } })
    expect(await refusal(remove())).toMatchObject({
      code: 'in_use',
      referrers: [
        {
          ...{ kind: 'security_group_rule', id: rule.id },
          name: `web: allow ingress ipv4 any protocol from address group ${id}`,
        },
      ],
    })
    await operator.client.call(routes.securityGroupRules.delete, { params: { id: rule.id } })
    expect(await remove()).toMatchObject({ status: { state: 'deleting' } })
  })

  it('is written by operators, read by viewers, and not there for others', async () => {
    const { id } = await make(['198.51.100.0/24'])
    const params = { id }
    for (const [who, code] of [
      [viewer, 'forbidden'],
      [stranger, 'not_found'],
    ] as const) {
      const update = who.client.call(routes.addressGroups.update, { params, body: { cidrs: [] } })
      expect(await refusal(update)).toMatchObject({ code })
      expect(await refusal(who.client.call(routes.addressGroups.delete, { params }))).toMatchObject({ code })
    }
    expect(await refusal(stranger.client.call(routes.addressGroups.get, { params }))).toMatchObject({
      code: 'not_found',
    })
    expect((await stranger.client.call(routes.addressGroups.list, {})).items).toEqual([])
    const body = { project: project.id, name: 'foreign' }
    expect(await refusal(stranger.client.call(routes.addressGroups.create, { body }))).toMatchObject({
      code: 'reference_not_found',
    })
  })
})
