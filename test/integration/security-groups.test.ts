import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes, type Client, type DryRun, type Port, type SecurityGroup } from '@quantumnet/api'
import { refusal } from '../harness/requests.ts'
import { ask, type RuleListAnswer } from '../harness/rules.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy, type Tenancy } from '../harness/tenancy.ts'
import { makeToken, type Holder } from '../harness/tokens.ts'

let server: TestServer
let tenancy: Tenancy
let operator: Holder
let viewer: Holder
let stranger: Holder
beforeAll(async () => {
  server = await startServer()
  tenancy = await makeTenancy(server, 'groups')
  const other = await server.as('admin').call(routes.projects.create, { body: { name: 'elsewhere' } })
  operator = await makeToken(server, 'operator', tenancy.project.id)
  viewer = await makeToken(server, 'viewer', tenancy.project.id)
  stranger = await makeToken(server, 'admin', other.id)
})
afterAll(async () => {
  await server.close()
})

const nobody = '0198c5a1-0000-7000-8000-000000000000'
const client = (): Client => operator.client
let count = 0
const makeGroup = async (fields: object = {}): Promise<SecurityGroup> =>
  await client().call(routes.securityGroups.create, {
    body: { project: tenancy.project.id, name: `g${String(++count)}`, ...fields },
  })
const addRule = async (group: { readonly id: string }, fields: object): Promise<{ readonly id: string }> =>
  await client().call(routes.securityGroupRules.create, {
    body: { security_group: group.id, direction: 'ingress', ethertype: 'ipv4', ...fields },
  })
const rule = (port: number, fields: object = {}): object => ({
  ...{ direction: 'ingress', ethertype: 'ipv4', protocol: 'tcp', port_min: port },
  ...fields,
})
const put = async (
  { id }: { readonly id: string },
  rules: readonly object[],
  ifMatch: string | null,
  query = '',
): ReturnType<typeof ask<RuleListAnswer>> =>
  await ask<RuleListAnswer>(server, operator.secret, ['PUT', `/v1/security-groups/${id}/rules${query}`], {
    body: { rules },
    ifMatch,
  })

describe('a security group', () => {
  it('begins with no rule at all', async () => {
    const group = await makeGroup({ description: 'web', labels: { tier: 'web' } })
    expect(group).toMatchObject({
      ...{ project: tenancy.project.id, stateful: true, default_egress: 'allow', rules: [], generation: 1 },
      ...{ description: 'web', labels: { tier: 'web' } },
    })
    expect(await client().call(routes.securityGroups.get, { params: { id: group.id } })).toEqual(group)
  })

  it('is changed field by field', async () => {
    const group = await makeGroup()
    const body = { default_egress: 'deny', stateful: false } as const
    const changed = await client().call(routes.securityGroups.update, { params: { id: group.id }, body })
    expect(changed).toMatchObject({ ...body, name: group.name, generation: 2 })
  })

  it('has a name of its own in its project', async () => {
    const { name } = await makeGroup()
    expect(await refusal(makeGroup({ name }))).toMatchObject({ code: 'name_taken', errors: [{ pointer: '/name' }] })
  })

  it('is listed with the rules that it has, in the order in which they decide', async () => {
    const group = await makeGroup()
    await addRule(group, { ...rule(80), position: 5 })
    await addRule(group, { ...rule(22), action: 'drop', position: 5 })
    await addRule(group, { direction: 'egress', position: 0 })
    const query = { project: tenancy.project.id, name: group.name }
    const { items } = await client().call(routes.securityGroups.list, { query })
    expect(items).toHaveLength(1)
    expect(items[0]!.generation).toBe(4)
    expect(items[0]!.rules.map(({ direction, action, port_min: port }) => [direction, action, port])).toEqual([
      ['ingress', 'drop', 22],
      ['ingress', 'allow', 80],
      ['egress', 'allow', null],
    ])
  })
})

