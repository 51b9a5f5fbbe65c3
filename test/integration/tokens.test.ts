import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Client, readSecret, routes, type CreateToken, type Project, type RoleBinding } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { freshDatabase } from '../harness/postgres.ts'
import { refusal, send } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeToken } from '../harness/tokens.ts'

let server: TestServer
let aheadMs = 0
let [one, two]: Project[] = []
const now = (): Date => new Date(performance.timeOrigin + performance.now() + aheadMs)
const after = (ms: number): string => new Date(now().getTime() + ms).toISOString()

beforeAll(async () => {
  server = await startServer({ clock: now })
  one = await server.as('admin').call(routes.projects.create, { body: { name: 'one' } })
  two = await server.as('admin').call(routes.projects.create, { body: { name: 'two' } })
})
afterAll(async () => {
  await server.close()
})

const { create, get, list, update, delete: revoke } = routes.tokens
const clientOf = (token: string): Client => new Client({ endpoint: server.endpoint, token, attempts: 1 })
const names = async (client: Client): Promise<string[]> =>
  (await client.call(routes.projects.list, {})).items.map(({ name }) => name)

describe('a token', () => {
  it('is told once, works, and is kept as its SHA-256', async () => {
    const { token, secret, client } = await makeToken(server, 'viewer', one!.id)
    expect(readSecret(secret)).toEqual({ kind: 'token', id: token.id })
    expect(secret.startsWith(token.secret_prefix ?? '?')).toBe(true)
    expect(token).toMatchObject({ project: one!.id, role: 'viewer', expires_at: null, status: { state: 'realized' } })
    expect(await names(client)).toEqual(['one'])
    const read = await client.call(get, { params: { id: token.id } })
    expect(read).not.toHaveProperty('secret')
    expect((await client.call(list, {})).items.every((item) => !('secret' in item))).toBe(true)
    const everything = await server.rows<{ text: string }>(
      `select t::text as text from token t union all select a::text from audit a
       union all select k::text from idempotency_key k union all select e::text from event e`,
    )
    expect(everything.filter(({ text }) => text.includes(secret))).toEqual([])
    expect(server.log.join('\n')).not.toContain(secret)
    const random = secret.slice(26)
    expect(everything.filter(({ text }) => text.includes(random))).toEqual([])
  })

  it('that expires makes none that outlives it', async () => {
    const expires = after(3_600_000)
    const maker = await makeToken(server, 'admin', one!.id, { expires_at: expires })
    const body = { project: one!.id, role: 'viewer' } as const
    for (const wanted of [null, after(7_200_000)]) {
      const problem = await refusal(maker.client.call(create, { body: { ...body, name: 'child', expires_at: wanted } }))
      expect(problem).toMatchObject({
        code: 'forbidden',
        errors: [{ pointer: '/expires_at', allowed: `a time up to ${expires}` }],
      })
    }
    const child = await maker.client.call(create, { body: { ...body, name: 'child', expires_at: expires } })
    expect(child.expires_at).toBe(expires)
  })

  it('sees only its own project, and what it may not see is not there', async () => {
    const { client } = await makeToken(server, 'admin', one!.id)
    const other = await makeToken(server, 'viewer', two!.id)
    expect(await names(client)).toEqual(['one'])
    expect((await refusal(client.call(routes.projects.get, { params: { id: two!.id } }))).code).toBe('not_found')
    const params = { id: other.token.id }
    expect((await refusal(client.call(get, { params }))).code).toBe('not_found')
    expect((await refusal(client.call(update, { params, body: { name: 'x' } }))).code).toBe('not_found')
    expect((await refusal(client.call(revoke, { params }))).code).toBe('not_found')
    const seen = (await client.call(list, {})).items
    expect([...new Set(seen.map(({ project }) => project))]).toEqual([one!.id])
  })

  it.each([
    ['viewer', 'viewer', 403],
    ['operator', 'viewer', 403],
    ['admin', 'viewer', 201],
    ['admin', 'operator', 201],
    ['admin', 'admin', 201],
  ] as const)('of a %s makes one of a %s: %i', async (own, wanted, status) => {
    const { secret } = await makeToken(server, own, one!.id)
    const body = JSON.stringify({ project: one!.id, name: `by-${own}-${wanted}`, role: wanted })
    const headers = { authorization: `Bearer ${secret}` }
    const response = await send(server, { method: 'POST', path: '/v1/tokens', role: null, headers, body })
    expect(response.status).toBe(status)
  })

  it('gives no more than its own: no other project, nothing of the platform', async () => {
    const { client } = await makeToken(server, 'admin', one!.id)
    const code = async (body: object): Promise<string> =>
      (await refusal(client.call(create, { body: { name: 'more', ...body } as unknown as CreateToken }))).code
    expect(await code({ project: two!.id, role: 'viewer' })).toBe('reference_not_found')
    expect(await code({ project: null, role: 'platform_admin' })).toBe('forbidden')
    expect(await code({ project: null, role: 'node' })).toBe('forbidden')
    expect(await code({ project: one!.id, role: 'platform_admin' })).toBe('invalid_request')
    expect(
      (await refusal(server.as('admin').call(create, { body: { project: null, role: 'viewer', name: 'x' } }))).detail,
    ).toContain('/role: needs a project')
  })

  it('that is revoked is refused, here and on another server, by the event alone', async () => {
    // What a server remembers of a token is good for 5 s of its clock: here for ever.
    const still = now()
    const databaseUrl = await freshDatabase()
    const [here, there] = [
      await startServer({ databaseUrl, clock: () => still }),
      await startServer({ databaseUrl, clock: () => still }),
    ]
    try {
      const project = await here.as('admin').call(routes.projects.create, { body: { name: 'still' } })
      const { token, secret } = await makeToken(here, 'viewer', project.id)
      for (const { endpoint } of [here, there]) {
        const client = new Client({ endpoint, token: secret, attempts: 1 })
        expect(await names(client)).toEqual(['still'])
      }
      await here.as('admin').call(revoke, { params: { id: token.id } })
      for (const { endpoint } of [here, there]) {
        const client = new Client({ endpoint, token: secret, attempts: 1 })
        await eventually(
          async () => (await client.call(routes.projects.list, {}).catch(() => 'refused')) === 'refused' || undefined,
          { what: 'a refusal', timeoutMs: 10_000 },
        )
      }
      expect((await refusal(here.as('admin').call(get, { params: { id: token.id } }))).code).toBe('not_found')
    } finally {
      await here.close()
      await there.close()
    }
  })

  it('that has expired is refused, by the clock of the server', async () => {
    const { client } = await makeToken(server, 'viewer', one!.id, { expires_at: after(60_000) })
    expect(await names(client)).toEqual(['one'])
    aheadMs += 61_000
    const { code, detail } = await refusal(client.call(routes.projects.list, {}))
    expect(code).toBe('unauthenticated')
    expect(detail).toContain('expired')
    expect(
      (
        await refusal(
          server
            .as('admin')
            .call(create, { body: { project: one!.id, role: 'viewer', name: 'old', expires_at: after(-1000) } }),
        )
      ).detail,
    ).toContain('is over already')
  })

  it('that is mistyped is told so, without a look into the database', async () => {
    const { secret } = await makeToken(server, 'viewer', one!.id)
    await server.rows('alter table token rename to token_away')
    try {
      const typo = `${secret.slice(0, -1)}${secret.endsWith('x') ? 'y' : 'x'}`
      const headers = { authorization: `Bearer ${typo}` }
      const response = await send(server, { path: '/v1/projects', role: null, headers })
      expect(response.status).toBe(401)
      const { detail } = (await response.json()) as { detail: string }
      expect(detail).toContain('mistyped or cut off')
      expect(detail).not.toContain(typo)
    } finally {
      await server.rows('alter table token_away rename to token')
    }
    expect(() => clientOf(`${secret}x`)).toThrow('mistyped or cut off')
  })

  it('has names that are unique in its project, and is renamed', async () => {
    const { token } = await makeToken(server, 'viewer', one!.id)
    const admin = server.as('admin')
    expect(
      (await refusal(admin.call(create, { body: { project: one!.id, role: 'viewer', name: token.name } }))).code,
    ).toBe('name_taken')
    await admin.call(create, { body: { project: two!.id, role: 'viewer', name: token.name } })
    const changed = await admin.call(update, { params: { id: token.id }, body: { name: 'renamed', description: 'd' } })
    expect(changed).toMatchObject({ name: 'renamed', description: 'd', generation: 2, status: { state: 'realized' } })
  })

  it('that is asked for again is answered without its secret', async () => {
    const id = '0198c5a1-0000-7000-8000-0000000000f1'
    const body = { id, project: one!.id, name: 'again', role: 'viewer' as const }
    const first = await server.as('admin').call(create, { body: { ...body, id: id } })
    const second = await server.as('admin').call(create, { body: { ...body, id: id } })
    expect(first.secret).toMatch(/^qn_/)
    expect(second).toEqual({ ...first, secret: null, last_used_at: null })
    const keyed = async (): Promise<{ secret: string | null; replayed: string | null }> => {
      const response = await send(server, {
        method: 'POST',
        path: '/v1/tokens',
        headers: { 'idempotency-key': 'one-key' },
        body: JSON.stringify({ project: one!.id, name: 'keyed', role: 'viewer' }),
      })
      const { secret } = (await response.json()) as { secret: string | null }
      return { secret, replayed: response.headers.get('idempotent-replayed') }
    }
    const [made, replay] = [await keyed(), await keyed()]
    expect(made.secret).toMatch(/^qn_/)
    expect(replay).toEqual({ secret: null, replayed: 'true' })
    const [kept] = await server.rows<{ text: string }>(
      `select answer::text as text from idempotency_key where key = 'one-key'`,
    )
    expect(kept!.text).toContain('keyed')
    expect(kept!.text).not.toContain(made.secret!.slice(26))
  })

  it('tells what it is', async () => {
    const { client, token } = await makeToken(server, 'operator', one!.id)
    const { client: admin } = { client: server.as('admin') }
    const body = { token: token.id, project: two!.id, role: 'viewer' as const }
    await admin.call(routes.roleBindings.create, { body })
    await eventually(
      async () => {
        const who = await client.call(routes.whoami.get, {})
        return who.projects.length === 2 ? who : undefined
      },
      { what: 'both projects', timeoutMs: 10_000 },
    )
    expect(await client.call(routes.whoami.get, {})).toEqual({
      token: { id: token.id, name: token.name, role: 'operator', expires_at: null },
      all_projects: false,
      projects: [
        { id: one!.id, name: 'one', role: 'operator' },
        { id: two!.id, name: 'two', role: 'viewer' },
      ],
    })
    expect(await admin.call(routes.whoami.get, {})).toMatchObject({ all_projects: true, projects: [] })
  })
})

