import { allRoutes, pathOf, type Route } from '@quantumnet/api'
import { creatorOf, makeable, type World } from './world.ts'
import type { Thing } from './world-makers.ts'

/** For every route a request that is about a given world, and that changes nothing where the route has a dry run. */

export interface Sample {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

const collectionOf = (path: string): string => path.replace(/[/:]?\{.*$/, '').replace(/:[a-z_]+$/, '')

/** What the id in a route's path is the id of; undefined when there is none. */
export const thingIn = (route: Route): Thing | undefined => {
  if (!('id' in route.params.shape)) return undefined
  const collection = collectionOf(route.path)
  return (
    makeable().find((thing) => collectionOf(creatorOf(thing)?.path ?? '') === collection) ??
    // What the action of another kind makes is read where its own kind says.
    makeable().find((thing) => `/v1/${thing.replaceAll('_', '-')}s` === collection)
  )
}

/** What a route makes. */
export const thingMade = (route: Route): Thing | undefined => makeable().find((thing) => creatorOf(thing) === route)

/** The kind that a list is of. */
export const thingListed = (route: Route): Thing | undefined =>
  makeable().find(
    (thing) => route.method === 'GET' && !route.path.includes('{') && route.path === creatorOf(thing)?.path,
  )

const paramsOf = (route: Route, world: World, id: string | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.keys(route.params.shape).map((name) => {
      if (name !== 'id') return [name, 'hv1']
      const thing = thingIn(route)
      if (thing === undefined)
        throw new Error(`nothing in a world is what ${route.path} takes: an entry in world-makers.ts?`)
      return [name, id ?? world.id(thing)]
    }),
  )

/** The request of a route, about the world, or with another id in its path. */
export const sampleOf = (route: Route, world: World, id?: string): Sample => {
  const query = 'dry_run' in route.query.shape ? { dry_run: true } : {}
  const thing = thingMade(route)
  const body =
    thing === undefined || route.body === undefined
      ? world.filled(route.example.body)
      : world.bodyOfMore(thing, 'another')
  return {
    path: pathOf(route, paramsOf(route, world, id), query),
    headers: route.ifMatch === 'required' ? { 'if-match': '*' } : {},
    ...(route.body !== undefined && { body }),
  }
}

/** Routes of which a world has no sample. */
export const routesWithoutSample = (world: World): string[] =>
  allRoutes.flatMap((route) => {
    try {
      sampleOf(route, world)
      return []
    } catch (error) {
      return [`${route.name}: ${String(error)}`]
    }
  })
