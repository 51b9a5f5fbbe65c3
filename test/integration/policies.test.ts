import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { MOST_RULES, routes, type Client, type Policy, type Project, type ProjectId } from '@quantumnet/api'
import { refusal } from '../harness/requests.ts'
import { ask, type RuleListAnswer } from '../harness/rules.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeToken, type Holder } from '../harness/tokens.ts'

let server: TestServer
let project: Project
let other: Project
let member: Holder
let stranger: Holder
beforeAll(async () => {
  server = await startServer()
  project = await server.as('admin').call(routes.projects.create, { body: { name: 'ruled' } })
  other = await server.as('admin').call(routes.projects.create, { body: { name: 'elsewhere' } })
  member = await makeToken(server, 'viewer', project.id)
  stranger = await makeToken(server, 'admin', other.id)
})
afterAll(async () => {
  await server.close()
})

const nobody = '0198c5a1-0000-7000-8000-000000000000' as ProjectId
const admin = (): Client => server.as('admin')
let count = 0
const make = async (fields: Partial<Pick<Policy, 'scope' | 'projects' | 'name'>> = {}): Promise<Policy> =>
  await admin().call(routes.policies.create, {
    body: { name: `p${String(++count)}`, scope: 'projects', projects: [project.id], ...fields },
  })
const quarantine = (['ingress', 'egress'] as const).flatMap((direction) =>
  (['ipv4', 'ipv6'] as const).map((ethertype) => ({ direction, ethertype, action: 'drop', position: 0 })),
)
const put = async (id: string, rules: readonly object[], ifMatch: string): ReturnType<typeof ask<RuleListAnswer>> =>
  await ask<RuleListAnswer>(server, server.tokens.admin, ['PUT', `/v1/policies/${id}/rules`], {
    body: { rules },
    ifMatch,
  })

describe('a policy', () => {
  it('holds for all projects, or for those listed', async () => {
    expect(await make()).toMatchObject({ scope: 'projects', projects: [project.id], rules: [], generation: 1 })
    const all = await make({ scope: 'all', projects: [] })
    expect(all).toMatchObject({ scope: 'all', projects: [] })
    const narrowed = await admin().call(routes.policies.update, {
      ...{ params: { id: all.id }, body: { scope: 'projects', projects: [other.id] } },
    })
    expect(narrowed).toMatchObject({ scope: 'projects', projects: [other.id], generation: 2 })
    const widened = await admin().call(routes.policies.update, { params: { id: all.id }, body: { scope: 'all' } })
    expect(widened).toMatchObject({ scope: 'all', projects: [], generation: 3 })
  })

  it('names the project that it does not find, and the one that it lacks', async () => {
    expect(await refusal(make({ projects: [project.id, nobody] }))).toMatchObject({
      ...{ code: 'reference_not_found', errors: [{ pointer: '/projects/1', value: nobody }] },
    })
    const { id } = await make()
    const update = async (body: object): Promise<Policy> =>
      await admin().call(routes.policies.update, { params: { id }, body })
    expect(await refusal(update({ projects: [nobody] }))).toMatchObject({ code: 'reference_not_found' })
    expect(await refusal(update({ projects: [] }))).toMatchObject({
      ...{ code: 'invalid_request', errors: [{ pointer: '/projects' }] },
    })
  })

  it('has a name of its own', async () => {
    await make({ name: 'taken' })
    expect(await refusal(make({ name: 'taken' }))).toMatchObject({ code: 'name_taken', errors: [{ pointer: '/name' }] })
  })

  it('quarantines by four rules that come at once', async () => {
    const { id } = await make()
    const { status, body } = await put(id, quarantine, '"1"')
    expect(status).toBe(200)
    expect(
      body.rules.map(({ direction, ethertype, action, protocol }) => [direction, ethertype, action, protocol]),
    ).toEqual(
      expect.arrayContaining([
        ['ingress', 'ipv4', 'drop', 'any'],
        ['ingress', 'ipv6', 'drop', 'any'],
        ['egress', 'ipv4', 'drop', 'any'],
        ['egress', 'ipv6', 'drop', 'any'],
      ]),
    )
    expect(body).toMatchObject({ id, generation: 2 })
    expect(await put(id, [], '"1"')).toMatchObject({ status: 412 })
  })

  it('has rules of its own, which may name groups of any project', async () => {
    const { id } = await make()
    const group = await admin().call(routes.securityGroups.create, { body: { project: other.id, name: 'monitoring' } })
    const rule = await admin().call(routes.policyRules.create, {
      body: { policy: id, direction: 'ingress', ethertype: 'ipv4', remote_group: group.id },
    })
    expect(rule).toMatchObject({ policy: id, remote_group: group.id, generation: 2 })
    const twin = admin().call(routes.policyRules.create, {
      body: { policy: id, direction: 'ingress', ethertype: 'ipv4', remote_group: group.id, action: 'drop' },
    })
    expect(await refusal(twin)).toMatchObject({ code: 'already_exists' })
    const changed = await admin().call(routes.policyRules.update, { params: { id: rule.id }, body: { position: 3 } })
    expect(changed).toMatchObject({ position: 3, generation: 3 })
    const remove = stranger.client.call(routes.securityGroups.delete, { params: { id: group.id } })
    expect(await refusal(remove)).toMatchObject({ code: 'in_use', referrers: [{ kind: 'policy_rule', id: rule.id }] })
    await admin().call(routes.policyRules.delete, { params: { id: rule.id } })
    expect(await admin().call(routes.policies.get, { params: { id } })).toMatchObject({ generation: 4, rules: [] })
  })

  it('has a thousand rules at most', async () => {
    const { id } = await make()
    const rules = Array.from({ length: MOST_RULES }, (_, at) => ({
      ...{ direction: 'ingress', ethertype: 'ipv4', protocol: 'tcp', port_min: at + 1, port_max: at + 1 },
    }))
    expect(await put(id, rules, '"1"')).toMatchObject({ status: 200 })
    const body = { policy: id, direction: 'egress', ethertype: 'ipv4' } as const
    expect(await refusal(admin().call(routes.policyRules.create, { body }))).toMatchObject({ code: 'quota_exceeded' })
  })

  it('keeps no project from its end', async () => {
    const short = await admin().call(routes.projects.create, { body: { name: 'short-lived' } })
    await make({ projects: [short.id] })
    expect(await admin().call(routes.projects.delete, { params: { id: short.id } })).toMatchObject({
      ...{ status: { state: 'deleting' } },
    })
  })

  it('goes with its rules', async () => {
    const { id } = await make()
    const { body } = await put(id, quarantine, '"1"')
    expect(await admin().call(routes.policies.delete, { params: { id } })).toMatchObject({
      status: { state: 'deleting' },
    })
    expect(await put(id, [], '"3"')).toMatchObject({ status: 409, body: { code: 'being_deleted' } })
    const params = { id: body.rules[0]!.id as never }
    const update = admin().call(routes.policyRules.update, { params, body: { log: true } })
    expect(await refusal(update)).toMatchObject({ code: 'being_deleted' })
  })
})