describe('groups with and without connection tracking', () => {
  const makePort = async (name: string, groups: readonly SecurityGroup[]): Promise<Port> =>
    await client().call(routes.ports.create, {
      body: { network: tenancy.network.id, name, security_groups: groups.map(({ id }) => id) },
    })
  const setStateful = async ({ id }: SecurityGroup, stateful: boolean): Promise<unknown> =>
    await client().call(routes.securityGroups.update, { params: { id }, body: { stateful } })

  it('are not both on one port: neither by the port, nor by a group that becomes the other sort', async () => {
    const [tracked, beside, untracked] = [await makeGroup(), await makeGroup(), await makeGroup({ stateful: false })]
    expect(await refusal(makePort('mixed', [tracked, untracked]))).toMatchObject({
      ...{ code: 'invalid_request', errors: [{ pointer: '/security_groups' }] },
    })
    const port = await makePort('tracked', [tracked, beside])
    const body = { security_groups: [tracked.id, untracked.id] }
    const update = client().call(routes.ports.update, { params: { id: port.id }, body })
    expect(await refusal(update)).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '/security_groups' }] })
    expect(await refusal(setStateful(tracked, false))).toMatchObject({
      code: 'invalid_request',
      detail: expect.stringContaining(`port "tracked" is in group "${beside.name}" as well, which is stateful`),
    })
    await client().call(routes.ports.update, { params: { id: port.id }, body: { security_groups: [tracked.id] } })
    expect(await setStateful(tracked, false)).toMatchObject({ stateful: false })
  })

  it('are not both on one port, whoever is faster', async () => {
    for (let n = 0; n < 10; n++) {
      const [one, other] = [await makeGroup(), await makeGroup()]
      const results = await Promise.allSettled([makePort(`raced-${String(n)}`, [one, other]), setStateful(one, false)])
      const mixed = await server.rows(
        `select from port_security_group a join port_security_group b using (port_id)
         join security_group g on g.id = a.group_id join security_group h on h.id = b.group_id
         where g.stateful and not h.stateful`,
      )
      expect(mixed).toEqual([])
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    }
  })
})

describe('the default group of a project', () => {
  const defaultGroup = async (): Promise<SecurityGroup> => {
    const query = { project: tenancy.project.id, name: 'default' }
    return (await client().call(routes.securityGroups.list, { query })).items[0]!
  }

  it('is there, with rules that can be read', async () => {
    const { id, rules } = await defaultGroup()
    expect(rules).toMatchObject([
      { direction: 'ingress', protocol: 'any', remote_group: id },
      { direction: 'ingress', protocol: 'any', remote_group: id },
    ])
  })

  it('is not deleted by itself, and says why', async () => {
    const { id } = await defaultGroup()
    const problem = await refusal(client().call(routes.securityGroups.delete, { params: { id } }))
    expect(problem).toMatchObject({
      code: 'in_use',
      detail:
        'security group "default" goes with its project: ports that ask for no group get it. Change its rules instead',
      referrers: [{ kind: 'project', id: tenancy.project.id, name: 'groups' }],
    })
  })

  it('keeps its name, and changes in all else', async () => {
    const { id, generation, default_egress: egress } = await defaultGroup()
    const problem = await refusal(
      client().call(routes.securityGroups.update, { params: { id }, body: { name: 'other' } }),
    )
    expect(problem).toMatchObject({ code: 'immutable_field', errors: [{ pointer: '/name', value: 'other' }] })
    expect(egress).toBe('allow')
    const body = { name: 'default', description: 'ours' }
    const changed = await client().call(routes.securityGroups.update, { params: { id }, body })
    expect(changed).toMatchObject({ description: 'ours', generation: generation + 1 })
  })

  it('keeps no project, and goes with it; other groups keep it', async () => {
    const admin = server.as('admin')
    const project = await admin.call(routes.projects.create, { body: { name: 'short-lived' } })
    const group = await admin.call(routes.securityGroups.create, { body: { project: project.id, name: 'mine' } })
    const params = { id: project.id }
    const problem = await refusal(admin.call(routes.projects.delete, { params }))
    expect(problem).toMatchObject({ code: 'in_use', referrers: [{ kind: 'security_group', name: 'mine' }] })
    await admin.call(routes.securityGroups.delete, { params: { id: group.id } })
    await admin.call(routes.projects.delete, { params })
    const rows = await server.rows('select name from security_group where project_id = $1 and deleting_at is null', [
      project.id,
    ])
    expect(rows).toEqual([])
  })
})

