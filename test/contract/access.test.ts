import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { allRoutes, errorCodes, Problem, type ErrorCode, type Route } from '@quantumnet/api'
import { startServer, type TestServer } from '../harness/server.ts'
import { callers, ofNoProject, outcomeOf, secretsOf, type Caller, type Outcome } from './callers.ts'
import { fill } from './fill.ts'
import { routesWithoutSample, sampleOf, thingIn, thingListed, type Sample } from './samples.ts'
import type { World } from './world.ts'

/** Every route by everybody: who is let in, who is refused, and that what is another project's is as if it were not there. */

let server: TestServer
let own: World
let foreign: World
let secrets: Readonly<Record<Caller, string | undefined>>
beforeAll(async () => {
  server = await startServer()
  own = await fill(server, 'own')
  foreign = await fill(server, 'foreign')
  secrets = await secretsOf(server, { project: own.id('project'), other: foreign.id('project') })
}, 60_000)
afterAll(async () => {
  await server.close()
})

interface Got {
  readonly status: number
  readonly text: string
  /** undefined when it is no problem */
  readonly code: ErrorCode | undefined
}

const ask = async (route: Route, caller: Caller, { path, headers, body }: Sample): Promise<Got> => {
  const secret = secrets[caller]
  const stop = new AbortController()
  const response = await server.fetch(server.endpoint + path, {
    method: route.method,
    headers: {
      ...headers,
      ...(secret !== undefined && { authorization: `Bearer ${secret}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: stop.signal,
  })
  const type = response.headers.get('content-type') ?? ''
  if (type.startsWith('text/event-stream')) {
    stop.abort()
    return { status: response.status, text: '', code: undefined }
  }
  const text = await response.text()
  const problem = type === 'application/problem+json' ? Problem.parse(JSON.parse(text)) : undefined
  return { status: response.status, text, code: problem?.code }
}

const ABSENT: readonly ErrorCode[] = ['not_found', 'reference_not_found']
const OUTCOMES: Readonly<Partial<Record<ErrorCode, Outcome>>> = {
  unauthenticated: 'unauthenticated',
  forbidden: 'forbidden',
  not_found: 'as if absent',
  reference_not_found: 'as if absent',
}
const outcomeSeen = ({ code }: Got): Outcome => (code === undefined ? undefined : OUTCOMES[code]) ?? 'let in'

const expected = (route: Route, caller: Caller): Outcome => {
  const outcome = outcomeOf(route.access, caller)
  return outcome === 'as if absent' && ofNoProject(route) ? 'let in' : outcome
}

const cases = allRoutes.flatMap((route) =>
  callers.map((caller) => [`${route.method} ${route.path}`, caller, route] as const),
)

describe('every route has a sample', () => {
  it('in a world', () => {
    expect(routesWithoutSample(own)).toEqual([])
  })
})

describe('every route by everybody', () => {
  it.each(cases)('%s as %s', async (_, caller, route) => {
    const got = await ask(route, caller, sampleOf(route, own))
    expect({ outcome: outcomeSeen(got), answer: got.text.slice(0, 300) }).toMatchObject({
      outcome: expected(route, caller),
    })
    if (got.code !== undefined) expect(got.status).toBe(errorCodes[got.code].status)
  })
})

const NOWHERE = '0198c5a1-0000-7000-8000-0000000000ff'

/** The answer without what differs between two requests in any case. */
const told = ({ status, text }: Got, id: string): unknown => {
  const document = JSON.parse(text.replaceAll(id, NOWHERE)) as Record<string, unknown>
  return { ...document, status, request_id: '' }
}

describe("another project's resource is as if it were not there", () => {
  const withId = allRoutes.filter(
    (route) => thingIn(route) !== undefined && expected(route, 'stranger') === 'as if absent',
  )
  it.each(withId.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', async (_, route) => {
    const id = own.id(thingIn(route)!)
    const there = await ask(route, 'stranger', { ...sampleOf(route, foreign), path: sampleOf(route, own).path })
    const absent = await ask(route, 'stranger', sampleOf(route, foreign, NOWHERE))
    expect(there.code).toBe('not_found')
    expect(told(there, id)).toEqual(told(absent, NOWHERE))
  })

  /** Every id of a world in a body, and the body with another one in its place. */
  const references = (world: World, body: unknown): string[] => {
    const ids = new Set(world.ids())
    const walk = (value: unknown): string[] => {
      if (typeof value === 'string') return ids.has(value) ? [value] : []
      return typeof value === 'object' && value !== null ? Object.values(value).flatMap(walk) : []
    }
    return [...new Set(walk(body))]
  }

  const withBody = allRoutes.filter(
    ({ access, body }) => body !== undefined && ['viewer', 'operator', 'admin'].includes(access),
  )
  it.each(withBody.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s, in its body',
    async (_, route) => {
      const sample = sampleOf(route, own)
      const text = JSON.stringify(sample.body)
      for (const id of references(own, sample.body)) {
        const thing = own.thingOf(id)
        const inPlace = (other: string): Sample => ({
          ...sample,
          body: JSON.parse(text.replaceAll(id, other)) as unknown,
        })
        const there = await ask(route, 'admin', inPlace(foreign.id(thing)))
        const absent = await ask(route, 'admin', inPlace(NOWHERE))
        expect({ thing, code: ABSENT.includes(there.code!) }).toEqual({ thing, code: true })
        expect(told(there, foreign.id(thing))).toEqual(told(absent, NOWHERE))
      }
    },
  )
})

describe('a list', () => {
  const lists = allRoutes.filter((route) => thingListed(route) !== undefined)
  it.each(lists.map((route) => [route.path, route] as const))(
    "of %s has one's own and nothing of others",
    async (_, route) => {
      const thing = thingListed(route)!
      const path = `${route.path}?limit=500`
      expect((await ask(route, 'platform_admin', { path, headers: {} })).text).toContain(own.id(thing))
      for (const caller of ['viewer', 'stranger'] as const) {
        const { text, status } = await ask(route, caller, { path, headers: {} })
        if (status === 403) continue
        const [mine, others] = caller === 'viewer' ? [own, foreign] : [foreign, own]
        if (thing !== 'node') expect(text).toContain(mine.id(thing))
        for (const id of others.ids()) if (id !== 'hv1' && !mine.ids().includes(id)) expect(text).not.toContain(id)
      }
    },
  )
})