describe('a role binding', () => {
  it('raises a role in the own project of a token, and lowers none', async () => {
    const admin = server.as('admin')
    const roleIn = async (client: Client): Promise<string | undefined> =>
      (await client.call(routes.whoami.get, {})).projects[0]?.role
    for (const [own, bound, greater] of [
      ['viewer', 'admin', 'admin'],
      ['admin', 'viewer', 'admin'],
    ] as const) {
      const { client, token } = await makeToken(server, own, one!.id)
      await admin.call(routes.roleBindings.create, { body: { token: token.id, project: one!.id, role: bound } })
      expect(await roleIn(client)).toBe(greater)
    }
  })

  it('opens a further project at once, as far as its role goes, and closes it again', async () => {
    const { client, token } = await makeToken(server, 'admin', one!.id)
    const admin = server.as('admin')
    const reads = async (): Promise<string[]> => await names(client)
    expect(await reads()).toEqual(['one'])
    const body = { token: token.id, project: two!.id, role: 'viewer' as const }
    const binding = await admin.call(routes.roleBindings.create, { body })
    await eventually(async () => ((await reads()).length === 2 ? true : undefined), { what: 'two', timeoutMs: 10_000 })
    const network = { project: two!.id, name: 'not-allowed' }
    expect((await refusal(client.call(routes.networks.create, { body: network }))).code).toBe('forbidden')
    expect((await refusal(admin.call(routes.roleBindings.create, { body }))).code).toBe('already_exists')
    const params = { id: binding.id }
    expect(await admin.call(routes.roleBindings.update, { params, body: { role: 'admin' } })).toMatchObject({
      role: 'admin',
      generation: 2,
    })
    await eventually(async () => await client.call(routes.networks.create, { body: network }).catch(() => undefined), {
      what: 'a network',
      timeoutMs: 10_000,
    })
    await admin.call(routes.roleBindings.delete, { params })
    await eventually(async () => ((await reads()).length === 1 ? true : undefined), { what: 'one', timeoutMs: 10_000 })
  })

  it('gives nobody more time than whoever gives it has', async () => {
    const ends = { expires_at: after(60_000) }
    const passing = await makeToken(server, 'admin', one!.id, ends)
    const [lasting, ending] = [
      await makeToken(server, 'viewer', one!.id),
      await makeToken(server, 'viewer', one!.id, ends),
    ]
    const bind = async ({ token }: typeof lasting): Promise<RoleBinding> =>
      await passing.client.call(routes.roleBindings.create, {
        body: { token: token.id, project: one!.id, role: 'admin' },
      })
    const refused = await refusal(bind(lasting))
    expect([refused.code, refused.errors?.[0]?.pointer]).toEqual(['forbidden', '/token'])
    expect(await bind(ending)).toMatchObject({ role: 'admin' })

    const body = { token: lasting.token.id, project: one!.id, role: 'operator' } as const
    const { id } = await server.as('admin').call(routes.roleBindings.create, { body })
    const change = async (role: 'viewer' | 'admin'): Promise<RoleBinding> =>
      await passing.client.call(routes.roleBindings.update, { params: { id }, body: { role } })
    expect((await refusal(change('admin'))).code).toBe('forbidden')
    expect(await change('viewer')).toMatchObject({ role: 'viewer' })
  })

  it('is made by an admin of the project who may see the token, and by nobody else', async () => {
    const [adminOfOne, adminOfTwo] = [
      await makeToken(server, 'admin', one!.id),
      await makeToken(server, 'admin', two!.id),
    ]
    const operator = await makeToken(server, 'operator', one!.id)
    const ask = async (by: { client: Client }, token: string, project: string): Promise<string> =>
      (
        await refusal(
          by.client.call(routes.roleBindings.create, {
            body: { token: token, project: project, role: 'viewer' },
          }),
        )
      ).code
    expect(await ask(adminOfTwo, operator.token.id, two!.id)).toBe('reference_not_found')
    expect(await ask(adminOfOne, operator.token.id, two!.id)).toBe('reference_not_found')
    expect(await ask(operator, adminOfOne.token.id, one!.id)).toBe('forbidden')
  })
})