describe('a rule', () => {
  it('is made with defaults, and shown with what it means', async () => {
    const group = await makeGroup()
    const made = await addRule(group, { protocol: '17', port_min: 53, description: 'DNS' })
    expect(made).toMatchObject({
      ...{ security_group: group.id, direction: 'ingress', ethertype: 'ipv4', protocol: 'udp', description: 'DNS' },
      ...{ port_min: 53, port_max: 53, icmp_type: null, icmp_code: null, action: 'allow', position: 100 },
      ...{ remote_cidr: null, remote_group: null, remote_address_group: null, enabled: true, log: false },
      ...{ generation: 2, status: { state: 'pending' } },
    })
  })

  it('may name ICMP type 0 and code 0', async () => {
    const made = await addRule(await makeGroup(), { protocol: 'icmp', icmp_type: 0, icmp_code: 0 })
    expect(made).toMatchObject({ icmp_type: 0, icmp_code: 0 })
  })

  it('is refused beside one that matches the same at the same position, which is named', async () => {
    const group = await makeGroup()
    const { id } = await addRule(group, rule(22))
    const problem = await refusal(addRule(group, rule(22, { action: 'drop', remote_cidr: '0.0.0.0/0' })))
    expect(problem.code).toBe('already_exists')
    expect(problem.detail).toBe(`rule ${id} matches the same at position 100: drop ingress ipv4 tcp 22 from 0.0.0.0/0`)
    expect(await addRule(group, rule(22, { position: 99 }))).toMatchObject({ position: 99 })
  })

  it('is made once, however many ask at once', async () => {
    const group = await makeGroup()
    const results = await Promise.allSettled(Array.from({ length: 8 }, async () => await addRule(group, rule(22))))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await client().call(routes.securityGroups.get, { params: { id: group.id } })).rules).toHaveLength(1)
  })

  it('is made once for a request that comes twice', async () => {
    const group = await makeGroup()
    const id = randomUUID()
    const first = await addRule(group, { id, ...rule(22) })
    expect(await addRule(group, { id, ...rule(22) })).toEqual(first)
    expect(await refusal(addRule(group, { id, ...rule(23) }))).toMatchObject({ code: 'id_taken' })
  })

  it('is changed, with all of it checked again', async () => {
    const group = await makeGroup()
    const { id } = await addRule(group, rule(22))
    const change = async (body: object): Promise<object> =>
      await client().call(routes.securityGroupRules.update, { params: { id: id }, body })
    expect(await change({ port_min: 2222, enabled: false })).toMatchObject({
      ...{ port_min: 2222, port_max: 2222, enabled: false, generation: 3 },
    })
    expect(await refusal(change({ protocol: 'any' }))).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '/port_min' }],
    })
    const other = await addRule(group, rule(80))
    expect((await refusal(change({ port_min: 80 }))).detail).toContain(`rule ${other.id} matches the same`)
    expect(await refusal(change({ remote_group: nobody }))).toMatchObject({
      ...{ code: 'reference_not_found', errors: [{ pointer: '/remote_group', value: nobody }] },
    })
  })

  it('goes at once, and counts a generation of its group', async () => {
    const group = await makeGroup()
    const { id } = await addRule(group, rule(22))
    await client().call(routes.securityGroupRules.delete, { params: { id: id } })
    expect(await client().call(routes.securityGroups.get, { params: { id: group.id } })).toMatchObject({
      ...{ generation: 3, rules: [] },
    })
  })

  it.each(['remote_group', 'remote_address_group'] as const)('names a %s that is there', async (field) => {
    const problem = await refusal(addRule(await makeGroup(), { [field]: nobody }))
    expect(problem).toMatchObject({ code: 'reference_not_found', errors: [{ pointer: `/${field}`, value: nobody }] })
  })

  it('names no group of another project, not even one that its author may see', async () => {
    const elsewhere = await stranger.client.call(routes.securityGroups.create, {
      body: { project: stranger.token.project!, name: 'theirs' },
    })
    const body = { security_group: (await makeGroup()).id, direction: 'ingress', ethertype: 'ipv4' } as const
    const request = { body: { ...body, remote_group: elsewhere.id } }
    for (const who of [client(), server.as('admin')])
      expect(await refusal(who.call(routes.securityGroupRules.create, request))).toMatchObject({
        ...{ code: 'reference_not_found', errors: [{ pointer: '/remote_group' }] },
      })
  })
})

