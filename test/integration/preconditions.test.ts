import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Network, Problem } from '@quantumnet/api'
import { send } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy } from '../harness/tenancy.ts'

/** What the headers of requests and answers say: versions, places, methods. */

let server: TestServer
let path: string
beforeAll(async () => {
  server = await startServer()
  path = `/v1/networks/${(await makeTenancy(server, 'versions')).network.id}`
})
afterAll(async () => {
  await server.close()
})

const patch = async (body: object, ifMatch?: string): Promise<Response> =>
  await send(server, {
    method: 'PATCH',
    path,
    body: JSON.stringify(body),
    ...(ifMatch !== undefined && { headers: { 'if-match': ifMatch } }),
  })
const etag = async (): Promise<string> => (await send(server, { path })).headers.get('etag') ?? ''

describe('an ETag', () => {
  it('is the generation, of a creation, a reading and a change alike', async () => {
    const { project } = await makeTenancy(server, 'tagged')
    const body = JSON.stringify({ project: project.id, name: 'tagged' })
    const made = await send(server, { method: 'POST', path: '/v1/networks', body })
    const { id } = (await made.json()) as Network
    expect(made.headers.get('etag')).toBe('"1"')
    expect(made.headers.get('location')).toBe(`/v1/networks/${id}`)
    const read = await send(server, { path: `/v1/networks/${id}` })
    expect(read.headers.get('etag')).toBe('"1"')
    expect((await patch({ mtu: 1399 })).headers.get('etag')).toBe('"2"')
  })

  it('does not change with the status, nor with a change that changes nothing', async () => {
    const before = await etag()
    await server.rows('update network set applied_generation = generation, realized_generation = generation')
    expect((await patch({ mtu: 1399 })).status).toBe(200)
    expect(await etag()).toBe(before)
  })

  it('lets through who names it, and nobody else', async () => {
    const tag = await etag()
    expect((await patch({ mtu: 1398 }, tag)).status).toBe(200)
    const late = await patch({ mtu: 1397 }, tag)
    expect(late.status).toBe(412)
    expect(((await late.json()) as Problem).code).toBe('precondition_failed')
    expect((await patch({ mtu: 1397 }, `W/${await etag()}`)).status).toBe(412)
    expect((await patch({ mtu: 1397 }, `"other", ${await etag()}`)).status).toBe(200)
    expect((await patch({ mtu: 1396 }, '*')).status).toBe(200)
    expect((await patch({ mtu: 1395 }, 'seven')).status).toBe(400)
    const removal = await send(server, { method: 'DELETE', path, headers: { 'if-match': tag } })
    expect(removal.status).toBe(412)
  })

  it('lets one of many changes at once through', async () => {
    const tag = await etag()
    const answers = await Promise.all(Array.from({ length: 8 }, async (_, n) => await patch({ mtu: 1300 + n }, tag)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(412)])
  })
})

describe('methods', () => {
  it('HEAD answers as GET does, without the document', async () => {
    const [head, get] = [await send(server, { method: 'HEAD', path }), await send(server, { path })]
    expect(head.status).toBe(200)
    expect(await head.text()).toBe('')
    for (const name of ['etag', 'content-type']) expect(head.headers.get(name)).toBe(get.headers.get(name))
    expect(
      (await send(server, { method: 'HEAD', path: '/v1/networks/01957b2c-0000-7000-8000-000000000000' })).status,
    ).toBe(404)
  })

  it.each([
    ['PUT', '/v1/networks', 'GET, HEAD, POST'],
    ['POST', '/v1/networks/01957b2c-0000-7000-8000-000000000000', 'GET, HEAD, PATCH, DELETE'],
    ['DELETE', '/livez', 'GET, HEAD'],
    ['GET', '/v1/drift:repair', 'POST'],
    // A stream has no end.
    ['HEAD', '/v1/nodes/hv1/desired', 'GET'],
  ])('%s %s is refused with those that are there', async (method, at, allow) => {
    const response = await send(server, { method, path: at, role: null })
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow])
  })

  it('every answer has its request id', async () => {
    for (const at of [path, '/v1/nowhere', '/livez', '/v1/openapi.json', '/v1/dns/feed'])
      expect((await send(server, { path: at })).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe('fields', () => {
  it('are those that were asked for, of one and of a page', async () => {
    const one = await send(server, { path: `${path}?fields=id,mtu` })
    expect(Object.keys((await one.json()) as object)).toEqual(['id', 'mtu'])
    expect(one.headers.get('etag')).toBe(await etag())
    const page = await send(server, { path: '/v1/networks?fields=name&limit=1' })
    expect(Object.keys(((await page.json()) as { items: object[] }).items[0]!)).toEqual(['name'])
  })

  it('are refused when there is no such field', async () => {
    const response = await send(server, { path: `${path}?fields=id,colour` })
    expect(((await response.json()) as Problem).errors).toMatchObject([{ pointer: '?fields', value: 'colour' }])
  })
})
