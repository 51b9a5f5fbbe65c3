import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes, type AuditRecord, type Client, type Project } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { refusal } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeToken, type Holder } from '../harness/tokens.ts'

let server: TestServer
let [one, two]: Project[] = []
let operator: Holder
beforeAll(async () => {
  server = await startServer()
  one = await server.as('admin').call(routes.projects.create, { body: { name: 'one' } })
  two = await server.as('admin').call(routes.projects.create, { body: { name: 'two' } })
  operator = await makeToken(server, 'admin', one.id)
})
afterAll(async () => {
  await server.close()
})

const read = async (query: object, by: Client = server.as('admin')): Promise<AuditRecord[]> =>
  (await by.call(routes.audit.list, { query })).items

describe('the audit', () => {
  it('has who changed what, before and after', async () => {
    const network = await operator.client.call(routes.networks.create, { body: { project: one!.id, name: 'n' } })
    await operator.client.call(routes.networks.update, { params: { id: network.id }, body: { mtu: 1400 } })
    await operator.client.call(routes.networks.delete, { params: { id: network.id } })
    const records = await read({ resource: network.id })
    expect(records.map(({ action }) => action)).toEqual(['delete', 'update', 'create'])
    const [deleted, updated, created] = records
    expect(updated).toMatchObject({
      ...{ project: one!.id, kind: 'network', token: { id: operator.token.id, name: operator.token.name } },
      ...{ before: { mtu: 1442 }, after: { mtu: 1400 }, request_id: expect.any(String) },
    })
    expect([created!.before, deleted!.after]).toEqual([null, null])
    expect(records.map(({ seq }) => seq)).toEqual(records.map(({ seq }) => seq).sort((a, b) => b - a))
  })

  it('has nothing of what goes on by itself: the counters of a port', async () => {
    const network = await operator.client.call(routes.networks.create, { body: { project: one!.id, name: 'counted' } })
    const port = await operator.client.call(routes.ports.create, { body: { network: network.id, fixed_ips: [] } })
    await operator.client.call(routes.ports.update, { params: { id: port.id }, body: { description: 'changed' } })
    const [updated, created] = await read({ resource: port.id })
    expect(updated).toMatchObject({ before: { description: '' }, after: { description: 'changed' } })
    for (const document of [updated!.before, updated!.after, created!.after])
      expect(Object.keys(document ?? {})).not.toContain('statistics')
  })

  it('tells only the fields that somebody wants', async () => {
    const [record] = await read({ kind: 'project', resource: one!.id, fields: 'seq,action' })
    expect(Object.keys(record ?? {})).toEqual(['seq', 'action'])
  })

  it('has every command of tokens, bindings, nodes and migrations, and no secret', async () => {
    const admin = server.as('admin')
    const { token } = await makeToken(server, 'viewer', one!.id)
    await admin.call(routes.tokens.update, { params: { id: token.id }, body: { description: 'x' } })
    const binding = await admin.call(routes.roleBindings.create, {
      body: { token: token.id, project: two!.id, role: 'viewer' },
    })
    await admin.call(routes.roleBindings.update, { params: { id: binding.id }, body: { role: 'operator' } })
    await admin.call(routes.roleBindings.delete, { params: { id: binding.id } })
    await admin.call(routes.tokens.delete, { params: { id: token.id } })
    const body = { name: 'j', expires_at: new Date(performance.timeOrigin + performance.now() + 60_000).toISOString() }
    const join = await admin.call(routes.joinTokens.create, { body })
    await admin.call(routes.joinTokens.delete, { params: { id: join.id } })
    const lines = async (resource: string): Promise<string[]> =>
      (await read({ resource })).map(({ action, kind }) => `${action} ${kind}`).reverse()
    expect(await lines(token.id)).toEqual(['create token', 'update token', 'delete token'])
    expect(await lines(binding.id)).toEqual(['create role_binding', 'update role_binding', 'delete role_binding'])
    expect(await lines(join.id)).toEqual(['create join_token', 'delete join_token'])
    const text = JSON.stringify(await server.rows('select before, after from audit'))
    expect(text).not.toContain(join.secret!.slice(27))
    expect(text).not.toContain('digest')
  })

  it('is read by each of its own projects, and of all by platform admins', async () => {
    const viewer = await makeToken(server, 'viewer', two!.id)
    const projects = async (by: Client, query = {}): Promise<Set<string | null>> =>
      new Set((await read({ limit: 500, ...query }, by)).map(({ project }) => project))
    expect(await projects(viewer.client)).toEqual(new Set([two!.id]))
    expect(await projects(operator.client)).toEqual(new Set([one!.id]))
    expect(await projects(operator.client, { project: two!.id })).toEqual(new Set())
    expect(await projects(server.as('admin'))).toEqual(new Set([null, one!.id, two!.id]))
    expect((await refusal(server.as('node').call(routes.audit.list, {}))).code).toBe('forbidden')
  })

  it('is filtered by kind, token, action and time', async () => {
    const all = await read({ limit: 500 })
    const expected = (fits: (record: AuditRecord) => boolean): number[] => all.filter(fits).map(({ seq }) => seq)
    const seqs = async (query: object): Promise<number[]> =>
      (await read({ limit: 500, ...query })).map(({ seq }) => seq)
    expect(await seqs({ kind: 'network' })).toEqual(expected(({ kind }) => kind === 'network'))
    expect(await seqs({ token: operator.token.id })).toEqual(expected(({ token }) => token?.id === operator.token.id))
    expect(await seqs({ action: 'update' })).toEqual(expected(({ action }) => action === 'update'))
    const middle = all[Math.floor(all.length / 2)]!.at
    expect([...(await seqs({ since: middle })), ...(await seqs({ until: middle }))]).toEqual(all.map(({ seq }) => seq))
    expect((await seqs({ kind: 'network' })).length).toBeGreaterThan(0)
  })

  it('is paged', async () => {
    const all = await read({ limit: 500 })
    const paged: number[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { items: AuditRecord[]; next_cursor: string | null } = await server
        .as('admin')
        .call(routes.audit.list, { query: { limit: 3, ...(cursor !== '' && { cursor }) } })
      paged.push(...page.items.map(({ seq }) => seq))
      cursor = page.next_cursor
    }
    expect(paged).toEqual(all.map(({ seq }) => seq))
    expect((await refusal(server.as('admin').call(routes.audit.list, { query: { cursor: 'x' } }))).code).toBe(
      'invalid_request',
    )
  })

  it('is kept for its time, and for so many records', async () => {
    await server.rows(
      `insert into audit (action, kind, resource_id) select 'update', 'port', gen_random_uuid() from generate_series(1, 11000)`,
    )
    const newest = (await read({ limit: 20 })).map(({ seq }) => seq)
    const keeper = await startServer({
      databaseUrl: server.databaseUrl,
      retention: {
        events: { ageMs: 3_600_000, count: 1_000_000 },
        audit: { ageMs: 3_600_000, count: 20 },
        everyMs: 50,
      },
    })
    try {
      await eventually(async () => ((await server.rows('select from audit')).length === 20 ? true : undefined), {
        what: 'compaction',
        timeoutMs: 10_000,
      })
      expect((await read({ limit: 500 })).map(({ seq }) => seq)).toEqual(newest)
    } finally {
      await keeper.close()
    }
  })
})
