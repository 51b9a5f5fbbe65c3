import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { allRoutes, Problem, type ErrorCode, type Route } from '@quantumnet/api'
import { send } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { fill } from './fill.ts'
import { commonCases, SECOND, type Ground, type Step } from './problem-cases.ts'
import { ownCases, shownElsewhere } from './problem-table.ts'
import type { Sample } from './samples.ts'
import { creatorOf, makeable } from './world.ts'
import { makers, type Thing } from './world-makers.ts'

/** Every code that a route documents beyond what any route may answer comes about here, or is shown by a test that is named. */

let server: TestServer
let ground: Ground
beforeAll(async () => {
  server = await startServer()
  const world = await fill(server, 'living')
  const dying = await fill(server, 'dying')
  const newestFirst = makeable().reverse()
  // What is left of a whole that is being deleted is being deleted with it. Where the parts are in the way, they go before.
  for (const thing of newestFirst.filter((one) => makers[one].part !== true)) await remove(thing, dying.id(thing))
  for (const thing of newestFirst) await remove(thing, dying.id(thing))
  const seconds = new Map<Thing, string>()
  for (const thing of makeable()) {
    const route = creatorOf(thing)!
    if (route.method !== 'POST') continue
    const response = await ask(route, { path: route.path, headers: {}, body: world.bodyOfMore(thing, SECOND) })
    const { id } = (await response.json()) as { id?: string }
    if (id !== undefined) seconds.set(thing, id)
  }
  const setQuotas = async (quotas: Readonly<Record<string, number>>): Promise<void> => {
    await server.rows('update project set quotas = $2 where id = $1', [world.id('project'), JSON.stringify(quotas)])
  }
  ground = { world, dying, seconds, setQuotas, rows: server.rows }
}, 60_000)
afterAll(async () => {
  await server.close()
})

const ask = async (route: Route, { path, headers, body }: Sample): Promise<Response> =>
  await send(server, {
    method: route.method,
    path,
    role: route.access === 'node' || route.access === 'feed' ? route.access : 'admin',
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })

/** What was made last is what others do not stand on; what cannot be removed now is not what the cases are about. */
const remove = async (thing: Thing, id: string): Promise<void> => {
  const path = creatorOf(thing)?.path
  const route = allRoutes.find((one) => one.method === 'DELETE' && one.path === `${path ?? ''}/{id}`)
  if (route !== undefined) await ask(route, { path: `${path ?? ''}/${id}`, headers: {} })
}

type Pair = `${string}:${ErrorCode}`
const pairs = allRoutes.flatMap((route) => route.errors.map((code) => [`${route.name}:${code}`, route, code] as const))

/** Codes of what the requests were answered with, in turn, until the wanted one came. */
const codesOf = async (route: Route, steps: readonly Step[], wanted: ErrorCode): Promise<string[]> => {
  const seen: string[] = []
  for (const step of steps) {
    const response = await ask(step.route ?? route, step)
    const problem = response.ok ? undefined : Problem.parse(await response.json())
    seen.push(problem === undefined ? String(response.status) : `${problem.code}: ${problem.detail}`)
    if (problem?.code === wanted) return [wanted]
  }
  return seen
}

describe('a documented problem comes about', () => {
  const tried = pairs.filter(([pair]) => !(pair in shownElsewhere))
  it.each(tried)('%s', async (pair, route, code) => {
    const make = ownCases[pair] ?? commonCases[code]
    const samples = (await make?.(ground, route)) ?? []
    const seen = await codesOf(route, samples, code)
    await ground.setQuotas({})
    expect(seen).toEqual([code])
  })

  it.each(Object.entries(shownElsewhere))('%s in %s', (pair, file) => {
    const [, code = ''] = pair.split(':')
    expect(existsSync(file)).toBe(true)
    expect(readFileSync(file, 'utf8')).toContain(code)
  })

  it('and the table has nothing that is not documented', () => {
    const known = pairs.map(([pair]) => pair)
    const listed = [...Object.keys(ownCases), ...Object.keys(shownElsewhere)] as Pair[]
    expect(listed.filter((pair) => !known.includes(pair))).toEqual([])
  })
})
