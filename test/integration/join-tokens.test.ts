import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readSecret, routes } from '@quantumnet/api'
import { refusal, send } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeToken } from '../harness/tokens.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  await server.close()
})

const after = (ms: number): string => new Date(performance.timeOrigin + performance.now() + ms).toISOString()

describe('a join token', () => {
  const { create: make, list: all, get: read, delete: remove } = routes.joinTokens
  it('is told once, and is for platform admins alone', async () => {
    const admin = server.as('admin')
    const body = { name: 'rack', usage: 'reusable' as const, expires_at: after(3_600_000), node_labels: { rack: '4' } }
    const made = await admin.call(make, { body })
    expect(readSecret(made.secret ?? '')).toEqual({ kind: 'join_token', id: made.id })
    expect(made).toMatchObject({ usage: 'reusable', uses: 0, pre_approved: false, node_labels: { rack: '4' } })
    expect(await admin.call(read, { params: { id: made.id } })).not.toHaveProperty('secret')
    const { id: project } = await admin.call(routes.projects.create, { body: { name: 'one' } })
    const { client } = await makeToken(server, 'admin', project)
    expect((await refusal(client.call(all, {}))).code).toBe('forbidden')
    const headers = { authorization: `Bearer ${made.secret ?? ''}` }
    const used = await send(server, { path: '/v1/projects', role: null, headers })
    expect([used.status, ((await used.json()) as { detail: string }).detail]).toEqual([
      401,
      expect.stringContaining('join token'),
    ])
    expect((await refusal(admin.call(make, { body }))).code).toBe('name_taken')
    expect((await refusal(admin.call(make, { body: { name: 'late', expires_at: after(-1) } }))).detail).toContain(
      '/expires_at',
    )
    await admin.call(remove, { params: { id: made.id } })
    expect((await admin.call(all, {})).items).toEqual([])
  })
})
