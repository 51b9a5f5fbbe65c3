import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { allRoutes, documentedErrors, errorCodes, exampleIds, type ErrorCode, type Route } from '@quantumnet/api'
import { callers, secretsOf, type Caller } from '../contract/callers.ts'
import { OpenApi, type Document } from '../contract/document.ts'
import { fill } from '../contract/fill.ts'
import { inTurns } from '../contract/in-turns.ts'
import type { World } from '../contract/world.ts'
import { randomFrom } from '../harness/random.ts'
import { send } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { pick, type Random } from './hostile.ts'
import { attemptOf, type Attempt, type Surroundings } from './requests.ts'
import { Wire, type Reply } from './wire.ts'

/**
 * Requests by chance from the OpenAPI document. Whatever is sent: the server answers soon, never with a 5xx, with nothing of its inside, and
 * with a status and a document that the operation documents.
 *
 * Another seed: QUANTUMNET_TEST_SEED=7 npm test -- test/fuzz
 */

const seed = Number(process.env['QUANTUMNET_TEST_SEED'] ?? 20_260_301)
const REQUESTS = Number(process.env['QUANTUMNET_TEST_REQUESTS'] ?? 20_000)
const CONNECTIONS = 16
const LONGEST_MS = 10_000
/** An id that nothing has. */
const NOWHERE = '0198c5a1-0000-7000-8000-000000000000'

let server: TestServer
let api: OpenApi
let world: World
let wire: Wire
let secrets: Readonly<Record<Caller, string | undefined>>
beforeAll(async () => {
  server = await startServer()
  wire = new Wire(server.endpoint, CONNECTIONS)
  api = new OpenApi((await (await send(server, { path: '/v1/openapi.json', role: null })).json()) as Document)
  world = await fill(server, 'fuzz')
  const other = await fill(server, 'fuzz-other')
  secrets = await secretsOf(server, { project: world.id('project'), other: other.id('project') })
})
afterAll(async () => {
  wire.close()
  await server.close()
})

/** Values by the name of their field, from all examples. */
const exampleValues = (): Map<string, unknown[]> => {
  const values = new Map<string, unknown[]>([
    ['fields', ['id', 'id,generation', 'items']],
    ['label_selector', ['team=web', 'team in (web,shop),!spot', 'a notin (b)', 'a=', '"']],
  ])
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [name, inner] of Object.entries(value)) {
      values.set(name, [...(values.get(name) ?? []), world.filled(inner)])
      collect(inner)
    }
  }
  for (const { example } of allRoutes) collect(example.body)
  return values
}

/** What there is: ids by the path that takes them, from the world and from what the requests themselves make. */
class Made {
  readonly #ids = new Map<string, string[]>()
  readonly #most = 50

  note(route: Route, reply: Reply): void {
    if (reply.status !== 201) return
    const { id } = JSON.parse(reply.body) as { id?: string }
    if (id === undefined) return
    const ids = this.#ids.get(route.path) ?? []
    this.#ids.set(route.path, [...ids.slice(-this.#most), id])
  }

  /** An id for the path of one resource, `/v1/ports/{id}`. */
  idFor(path: string, random: Random): string | undefined {
    const ids = this.#ids.get(path.replace(/\/\{.*$/, '')) ?? []
    return ids.length === 0 ? undefined : pick(random, ids)
  }
}

