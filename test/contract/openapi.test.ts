import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { allRoutes, codesWithoutExample, documentedErrors, errorCodes, Problem, type Route } from '@quantumnet/api'
import { Validator } from '@seriousme/openapi-schema-validator'
import { send } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { OpenApi, type Document, type Media, type Operation, type Schema } from './document.ts'

let server: TestServer
let text: string
let api: OpenApi
beforeAll(async () => {
  server = await startServer()
  text = await (await send(server, { path: '/v1/openapi.json', role: null })).text()
  api = new OpenApi(JSON.parse(text) as Document)
})
afterAll(async () => {
  await server.close()
})

const each = allRoutes.map((route) => [`${route.method} ${route.path}`, route] as const)

/** Every value of a key, however deep. */
const valuesOf = (key: string, value: unknown): unknown[] => {
  if (typeof value !== 'object' || value === null) return []
  const entries: [string, unknown][] = Object.entries(value)
  return entries.flatMap(([name, inner]) => [...(name === key ? [inner] : []), ...valuesOf(key, inner)])
}

const at = (pointer: string): unknown =>
  pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], api.document)

describe('the OpenAPI document', () => {
  it('is the one that is checked in (npm run gen writes it)', async () => {
    expect(text).toBe(await readFile('openapi/quantumnet.json', 'utf8'))
  })

  it('is valid by the schema of OpenAPI 3.1', async () => {
    const validator = new Validator()
    expect(await validator.validate(text)).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
  })

  it('has every operation, once', () => {
    const operations = Object.entries(api.document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, { operationId }]) => `${method.toUpperCase()} ${path} ${operationId}`),
    )
    expect(operations.sort()).toEqual(allRoutes.map(({ method, path, name }) => `${method} ${path} ${name}`).sort())
  })

  it('refers only to what it holds, and holds nothing in vain', () => {
    const refs = new Set(valuesOf('$ref', api.document).map(String))
    expect([...refs].filter((ref) => at(ref) === undefined)).toEqual([])
    const held = Object.keys(api.document.components.schemas)
    expect(held.filter((name) => !refs.has(`#/components/schemas/${name}`))).toEqual([])
  })

  // zod-openapi says a schema of requests and answers twice when a default makes them differ: give the answer's an id of its own.
  it('holds nothing twice', () => {
    expect(Object.keys(api.document.components.schemas).filter((name) => /(Input|Output|\d)$/.test(name))).toEqual([])
  })

  it('asks for a token everywhere but where nobody needs one', () => {
    for (const route of allRoutes)
      expect([route.name, api.operation(route).security]).toEqual([
        route.name,
        route.access === 'public' ? [] : [{ token: [] }],
      ])
  })
})

describe('the parameters of', () => {
  it.each(each)('%s are all there, each with words where its name is not enough', (_, route) => {
    const { parameters = [] } = api.operation(route)
    const named = (place: string): string[] => parameters.filter((one) => one.in === place).map(({ name }) => name)
    expect(named('path')).toEqual(Object.keys(route.params.shape))
    expect(named('query')).toEqual(Object.keys(route.query.shape))
    expect(parameters.filter((one) => one.in === 'path').every(({ required }) => required === true)).toBe(true)
  })
})

describe('the problems of', () => {
  it.each(each)('%s are there by status, each with an example', (_, route) => {
    const { responses } = api.operation(route)
    const byStatus = Map.groupBy(documentedErrors(route), (code) => errorCodes[code].status)
    const documented = Object.keys(responses).filter((status) => Number(status) >= 400)
    expect(documented.sort()).toEqual([...byStatus.keys()].map(String).sort())
    for (const [status, codes] of byStatus) {
      const { content = {} } = api.answer(route, status)!.answer
      expect(Object.keys(content)).toEqual(['application/problem+json'])
      const examples = api.examples(content['application/problem+json']!)
      expect(examples.map(([name]) => name).sort()).toEqual([...codes].sort())
      for (const [code, value] of examples) expect(Problem.parse(value)).toMatchObject({ code, status })
    }
  })

  it('all codes have words of their own in their example', () => {
    expect(codesWithoutExample()).toEqual([])
  })
})

