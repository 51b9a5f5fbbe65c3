import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { allRoutes, errorCodes } from '@quantumnet/api'
import { send } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'

interface Operation {
  operationId: string
  parameters?: { in: string; name: string; required?: boolean }[]
  requestBody?: object
  responses: Record<string, { content?: Record<string, unknown> }>
  security: object[]
}
interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, unknown>; securitySchemes: object }
}

let server: TestServer
let text: string
let document: Document
beforeAll(async () => {
  server = await startServer()
  text = await (await send(server, { path: '/v1/openapi.json', role: null })).text()
  document = JSON.parse(text) as Document
})
afterAll(async () => {
  await server.close()
})

/** Every value of a key, however deep. */
const valuesOf = (key: string, value: unknown): unknown[] => {
  if (typeof value !== 'object' || value === null) return []
  const entries: [string, unknown][] = Object.entries(value)
  return entries.flatMap(([name, inner]) => [...(name === key ? [inner] : []), ...valuesOf(key, inner)])
}
const operations = (): [string, Operation][] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  )

describe('the OpenAPI document', () => {
  it('is the one that is checked in (npm run gen writes it)', async () => {
    expect(text).toBe(await readFile('openapi/quantumnet.json', 'utf8'))
  })

  it('is of version 3.1 and has every operation, once', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(
      operations()
        .map(([key]) => key)
        .sort(),
    ).toEqual(allRoutes.map(({ method, path }) => `${method} ${path}`).sort())
    expect(new Set(operations().map(([, { operationId }]) => operationId)).size).toBe(allRoutes.length)
  })

  it('refers only to what it holds, and holds nothing twice', () => {
    const refs = valuesOf('$ref', document).map((ref) => String(ref).replace('#/components/schemas/', ''))
    const held = Object.keys(document.components.schemas)
    expect([...new Set(refs)].filter((ref) => !held.includes(ref))).toEqual([])
    expect(held.filter((name) => /(Input|Output|\d)$/.test(name))).toEqual([])
    expect(held.filter((name) => !refs.includes(name))).toEqual([])
  })

  it('declares the parameters of every path', () => {
    for (const [key, { parameters = [] }] of operations()) {
      const inPath = [...key.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const declared = parameters.filter((parameter) => parameter.in === 'path')
      expect({ key, names: declared.map(({ name }) => name) }).toEqual({ key, names: inPath })
      expect(declared.every(({ required }) => required === true)).toBe(true)
    }
  })

  it('names the problems of every operation by status', () => {
    for (const route of allRoutes) {
      const responses = document.paths[route.path]![route.method.toLowerCase()]!.responses
      const statuses = [...new Set(route.errors.map((code) => String(errorCodes[code].status)))]
      for (const status of [String(route.events === undefined ? route.status : 200), '400', '500', ...statuses])
        expect({ name: route.name, statuses: Object.keys(responses) }).toMatchObject({
          statuses: expect.arrayContaining([status]),
        })
      for (const [status, response] of Object.entries(responses))
        if (Number(status) >= 400) expect(Object.keys(response.content ?? {})).toEqual(['application/problem+json'])
    }
  })

  it('asks for a token everywhere but where nobody needs one', () => {
    for (const route of allRoutes)
      expect(document.paths[route.path]![route.method.toLowerCase()]!.security).toEqual(
        route.access === 'public' ? [] : [{ token: [] }],
      )
  })
})