describe('who sees a policy', () => {
  it('are those for whose projects it holds, with its rules', async () => {
    const [ours, everybodys] = [await make(), await make({ scope: 'all', projects: [] })]
    const { body } = await put(ours.id, quarantine, '"1"')
    const ids = async (holder: Holder): Promise<string[]> =>
      (await holder.client.call(routes.policies.list, { query: { limit: 500 } })).items.map(({ id }) => id)
    expect(await ids(member)).toEqual(expect.arrayContaining([ours.id, everybodys.id]))
    expect(await ids(stranger)).toContain(everybodys.id)
    expect(await ids(stranger)).not.toContain(ours.id)
    const ruleId = body.rules[0]!.id as never
    expect(await member.client.call(routes.policyRules.get, { params: { id: ruleId } })).toMatchObject({ id: ruleId })
    expect(await refusal(stranger.client.call(routes.policyRules.get, { params: { id: ruleId } }))).toMatchObject({
      code: 'not_found',
    })
    const listed = async (holder: Holder): Promise<number> =>
      (await holder.client.call(routes.policyRules.list, { query: { policy: ours.id } })).items.length
    expect([await listed(member), await listed(stranger)]).toEqual([4, 0])
    const path = `/v1/policies/${ours.id}/rules`
    expect(await ask(server, member.secret, ['GET', path])).toMatchObject({ status: 200, etag: '"2"' })
    expect(await ask(server, stranger.secret, ['GET', path])).toMatchObject({ status: 404 })
    expect(await refusal(stranger.client.call(routes.policies.get, { params: { id: ours.id } }))).toMatchObject({
      code: 'not_found',
    })
  })

  it('changes nothing of it, not even as an admin of the project', async () => {
    const owner = await makeToken(server, 'admin', project.id)
    const { id } = await make()
    for (const call of [
      async () => await owner.client.call(routes.policies.create, { body: { name: 'mine', scope: 'all' } }),
      async () => await owner.client.call(routes.policies.update, { params: { id }, body: { description: 'x' } }),
      async () => await owner.client.call(routes.policies.delete, { params: { id } }),
    ])
      expect(await refusal(call())).toMatchObject({ code: 'forbidden' })
  })
})
