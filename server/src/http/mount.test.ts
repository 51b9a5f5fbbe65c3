import { describe, expect, it } from '@jest/globals'
import { allRoutes, errorCodes, routes } from '@quantumnet/api'
import { pino } from 'pino'
import { DomainError } from '../errors.ts'
import { Waits } from '../events/waits.ts'
import { fastifyPath, mountRoutes } from './mount.ts'
import { serve, type Handler, type Reread, type Served } from './serve.ts'
import { createHttpServer, type HttpServer } from './server.ts'
import { openStreams } from './sse.ts'

describe('a path in the spelling of Fastify', () => {
  it.each([
    ['/livez', '/livez'],
    ['/v1/ports/{id}', '/v1/ports/:id'],
    ['/v1/nodes/{name}/desired', '/v1/nodes/:name/desired'],
    ['/v1/drift:repair', '/v1/drift::repair'],
    ['/v1/nodes/{name}:drain', '/v1/nodes/:name([^]+)::drain'],
  ])('%s is %s', (path, expected) => {
    expect(fastifyPath(path)).toBe(expected)
  })
})

const grants = {
  tokenId: 'token',
  tokenName: 'test',
  expiresAt: null,
  role: 'platform_admin',
  projectId: null,
  node: null,
  roles: {},
} as const

/** A server whose operations all answer with what `handler` gives. */
const mounted = (served: readonly Served[]): HttpServer['http'] => {
  const { http } = createHttpServer(pino({ level: 'silent' }))
  mountRoutes(http, served, {
    authenticate: async () => await Promise.resolve(grants),
    streams: openStreams(),
    waits: new Waits({ subscribe: () => () => undefined }),
  })
  return http
}
const reread: Reread = async ({ answered }) => await Promise.resolve({ document: answered, watch: [] })
const answeringAll = (handler: Handler): Served[] =>
  allRoutes.map((route): Served => ({ route, kind: 'answer', handler, reread }))

describe('the mounted routes', () => {
  it('are all of the API, each once', () => {
    const all = answeringAll(async () => await Promise.resolve({}))
    expect(() => mounted(all.slice(1))).toThrow(`routes without a handler: ${allRoutes[0]!.name}`)
    expect(() => mounted([...all, all[0]!])).toThrow(`with two: ${allRoutes[0]!.name}`)
  })

  it('can each do what its query offers', () => {
    const deaf = answeringAll(async () => await Promise.resolve({})).map(({ route, ...rest }): Served =>
      route.name === 'createProject'
        ? { route, kind: 'answer', handler: async () => await Promise.resolve({}) }
        : { route, ...rest },
    )
    expect(() => mounted(deaf)).toThrow('routes with "wait" and no way to read again: createProject')
  })

  it('tell nothing that is not in the schema of the answer', async () => {
    const http = mounted(answeringAll(async () => await Promise.resolve({ live: true, secret: 'x' })))
    const response = await http.inject({ url: '/livez' })
    expect(response.json()).toEqual({ live: true })
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8')
  })

  it('rather fail than answer with what the schema does not allow', async () => {
    const http = mounted(answeringAll(async () => await Promise.resolve({ live: 'perhaps' })))
    const response = await http.inject({ url: '/livez' })
    expect(response.statusCode).toBe(500)
    expect(response.json()).toMatchObject({ code: 'internal' })
  })

  it('answer with the status of the route', async () => {
    const id = '0198c5a1-0000-7000-8000-000000000000'
    const status = { state: 'pending', applied_generation: 0, realized_generation: 0, conditions: [] }
    const times = { created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' }
    const project = {
      id,
      name: 'p',
      description: '',
      labels: {},
      generation: 1,
      status,
      dns_label: 'p',
      quotas: {},
      ...times,
    }
    const http = mounted(answeringAll(async () => await Promise.resolve(project)))
    const made = await http.inject({ method: 'POST', url: '/v1/projects', payload: { name: 'p' } })
    const gone = await http.inject({ method: 'DELETE', url: `/v1/projects/${id}` })
    expect([made.statusCode, gone.statusCode]).toEqual([201, 202])
  })

  it('give a refusal of a handler with its status', async () => {
    const refused = serve(routes.system.live, async () => {
      throw await Promise.resolve(new DomainError('name_taken', 'no'))
    })
    const rest = answeringAll(async () => await Promise.resolve({})).filter(({ route }) => route !== routes.system.live)
    const response = await mounted([refused, ...rest]).inject({ url: '/livez' })
    expect(response.statusCode).toBe(errorCodes.name_taken.status)
    expect(response.headers['content-type']).toBe('application/problem+json')
  })

  it('rather fail than answer what nobody decided about', async () => {
    const project = {
      id: '0198c5a1-0000-7000-8000-000000000000',
      name: 'p',
      description: '',
      labels: {},
      generation: 1,
    }
    const http = mounted(answeringAll(async () => await Promise.resolve({ items: [project], next_cursor: null })))
    const response = await http.inject({ url: '/v1/projects' })
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([500, 'internal'])
    expect(response.body).not.toContain(project.id)
  })
})