describe('all rules of a group at once', () => {
  it('need the ETag of the list that they replace', async () => {
    const group = await makeGroup()
    expect(await put(group, [], null)).toMatchObject({ status: 428, body: { code: 'precondition_required' } })
    expect(await put(group, [], '"7"')).toMatchObject({ status: 412, body: { code: 'precondition_failed' } })
    const path = `/v1/security-groups/${group.id}/rules`
    const read = await ask<RuleListAnswer>(server, viewer.secret, ['GET', path])
    expect(read).toMatchObject({ status: 200, etag: '"1"', body: { id: group.id, generation: 1, rules: [] } })
    expect(await put(group, [rule(22)], read.etag)).toMatchObject({ status: 200, etag: '"2"' })
  })

  it('are replaced in one generation, with the least that has to change', async () => {
    const group = await makeGroup()
    const first = await put(group, [rule(22), rule(80), rule(443)], '"1"')
    const [ssh, web] = first.body.rules
    const wanted = [rule(80, { log: true }), rule(22), { id: randomUUID(), ...rule(8080) }]
    const second = await put(group, wanted, first.etag)
    expect(second.body.generation).toBe(3)
    expect(second.body.rules.map(({ id, generation, port_min: port }) => [id, generation, port])).toEqual(
      expect.arrayContaining([
        [ssh!.id, 2, 22],
        [web!.id, 3, 80],
        [wanted[2]!['id' as never], 3, 8080],
      ]),
    )
    const events = await server.rows<{ action: string }>(
      `select action from event where kind = 'security_group_rule' and resource_id = any($1::uuid[]) order by seq`,
      [[...first.body.rules, ...second.body.rules].map(({ id }) => id)],
    )
    expect(events.map(({ action }) => action)).toEqual([
      'created',
      'created',
      'created',
      'deleted',
      'updated',
      'created',
    ])
  })

  it('count no generation when they are as they were', async () => {
    const group = await makeGroup()
    const first = await put(group, [rule(22), rule(80)], '"1"')
    const again = await put(group, [rule(80), rule(22)], first.etag)
    expect(again).toEqual(first)
  })

  it('are replaced wholly or not at all', async () => {
    const group = await makeGroup()
    const first = await put(group, [rule(22)], '"1"')
    const wrong = await put(group, [rule(80), rule(81, { remote_group: nobody })], first.etag)
    expect(wrong).toMatchObject({ status: 422, body: { code: 'reference_not_found' } })
    expect(wrong.body).toMatchObject({ errors: [{ pointer: '/rules/1/remote_group' }] })
    const twin = await put(group, [rule(80), rule(80, { action: 'drop' })], first.etag)
    expect(twin).toMatchObject({ status: 409, body: { code: 'already_exists', errors: [{ pointer: '/rules/1' }] } })
    const foreign = await put(await makeGroup(), [{ id: first.body.rules[0]!.id, ...rule(80) }], '"1"')
    expect(foreign).toMatchObject({ status: 409, body: { code: 'id_taken' } })
    expect(await ask(server, operator.secret, ['GET', `/v1/security-groups/${group.id}/rules`])).toEqual(first)
  })

  it('are those of one of two who replace them at once', async () => {
    const group = await makeGroup()
    const answers = await Promise.all([1, 2, 3, 4].map(async (port) => await put(group, [rule(port)], '"1"')))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412])
    const won = answers.find(({ status }) => status === 200)
    expect(await ask(server, operator.secret, ['GET', `/v1/security-groups/${group.id}/rules`])).toEqual(won)
  })

  it('are told in a dry run, rule by rule, and stay', async () => {
    const group = await makeGroup()
    const first = await put(group, [rule(22), rule(80)], '"1"')
    const { status, body } = await put(group, [rule(22, { action: 'drop' }), rule(443)], first.etag, '?dry_run=true')
    expect(status).toBe(200)
    const { changes } = body as unknown as DryRun
    expect(changes.map(({ action, kind, before, after }) => [action, kind, before, after])).toEqual([
      ['delete', 'security_group_rule', expect.objectContaining({ port_min: 80 }), undefined],
      [
        'update',
        'security_group_rule',
        expect.objectContaining({ action: 'allow' }),
        expect.objectContaining({ action: 'drop' }),
      ],
      ['create', 'security_group_rule', undefined, expect.objectContaining({ port_min: 443 })],
    ])
    expect(await ask(server, operator.secret, ['GET', `/v1/security-groups/${group.id}/rules`])).toEqual(first)
  })

  it('mark the group once for OVN', async () => {
    const group = await makeGroup()
    await server.rows('delete from dirty')
    await put(group, [rule(22), rule(80)], '"1"')
    expect(await server.rows('select kind, id from dirty')).toEqual([{ kind: 'security_group', id: group.id }])
  })
})

