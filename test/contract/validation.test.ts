import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { allRoutes, pathOf, Problem, type Route } from '@quantumnet/api'
import { send } from '../harness/requests.ts'
import { startServer, type Role, type TestServer } from '../harness/server.ts'
import { badValues, type BadValue, type Path } from './bad-values.ts'
import { badParameters } from './bad-parameters.ts'
import { OpenApi, type Document } from './document.ts'
import { inTurns } from './in-turns.ts'

/**
 * For each field of every request: values that it must refuse, generated from the contract. The refusal has to name the field and what is
 * allowed, and nothing may be written.
 */

let server: TestServer
let api: OpenApi
beforeAll(async () => {
  server = await startServer()
  api = new OpenApi((await (await send(server, { path: '/v1/openapi.json', role: null })).json()) as Document)
})
afterAll(async () => {
  await server.close()
})

const ID = '0198c5a1-0000-7000-8000-000000000000'
const params = { id: ID, name: 'hv1' }
const roleOf = ({ access }: Route): Role => (access === 'node' || access === 'feed' ? access : 'admin')
const pointerOf = (path: Path): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** Rows of each table. */
const rowCounts = async (): Promise<Record<string, unknown>> => {
  const tables = await server.rows<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  )
  const counts = tables.map(({ name }) => `(select count(*)::int from ${name}) as ${name}`)
  return (await server.rows<Record<string, unknown>>(`select ${counts.join(', ')}`))[0]!
}

interface Case {
  readonly label: string
  readonly path: string
  readonly body?: string
  /** pointers that the refusal must have */
  readonly pointers: readonly string[]
}

/** Where a schema refuses a document; empty when it takes it. */
const refusedAt = (route: Route, { document }: BadValue): string[] =>
  (route.body?.safeParse(document).error?.issues ?? []).flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => pointerOf([...issue.path.map(String), key]))
      : [pointerOf(issue.path.map(String))],
  )

const bodyCases = (route: Route): Case[] => {
  const place = pathOf(route, params, {})
  const schema = api.operation(route).requestBody!.content['application/json']!.schema
  const told = (bad: BadValue): Case => {
    const pointer = pointerOf(bad.path)
    // The refusal may be one of what the field is in: of a union, or of a rule over several fields.
    const pointers = refusedAt(route, bad).filter((at) => pointer === at || pointer.startsWith(`${at}/`))
    return { label: `${pointer} ${bad.what}`, path: place, body: JSON.stringify(bad.document), pointers }
  }
  return badValues(api, schema, route.example.body).map(told)
}

const parameterCases = (route: Route): Case[] =>
  badParameters(route, api.operation(route).parameters ?? [], params).map(({ what, pointer, path }) => ({
    label: `${pointer} ${what}`,
    path,
    ...(route.body !== undefined && { body: JSON.stringify(route.example.body) }),
    pointers: [pointer],
  }))

const problemOf = async (route: Route, { path, body }: Case): Promise<Problem> => {
  const response = await send(server, {
    method: route.method,
    path,
    role: roleOf(route),
    ...(body !== undefined && { body }),
  })
  return Problem.parse(await response.json())
}

/** What is wrong with the answer to a bad request; undefined when it is as it must be. */
const fault = async (route: Route, bad: Case): Promise<string | undefined> => {
  const { status, code, errors = [] } = await problemOf(route, bad)
  if (status !== 400 || code !== 'invalid_request') return `${bad.label}: ${String(status)} ${code}`
  // A parameter that may come several times is named with the place of the one that is wrong.
  const named = errors.filter(({ pointer }) => bad.pointers.includes(pointer.replace(/^(\?.*)\.0$/, '$1')))
  if (named.length === 0) return `${bad.label}: the errors name ${errors.map(({ pointer }) => pointer).join(', ')}`
  const mute = named.find(({ message, allowed }) => message === '' || allowed === undefined)
  return mute === undefined ? undefined : `${bad.label}: does not say what is allowed, but: ${mute.message}`
}

/** Fields for which no bad value was found: of these nothing is known. Anything at all may be in them. */
const untried = (cases: readonly Case[]): string[] => {
  const byField = Map.groupBy(cases, ({ label }) => label.split(' ')[0] ?? '')
  return [...byField].filter(([, all]) => all.every(({ pointers }) => pointers.length === 0)).map(([field]) => field)
}

let generated = 0
const check = async (route: Route, cases: readonly Case[]): Promise<void> => {
  expect(untried(cases)).toEqual([])
  const bad = cases.filter(({ pointers }) => pointers.length > 0)
  generated += bad.length
  const before = await rowCounts()
  const faults = await inTurns(bad, 4, async (one) => await fault(route, one))
  expect(faults.filter((text) => text !== undefined)).toEqual([])
  expect(await rowCounts()).toEqual(before)
}

const each = (routes: readonly Route[]): [string, Route][] =>
  routes.map((route) => [`${route.method} ${route.path}`, route])

describe('each field of the body of', () => {
  it.each(each(allRoutes.filter(({ body }) => body !== undefined)))('%s', async (_, route) => {
    await check(route, bodyCases(route))
  })
})

describe('each parameter of', () => {
  const isEmpty = ({ params: inPath, query }: Route): boolean =>
    Object.keys({ ...inPath.shape, ...query.shape }).length === 0
  it.each(each(allRoutes.filter((route) => !isEmpty(route))))('%s', async (_, route) => {
    await check(route, parameterCases(route))
  })
})

it('are many cases', () => {
  process.stderr.write(`${String(generated)} bad values of ${String(allRoutes.length)} routes\n`)
  expect(generated).toBeGreaterThan(allRoutes.length * 5)
})
