import { pathOf, type Route } from '@quantumnet/api'
import type { OpenApi, Schema } from '../contract/document.ts'
import { hostileBodies, hostileHeaders, hostileTexts, pick, type Random } from './hostile.ts'
import { bent, valueOf, type Known } from './values.ts'

/** Requests by chance: valid ones, nearly valid ones and hostile ones. */

export interface FuzzRequest {
  readonly method: string
  /** with its query */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

export interface Surroundings {
  readonly api: OpenApi
  readonly routes: readonly Route[]
  /** Part of a name that no other request has. */
  readonly fresh: (random: Random) => string
  /** An example with ids of what there is. */
  readonly filled: (value: unknown) => unknown
  readonly known: Known
  readonly tokenOf: (route: Route, random: Random) => string | undefined
}

export interface Attempt {
  readonly route: Route
  readonly request: FuzzRequest
}

/** What can stand in a URL: no half of a surrogate pair, and not nothing. */
const urlText = (random: Random): string => pick(random, hostileTexts).toWellFormed() || '-'

const queryOf = ({ api, known }: Surroundings, route: Route, random: Random): Record<string, unknown> => {
  const inQuery = (api.operation(route).parameters ?? []).filter((one) => one.in === 'query' && random() < 0.15)
  const valueFor = (name: string, schema: Schema): unknown => {
    if (random() < 0.2) return urlText(random)
    return (random() < 0.6 ? known(name, random) : undefined) ?? valueOf(api, known, random)(schema)
  }
  const query = Object.fromEntries(inQuery.map(({ name, schema }) => [name, valueFor(name, schema)]))
  // Nothing is applied here, so a wait ends only when its time is over.
  const waits = query['wait'] !== undefined && random() < 0.03
  const wellFormed = (value: unknown): unknown => (typeof value === 'string' ? value.toWellFormed() : value)
  return Object.fromEntries([
    ...Object.entries(query)
      .map(([name, value]) => [name, wellFormed(value)] as const)
      .filter(([name]) => waits || name !== 'wait'),
    ...(waits ? [['wait_timeout', 1] as const] : []),
  ])
}

const paramsOf = ({ known }: Surroundings, route: Route, random: Random): Record<string, unknown> =>
  Object.fromEntries(
    Object.keys(route.params.shape).map((name) => [
      name,
      random() < 0.1 ? urlText(random) : (known(`${route.method} ${route.path}#${name}`, random) ?? urlText(random)),
    ]),
  )

/** The document with another name: most names are unique among what lives. */
const renamed = (document: unknown, name: string): unknown =>
  typeof document === 'object' && document !== null && 'name' in document ? { ...document, name } : document

const documentOf = (around: Surroundings, route: Route, schema: Schema, random: Random): unknown => {
  const document =
    random() < 0.6 ? around.filled(route.example.body) : valueOf(around.api, around.known, random)(schema)
  return random() < 0.8 ? renamed(document, around.fresh(random)) : document
}

/** Writes more often than reads, and fewer removals than that: there has to be something to work with. */
const weighted = (routes: readonly Route[]): Route[] =>
  routes.flatMap((route) => Array<Route>(route.body !== undefined ? 3 : route.tag === 'System' ? 1 : 2).fill(route))

const bodyOf = (around: Surroundings, route: Route, schema: Schema, random: Random): string | Buffer => {
  if (random() < 0.08) return pick(random, hostileBodies)
  const document = documentOf(around, route, schema, random)
  if (random() < 0.4) return JSON.stringify(document)
  return JSON.stringify(bent(random, random() < 0.3 ? bent(random, document) : document))
}

/** A request for any route. */
export const attemptOf = (around: Surroundings, random: Random): Attempt => {
  const route = pick(random, weighted(around.routes))
  const path = pathOf(route, paramsOf(around, route, random), queryOf(around, route, random))
  const token = around.tokenOf(route, random)
  const schema = around.api.operation(route).requestBody?.content['application/json']?.schema
  const body = schema === undefined || random() < 0.02 ? undefined : bodyOf(around, route, schema, random)
  const headers = {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(random() < 0.05 && { 'idempotency-key': `key-${String(Math.floor(random() * 50))}` }),
    ...(random() < 0.1 && pick(random, hostileHeaders)),
  }
  return { route, request: { method: route.method, path, headers, ...(body !== undefined && { body }) } }
}