describe('the deletion of a group', () => {
  const remove = async ({ id }: { readonly id: string }): Promise<unknown> =>
    await client().call(routes.securityGroups.delete, { params: { id: id } })

  it('is refused while rules of others name it, which are named', async () => {
    const [named, naming] = [await makeGroup(), await makeGroup()]
    await addRule(named, { remote_group: named.id })
    const { id } = await addRule(naming, { ...rule(22), remote_group: named.id })
    const problem = await refusal(remove(named))
    expect(problem).toMatchObject({
      code: 'in_use',
      referrers: [
        {
          ...{ kind: 'security_group_rule', id },
          name: `${naming.name}: allow ingress ipv4 tcp 22 from security group ${named.id}`,
        },
      ],
    })
    await remove(naming)
    expect(await remove(named)).toMatchObject({ status: { state: 'deleting' } })
  })

  it('is refused while a port is in it', async () => {
    const group = await makeGroup()
    const port = await server
      .as('admin')
      .call(routes.ports.create, { body: { network: tenancy.network.id, name: 'p' } })
    await server.rows('insert into port_security_group (port_id, group_id) values ($1, $2)', [port.id, group.id])
    expect(await refusal(remove(group))).toMatchObject({
      ...{ code: 'in_use', referrers: [{ kind: 'port', id: port.id, name: 'p' }] },
    })
  })

  it('ends what can be done with its rules', async () => {
    const group = await makeGroup()
    const { id } = await addRule(group, rule(22))
    await remove(group)
    expect(await refusal(addRule(group, rule(23)))).toMatchObject({ code: 'being_deleted' })
    const update = client().call(routes.securityGroupRules.update, { params: { id: id }, body: { log: true } })
    expect(await refusal(update)).toMatchObject({ code: 'being_deleted' })
    expect(await put(group, [], '"3"')).toMatchObject({ status: 409, body: { code: 'being_deleted' } })
  })
})

describe('who may do what', () => {
  it('a viewer reads, and changes nothing', async () => {
    const group = await makeGroup()
    const { id } = await addRule(group, rule(22))
    expect(await viewer.client.call(routes.securityGroups.get, { params: { id: group.id } })).toMatchObject({
      id: group.id,
    })
    expect(await viewer.client.call(routes.securityGroupRules.get, { params: { id: id } })).toMatchObject({
      id,
    })
    const body = { rules: [] }
    const path = `/v1/security-groups/${group.id}/rules`
    expect(await ask(server, viewer.secret, ['PUT', path], { body, ifMatch: '"2"' })).toMatchObject({ status: 403 })
    for (const call of [
      async () =>
        await viewer.client.call(routes.securityGroups.create, { body: { project: tenancy.project.id, name: 'no' } }),
      async () => await viewer.client.call(routes.securityGroups.delete, { params: { id: group.id } }),
      async () =>
        await viewer.client.call(routes.securityGroupRules.update, {
          params: { id: id },
          body: { enabled: false },
        }),
      async () => await viewer.client.call(routes.securityGroupRules.delete, { params: { id: id } }),
    ])
      expect(await refusal(call())).toMatchObject({ code: 'forbidden' })
  })

  it('for another project there is nothing', async () => {
    const group = await makeGroup()
    const { id } = await addRule(group, rule(22))
    const path = `/v1/security-groups/${group.id}/rules`
    expect(await ask(server, stranger.secret, ['GET', path])).toMatchObject({ status: 404 })
    expect(await ask(server, stranger.secret, ['PUT', path], { body: { rules: [] }, ifMatch: '"2"' })).toMatchObject({
      status: 404,
    })
    for (const call of [
      async () => await stranger.client.call(routes.securityGroups.get, { params: { id: group.id } }),
      async () => await stranger.client.call(routes.securityGroups.delete, { params: { id: group.id } }),
      async () => await stranger.client.call(routes.securityGroupRules.get, { params: { id: id } }),
      async () => await stranger.client.call(routes.securityGroupRules.delete, { params: { id: id } }),
    ])
      expect(await refusal(call())).toMatchObject({ code: 'not_found' })
    const { items } = await stranger.client.call(routes.securityGroupRules.list, {
      query: { security_group: group.id },
    })
    expect(items).toEqual([])
    const body = { security_group: group.id, direction: 'ingress', ethertype: 'ipv4' } as const
    const request = stranger.client.call(routes.securityGroupRules.create, { body })
    expect(await refusal(request)).toMatchObject({ code: 'reference_not_found' })
  })
})
