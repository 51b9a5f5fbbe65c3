import { allRoutes, pathOf, type Route } from '@quantumnet/api'
import type { Body, Case, Ground, Step } from './problem-cases.ts'
import { sampleOf } from './samples.ts'
import type { Thing } from './world-makers.ts'

/** What cases of problems are put together from. */

export type Fields = (ground: Ground) => Body

/** The route's usual request, with these fields beside or instead of its own. */
export const withFields =
  (fields: Fields): Case =>
  (ground, route) => {
    const sample = sampleOf(route, ground.world)
    return [{ ...sample, body: { ...(sample.body as Body), ...fields(ground) } }]
  }

/** The route's usual request. */
export const asUsual: Case = ({ world }, route) => [sampleOf(route, world)]

/** A request about the second one of a kind, with this body. */
export const ofSecond =
  (thing: Thing, body: Fields): Case =>
  (ground, route) => [{ ...sampleOf(route, ground.world, ground.seconds.get(thing)), body: body(ground) }]

/** The usual request about the resource with this id. */
export const about =
  (id: (ground: Ground) => string | Promise<string>): Case =>
  async (ground, route) => [sampleOf(route, ground.world, await id(ground))]

/** A route by its name. @throws Error when the contract has none */
export const routeNamed = (name: string): Route => {
  const found = allRoutes.find((route) => route.name === name)
  if (found === undefined) throw new Error(`the contract has no ${name}`)
  return found
}

/** A request of another route, carried out. */
export const first = (name: string, params: Readonly<Record<string, string>>, body?: Body): Step => {
  const route = routeNamed(name)
  return { route, path: pathOf(route, params, {}), headers: { 'if-match': '*' }, ...(body !== undefined && { body }) }
}

/** What has to be done before, and then the case. */
export const after =
  (steps: (ground: Ground) => readonly Step[], then: Case): Case =>
  async (ground, route) => [...steps(ground), ...(await then(ground, route))]

/** An id that a case gives by itself. */
export const newId = (last: number): string => `0198c5a1-0000-7000-8000-${String(last).padStart(12, '0')}`
