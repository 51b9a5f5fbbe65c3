import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import { ApiError, Client, ConnectionError, pathOf } from './client.ts'
import { routes } from './routes.ts'
import { follow, type StreamEvent } from './stream.ts'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

/** A server on loopback that answers the nth request with the nth handler, then always with the last one. */
const serve = async (
  ...handlers: ((request: IncomingMessage, response: ServerResponse) => void)[]
): Promise<{ client: Client; seen: IncomingMessage[] }> => {
  const seen: IncomingMessage[] = []
  const server = createServer((request, response) => {
    seen.push(request)
    handlers[Math.min(seen.length, handlers.length) - 1]?.(request, response)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { client: new Client({ endpoint: `http://127.0.0.1:${String(port)}/`, token: 'secret', attempts: 3 }), seen }
}

const json = (status: number, body: unknown) => (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
const problem = {
  type: 't',
  title: 'taken',
  status: 409,
  code: 'name_taken',
  detail: 'the name "a" is taken',
  request_id: 'r',
}

describe('paths', () => {
  it('encode parameters, and leave out what is undefined', () => {
    expect(pathOf(routes.projects.get, { id: 'a/b' }, {})).toBe('/v1/projects/a%2Fb')
    expect(pathOf(routes.networks.list, {}, { project: undefined, name: 'a b' })).toBe('/v1/networks?name=a+b')
  })
})

describe('client', () => {
  it('sends token and body, and answers the document', async () => {
    const { client, seen } = await serve(json(201, { name: 'a' }))
    const project = await client.call(routes.projects.create, { body: { name: 'a' } })
    expect(project.name).toBe('a')
    expect(seen[0]?.headers.authorization).toBe('Bearer secret')
    expect(seen[0]?.method).toBe('POST')
  })

  it('throws the problem that the server states', async () => {
    const { client, seen } = await serve(json(409, problem))
    const call = client.call(routes.projects.create, { body: { name: 'a' } })
    await expect(call).rejects.toMatchObject({ code: 'name_taken', message: 'the name "a" is taken' })
    await expect(call).rejects.toBeInstanceOf(ApiError)
    expect(seen).toHaveLength(1)
  })

  it('tries again when the server is unavailable or hangs up', async () => {
    const { client, seen } = await serve(
      json(503, problem),
      (request) => void request.socket.destroy(),
      json(200, { name: 'a' }),
    )
    await expect(client.call(routes.projects.get, { params: { id: 'x' } })).resolves.toMatchObject({ name: 'a' })
    expect(seen).toHaveLength(3)
  })

  it('gives up after its attempts, and says where it tried without the token', async () => {
    const { client } = await serve((request) => void request.socket.destroy())
    const failure = await client.call(routes.system.live, {}).then(String, String)
    expect(failure).toMatch(/^ConnectionError: cannot reach the QuantumNet API at http:\/\/127\.0\.0\.1:/)
    expect(failure).not.toContain('secret')
  })

  it('does not take the answer of another server for its own', async () => {
    const { client } = await serve((_, response) => void response.writeHead(404).end('<html>proxy</html>'))
    await expect(client.call(routes.system.live, {})).rejects.toBeInstanceOf(ConnectionError)
  })
})

describe('streams', () => {
  it('hands on events in order, and connects again when the server ends', async () => {
    const write = (name: string) => (_: IncomingMessage, response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(`: hello\n\nevent: zone\ndata: {"name":"${name}","serial":1,`)
      response.end('"records":[]}\n\nevent: synced\ndata: {"zones":[]}\n\n')
    }
    const { client } = await serve(write('a'), write('b'))
    const stop = new AbortController()
    const seen: StreamEvent<typeof routes.dns.feed>[] = []
    await follow(
      client,
      { route: routes.dns.feed },
      (event) => {
        seen.push(event)
        if (seen.length === 4) stop.abort()
      },
      { signal: stop.signal },
    )
    expect(seen.map((event) => (event.event === 'zone' ? event.data.name : event.event))).toEqual([
      'a',
      'synced',
      'b',
      'synced',
    ])
  })

  it('leaves a stream that fell silent', async () => {
    const { client } = await serve((_, response) => void response.writeHead(200).write(': hello\n\n'))
    const stop = new AbortController()
    const reasons: string[] = []
    await follow(client, { route: routes.dns.feed }, () => undefined, {
      signal: stop.signal,
      silenceMs: 30,
      onDisconnect: (reason) => {
        reasons.push(String(reason))
        stop.abort()
      },
    })
    expect(reasons).toEqual(['Error: the stream fell silent'])
  })
})