const exampleOf = (media: Media | undefined): unknown => {
  if (media === undefined) return undefined
  const examples = api.examples(media)
  return (examples.find(([name]) => name === 'example' || name === 'done') ?? examples[0])?.[1]
}
const pathIn = (...steps: string[]): string =>
  ['', ...steps].map((name) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
const placeOf = ({ path, method }: Route): string => pathIn('paths', path, method.toLowerCase())
const json = (operation: Operation): Media | undefined => operation.requestBody?.content['application/json']

describe('the examples of', () => {
  it.each(each)('%s are there, and are what its schemas say', (_, route) => {
    const operation = api.operation(route)
    if (route.body !== undefined) {
      const example = exampleOf(json(operation))
      expect(example).toBeDefined()
      expect(route.body.safeParse(example).error).toBeUndefined()
      expect(api.refusals(`${placeOf(route)}/requestBody/content/application~1json/schema`, example)).toEqual([])
    }
    if (route.answer !== undefined) {
      const media = operation.responses[String(route.status)]?.content?.['application/json']
      const example = exampleOf(media)
      expect(example).toBeDefined()
      expect(route.answer.safeParse(example).error).toBeUndefined()
      const schema = `${placeOf(route)}/responses/${String(route.status)}/content/application~1json/schema`
      for (const [name, value] of api.examples(media!)) expect([name, api.refusals(schema, value)]).toEqual([name, []])
    }
    for (const [name, schema] of Object.entries(route.events ?? {})) {
      const events = Object.fromEntries(api.examples(operation.responses['200']!.content!['text/event-stream']!))
      expect(Object.keys(events)).toEqual(Object.keys(route.events ?? {}))
      expect(schema.safeParse(events[name]).error).toBeUndefined()
    }
  })
})

describe('what a write can be asked for', () => {
  const writes = allRoutes.filter(({ query }) => 'dry_run' in query.shape)
  const names = (route: Route): string[] =>
    (api.operation(route).parameters ?? []).filter((one) => one.in === 'header').map(({ name }) => name)
  const headers = (route: Route, status: number): string[] =>
    Object.keys(api.answer(route, status)?.answer.headers ?? {})

  it.each(writes.map((route) => [route.name, route] as const))('%s: a plan, a key, a generation', (_, route) => {
    const plan = api.examples(api.answer(route, 200)!.answer.content!['application/json']!)
    expect(plan.map(([name]) => name)).toContain('dry_run')
    expect(api.answer(route, 204) !== undefined).toBe(route.method === 'DELETE' && 'wait' in route.query.shape)
    expect(names(route)).toContain('Idempotency-Key')
    expect(names(route).includes('If-Match')).toBe(documentedErrors(route).includes('precondition_failed'))
  })

  it('and every answer has the id of its request, also to say that it is worth trying again', () => {
    for (const route of allRoutes)
      for (const status of Object.keys(api.operation(route).responses))
        expect([route.name, headers(route, Number(status))]).toEqual([
          route.name,
          expect.arrayContaining(['X-Request-Id']),
        ])
    expect(headers(allRoutes[0]!, 503)).toContain('Retry-After')
    expect(headers(allRoutes[0]!, 201)).toEqual(['ETag', 'Location', 'Idempotent-Replayed', 'X-Request-Id'])
  })
})

/** Names that say all there is to say, wherever they stand. */
const PLAIN = /^(id|name|description|labels|title|detail|message|remedy|request_id|status|bytes|packets|drops|errors)$/

describe('the fields', () => {
  const parts = ({ anyOf = [], allOf = [], oneOf = [], items }: Schema): readonly Schema[] => [
    ...[...anyOf, ...allOf, ...oneOf].filter(({ type }) => type !== 'null'),
    ...(items === undefined ? [] : [items]),
  ]
  const isPlain = ([name, field]: [string, Schema]): boolean => PLAIN.test(name) || isExplained(field)
  /** By words, by a list of what it may be, by a format, by a component with a name, or by what is in it. */
  const isExplained = (schema: Schema): boolean =>
    ['description', '$ref', 'enum', 'const', 'format'].some((key) => key in schema) ||
    (parts(schema).length > 0 && parts(schema).every(isExplained)) ||
    (schema.properties !== undefined && Object.entries(schema.properties).every(isPlain))
  const bareFields = (where: string, schema: Schema): string[] => [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
      ...(isPlain([name, field]) ? [] : [`${where}.${name}`]),
      ...bareFields(`${where}.${name}`, field),
    ]),
    ...parts(schema).flatMap((part) => bareFields(where, part)),
  ]

  it('have words where their name does not say it all', () => {
    const { schemas } = api.document.components
    expect(Object.entries(schemas).flatMap(([name, schema]) => bareFields(name, schema))).toEqual([])
  })

  it.each(each)('of the query of %s too', (_, route) => {
    const bare = (api.operation(route).parameters ?? []).filter(
      ({ name, schema, description }) => description === undefined && !isExplained(schema) && !PLAIN.test(name),
    )
    expect(bare.map(({ name }) => name)).toEqual([])
  })
})