const INSIDE =
  /\bat \S+ \(|\.ts:\d+|node_modules|\b(select|insert into|update|delete from) \w+.*\b(from|values|set|where)\b|pg_\w+|relation "|DatabaseError|violates|unterminated|syntax error at/i

/** An answer without what the caller said himself. */
const withoutEcho = (body: string): string => {
  try {
    return JSON.stringify(JSON.parse(body), (key, value: unknown) =>
      key === 'value' || key === 'pointer' ? undefined : value,
    )
  } catch {
    return body
  }
}

/** A 5xx, but for the 503 of what needs OVN, which this server is not told of. */
const isFailure = ({ errors }: Route, { status }: Reply): boolean =>
  status >= 500 && !(status === 503 && errors.includes('unavailable'))

/** What is wrong with a refusal. */
const faultsOfProblem = (route: Route, { status, body }: Reply): string[] => {
  const { code } = JSON.parse(body) as { code: ErrorCode }
  return [
    ...(documentedErrors(route).includes(code) ? [] : [`${code} is not documented`]),
    ...(errorCodes[code].status === status ? [] : [`${code} with ${String(status)}`]),
    ...(INSIDE.test(withoutEcho(body)) ? [`tells of the inside: ${body}`] : []),
  ]
}

/** With a colon or a slash in its parameter the path of an action is another path, which may have no such method. */
const isElsewhere = ({ request }: Attempt, { status }: Reply): boolean => status === 405 && /%3A|%2F/.test(request.path)

/** What is selected by fields has not all of what its schema asks for. */
const isPart = ({ request }: Attempt, { status }: Reply): boolean => status === 200 && request.path.includes('fields=')

/** What is wrong with an answer, in words; empty when nothing is. */
const faultsOf = (attempt: Attempt, reply: Reply): string[] => {
  const { route } = attempt
  if (isElsewhere(attempt, reply)) return []
  return [
    ...(isFailure(route, reply) ? [`is a ${String(reply.status)}: ${reply.body}`] : []),
    ...(reply.requestId === undefined ? ['has no X-Request-Id'] : []),
    ...(isPart(attempt, reply) ? [] : api.differences(route, reply)),
    ...(reply.type === 'application/problem+json' ? faultsOfProblem(route, reply) : []),
  ]
}

const told = ({ route, request }: Attempt, index: number, faults: readonly string[]): string => {
  const { method, path, headers, body } = request
  const short = body === undefined ? '' : ` ${body.toString().slice(0, 300)}`
  const rest = Object.entries(headers).filter(([name]) => name !== 'authorization')
  return `#${String(index)} ${route.name}: ${method} ${path.slice(0, 300)} ${JSON.stringify(rest)}${short}\n    → ${faults.join('; ').slice(0, 600)}`
}

describe('requests by chance', () => {
  it(`${String(REQUESTS)} of seed ${String(seed)}: no fault of the server, nothing of its inside, all as documented`, async () => {
    const made = new Made()
    const values = exampleValues()
    const ids = Object.values(exampleIds).map((id) => world.filled(id) as string)
    const around: Surroundings = {
      api,
      routes: allRoutes,
      filled: (value) => world.filled(value),
      fresh: (random) => `n${Math.floor(random() * 1e9).toString(36)}`,
      known: (field, random) => {
        const [operation = '', parameter] = field.split('#')
        const [method = '', path = ''] = operation.split(' ')
        // What the world is made of is rarely removed: the others stand on it.
        const others = method === 'DELETE' && random() < 0.98 ? [NOWHERE] : ids
        if (parameter === 'id') return made.idFor(path, random) ?? pick(random, others)
        if (parameter === 'name') return 'hv1'
        const some = values.get(field)
        return some === undefined ? undefined : pick(random, some)
      },
      tokenOf: ({ access }, random) => {
        const chance = random()
        if (chance < 0.02) return undefined
        if (chance < 0.04) return 'no-token-that-anybody-has'
        if (chance < 0.2) return secrets[pick(random, callers)]
        return server.tokens[access === 'node' || access === 'feed' ? access : 'admin']
      },
    }
    const statuses = new Map<number, number>()
    const faults = new Map<string, string>()
    await inTurns(Array.from({ length: REQUESTS }), CONNECTIONS, async (_, index) => {
      const attempt = attemptOf(around, randomFrom(seed + index))
      const reply = await wire.send(attempt.request, LONGEST_MS).catch((error: unknown) => String(error))
      const wrong = typeof reply === 'string' ? [reply] : faultsOf(attempt, reply)
      // One of a sort: the same fault shows again and again.
      const sort = `${attempt.route.name} ${wrong[0]?.slice(0, 40) ?? ''}`
      if (wrong.length > 0 && !faults.has(sort)) faults.set(sort, told(attempt, index, wrong))
      if (typeof reply === 'string') return
      statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1)
      made.note(attempt.route, reply)
    })
    process.stderr.write(`fuzz, seed ${String(seed)}: ${JSON.stringify(Object.fromEntries([...statuses].sort()))}\n`)
    expect([...faults.values()]).toEqual([])
    // It would prove nothing if all of them were refused for the same reason.
    expect(statuses.get(201) ?? 0).toBeGreaterThan(REQUESTS / 100)
    expect(Math.min(...[200, 400, 404, 409].map((status) => statuses.get(status) ?? 0))).toBeGreaterThan(REQUESTS / 500)
  }, 300_000)
})
