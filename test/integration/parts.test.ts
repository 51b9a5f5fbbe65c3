import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes, type SecurityGroup, type SecurityGroupRule } from '@quantumnet/api'
import { refusal, send } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy } from '../harness/tenancy.ts'
import { makeToken } from '../harness/tokens.ts'

/** Parts, with the rules of a group as the example: they count the generation of their parent, and have its status (ADR 35). */

let server: TestServer
let project: string
beforeAll(async () => {
  server = await startServer()
  ;({ id: project } = (await makeTenancy(server, 'parts')).project)
})
afterAll(async () => {
  await server.close()
})

const { securityGroups: groups, securityGroupRules: rules } = routes
const admin = (): ReturnType<TestServer['as']> => server.as('admin')
let made = 0
const makeGroup = async (): Promise<SecurityGroup> =>
  await admin().call(groups.create, { body: { project, name: `group-${String(++made)}` } })
const ruleOf = (group: string, port: number) =>
  ({ security_group: group, direction: 'ingress', ethertype: 'ipv4', protocol: 'tcp', port_min: port }) as const
const makeRule = async (group: string, port: number): Promise<SecurityGroupRule> =>
  await admin().call(rules.create, { body: ruleOf(group, port) })
const generationOf = async (id: string): Promise<number> =>
  (await admin().call(groups.get, { params: { id } })).generation

describe('a part', () => {
  it('has the generation of its parent that brought it', async () => {
    const group = await makeGroup()
    const [first, second] = [await makeRule(group.id, 22), await makeRule(group.id, 80)]
    expect([first.generation, second.generation, await generationOf(group.id)]).toEqual([2, 3, 3])
    const changed = await admin().call(rules.update, { params: { id: first.id }, body: { description: 'ssh' } })
    expect([changed.generation, await generationOf(group.id)]).toEqual([4, 4])
    const same = await admin().call(rules.update, { params: { id: first.id }, body: { description: 'ssh' } })
    expect([same.generation, await generationOf(group.id)]).toEqual([4, 4])
    await admin().call(rules.delete, { params: { id: second.id } })
    expect(await generationOf(group.id)).toBe(5)
  })

  it('is applied when its parent has come so far, and not before', async () => {
    const group = await makeGroup()
    const [first, second] = [await makeRule(group.id, 22), await makeRule(group.id, 80)]
    await server.rows('update security_group set applied_generation = 2 where id = $1', [group.id])
    const state = async (id: string): Promise<string> =>
      (await admin().call(rules.get, { params: { id } })).status.state
    expect([await state(first.id), await state(second.id)]).toEqual(['applied', 'pending'])
  })

  it('is made by many at once, each with a generation of its own', async () => {
    const group = await makeGroup()
    const all = await Promise.all(Array.from({ length: 20 }, async (_, n) => await makeRule(group.id, 1000 + n)))
    expect(all.map(({ generation }) => generation).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, n) => n + 2),
    )
  })

  it('has a version of its own: changes of its siblings are none of it', async () => {
    const group = await makeGroup()
    const [first, second] = [await makeRule(group.id, 22), await makeRule(group.id, 80)]
    await admin().call(rules.update, { params: { id: second.id }, body: { description: 'x' } })
    const params = { id: first.id }
    await admin().call(rules.update, { params, body: { description: 'y' } }, { ifMatch: first.generation })
    const late = admin().call(rules.update, { params, body: { description: 'z' } }, { ifMatch: first.generation })
    expect((await refusal(late)).code).toBe('precondition_failed')
  })

  it('is made once, however often it is asked for', async () => {
    const group = await makeGroup()
    const body = { ...ruleOf(group.id, 22), id: '01957b2c-0000-7000-8000-0000000000a1' as SecurityGroupRule['id'] }
    const all = await Promise.all(Array.from({ length: 6 }, async () => await admin().call(rules.create, { body })))
    expect(new Set(all.map(({ generation }) => generation))).toEqual(new Set([2]))
    expect(await generationOf(group.id)).toBe(2)
    const other = refusal(admin().call(rules.create, { body: { ...body, port_min: 23 } }))
    expect((await other).code).toBe('id_taken')
  })

  it('is gone at once, and a wait for its end waits for the parent', async () => {
    const group = await makeGroup()
    const rule = await makeRule(group.id, 22)
    const answer = send(server, { method: 'DELETE', path: `/v1/security-group-rules/${rule.id}?wait=applied` })
    const first = await Promise.race([
      answer.then(() => 'answered'),
      new Promise((resolve) => {
        setTimeout(resolve, 200, 'waits')
      }),
    ])
    expect(first).toBe('waits')
    expect((await refusal(admin().call(rules.get, { params: { id: rule.id } }))).code).toBe('not_found')
    await server.rows(
      `with done as (update security_group set applied_generation = generation where id = $1)
       insert into event (project_id, kind, resource_id, action) values ($2, 'security_group', $1, 'status')`,
      [group.id, project],
    )
    await server.rows('notify quantumnet_changed')
    expect((await answer).status).toBe(204)
  })

  it('is refused under a parent that is being deleted', async () => {
    const group = await makeGroup()
    const rule = await makeRule(group.id, 22)
    await admin().call(groups.delete, { params: { id: group.id } })
    expect((await refusal(makeRule(group.id, 23))).code).toBe('being_deleted')
    const change = admin().call(rules.update, { params: { id: rule.id }, body: { description: 'x' } })
    expect((await refusal(change)).code).toBe('being_deleted')
  })

  it('of another project is not there', async () => {
    const other = await admin().call(routes.projects.create, { body: { name: 'parts-other' } })
    const { client } = await makeToken(server, 'admin', other.id)
    const group = await makeGroup()
    const { id } = await makeRule(group.id, 22)
    const calls = [
      client.call(rules.get, { params: { id } }),
      client.call(rules.update, { params: { id }, body: { description: 'x' } }),
      client.call(rules.delete, { params: { id } }),
    ]
    for (const call of calls) expect((await refusal(call)).code).toBe('not_found')
    const made = refusal(client.call(rules.create, { body: ruleOf(group.id, 23) }))
    expect(await made).toMatchObject({ code: 'reference_not_found', errors: [{ pointer: '/security_group' }] })
    expect((await client.call(rules.list, { query: { security_group: group.id } })).items).toEqual([])
  })

  it('is planned by a dry run, which counts nothing', async () => {
    const group = await makeGroup()
    const { changes } = await admin().dryRun(rules.create, { body: ruleOf(group.id, 22) })
    expect(changes).toMatchObject([{ action: 'create', kind: 'security_group_rule', after: { generation: 2 } }])
    expect(await generationOf(group.id)).toBe(1)
  })
})
