import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { allRoutes, Client, Problem, routes, type Route } from '@quantumnet/api'
import { buildApp } from '@quantumnet/server/app'
import { pino } from 'pino'
import { freshDatabase } from '../harness/postgres.ts'
import { send } from '../harness/requests.ts'
import { startServer, type Role, type TestServer } from '../harness/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  await server.close()
})

const NEEDED: Readonly<Record<Route['access'], Role | undefined>> = {
  public: undefined,
  viewer: 'admin',
  operator: 'admin',
  admin: 'admin',
  platform_admin: 'admin',
  node: 'node',
  feed: 'feed',
}
const roles = ['admin', 'node', 'feed'] as const
const pathOf = ({ path }: Route): string => path.replace('{id}', 'no-uuid').replace('{name}', 'No_Name')

/** The status alone: a stream is not read, and what is let in is refused for its bad parameters or body, after authorization. */
const statusOf = async (route: Route, role: Role | null, headers: Record<string, string> = {}): Promise<Response> => {
  const stop = new AbortController()
  const body = route.body === undefined ? {} : { body: '[]' }
  const response = await send(server, {
    method: route.method,
    path: pathOf(route),
    role,
    headers,
    ...body,
    signal: stop.signal,
  })
  if (response.headers.get('content-type')?.startsWith('text/event-stream') === true) stop.abort()
  return response
}

const table = allRoutes.flatMap((route) => roles.map((role) => [`${route.method} ${route.path}`, role, route] as const))
const withToken = allRoutes.filter(({ access }) => access !== 'public')

describe('every route by every role', () => {
  it.each(table)('%s as %s', async (_, role, route) => {
    const { status } = await statusOf(route, role)
    const needed = NEEDED[route.access]
    if (needed === undefined || needed === role) expect([401, 403]).not.toContain(status)
    else expect(status).toBe(403)
  })

  it.each(withToken.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s without a token',
    async (_, route) => {
      const response = await statusOf(route, null)
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Bearer')
      expect(Problem.parse(await response.json()).code).toBe('unauthenticated')
    },
  )
})

describe('bootstrap secrets', () => {
  it('may change places between roles', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'qn-swapped-'))
    const paths = { admin: join(folder, 'admin'), node: join(folder, 'node') }
    const databaseUrl = await freshDatabase()
    const open = async (admin: string, node: string): Promise<void> => {
      await writeFile(paths.admin, admin.repeat(24))
      await writeFile(paths.node, node.repeat(24))
      const tokenFiles = [
        { role: 'admin', path: paths.admin },
        { role: 'node', path: paths.node },
      ] as const
      const config = { databaseUrl, nbRemotes: [], tokenFiles, dnsZone: 'internal' }
      const app = await buildApp({ config, log: pino({ level: 'silent' }), clock: () => new Date(0) })
      const endpoint = await app.listen({ host: '127.0.0.1', port: 0 })
      try {
        const list = new Client({ endpoint, token: admin.repeat(24), attempts: 1 }).call(routes.projects.list, {})
        expect(await list).toMatchObject({ items: [] })
      } finally {
        await app.close()
      }
    }
    await open('a', 'b')
    await open('b', 'a')
    await rm(folder, { recursive: true })
  })
})

describe('a token', () => {
  const [route] = withToken
  it.each([
    ['unknown', 'Bearer never-entered-anywhere-0000'],
    ['empty', 'Bearer '],
    ['of another scheme', 'Basic YWRtaW46YWRtaW4='],
    ['without a scheme', 'never-entered-anywhere-0000'],
  ])('that is %s is refused', async (_, authorization) => {
    const response = await statusOf(route!, null, { authorization })
    expect(response.status).toBe(401)
    expect(await response.text()).not.toContain('never-entered')
  })

  it('is refused before the body is read', async () => {
    const response = await send(server, { method: 'POST', path: '/v1/projects', role: null, body: '{"name":' })
    expect(response.status).toBe(401)
  })

  it('is nowhere in the log', async () => {
    await send(server, { path: '/v1/nowhere' })
    const log = server.log.join('\n')
    expect(log).toContain('/v1/nowhere')
    for (const token of Object.values(server.tokens)) expect(log).not.toContain(token)
  })

  it('is kept as its SHA-256 only', async () => {
    const rows = await server.rows<{ name: string; length: number }>(
      'select name, length(digest) as length from token order by name',
    )
    expect(rows).toEqual(['admin', 'feed', 'node'].map((role) => ({ name: `bootstrap-${role}`, length: 32 })))
  })
})
