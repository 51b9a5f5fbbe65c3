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
): Promise<{ client: Client; endpoint: string; seen: IncomingMessage[] }> => {
  const seen: IncomingMessage[] = []
  const server = createServer((request, response) => {
    seen.push(request)
    handlers[Math.min(seen.length, handlers.length) - 1]?.(request, response)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const endpoint = `http://127.0.0.1:${String(port)}/`
  return { client: new Client({ endpoint, token: 'secret', attempts: 3 }), endpoint, seen }
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

  it('sends what a single call asks for', async () => {
    const { client, seen } = await serve(json(200, { name: 'a' }))
    const args = { params: { id: '1' }, body: { description: 'x' } }
    await client.call(routes.projects.update, args, { idempotencyKey: 'key', ifMatch: 7 })
    await client.call(routes.projects.update, args, new AbortController().signal)
    expect(seen.map(({ headers }) => [headers['idempotency-key'], headers['if-match']])).toEqual([
      ['key', '"7"'],
      [undefined, undefined],
    ])
  })

  it('asks for a dry run, which answers what would change', async () => {
    const { client, seen } = await serve(json(200, { dry_run: true, changes: [] }))
    expect(await client.dryRun(routes.projects.create, { body: { name: 'a' } })).toEqual({ dry_run: true, changes: [] })
    expect(seen[0]?.url).toBe('/v1/projects?dry_run=true')
  })

  it('gives undefined for a deletion that is complete', async () => {
    const { client } = await serve((_, response) => response.writeHead(204).end())
    const call = client.call(routes.projects.delete, { params: { id: '1' }, query: { wait: 'applied' } })
    expect(await call).toBeUndefined()
  })

  it('gives the server the time that it was asked to wait', async () => {
    const { endpoint } = await serve((_, response) => {
      setTimeout(() => {
        json(200, { name: 'a' })(_, response)
      }, 80)
    })
    const client = new Client({ endpoint, token: 'secret', attempts: 1, timeoutMs: 20 })
    const params = { id: '1' }
    await expect(client.call(routes.projects.get, { params })).rejects.toThrow('no answer within')
    const waited = await client.call(routes.projects.get, { params, query: { wait: 'applied', wait_timeout: 1 } })
    expect(waited.name).toBe('a')
  })

  it('says of a stream that cannot be opened, or breaks off, that the connection is the reason', async () => {
    const { client } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': here\n\n')
      setTimeout(() => response.destroy(), 10)
    })
    const stop = new AbortController()
    const reasons: unknown[] = []
    await follow(client, { route: routes.dns.feed }, () => undefined, {
      signal: stop.signal,
      onDisconnect: (reason) => {
        reasons.push(reason)
        stop.abort()
      },
    })
    expect(reasons).toEqual([expect.any(ConnectionError)])
    const nowhere = new Client({ endpoint: 'http://127.0.0.1:1', token: 'secret' })
    await expect(nowhere.open(routes.dns.feed, {}, new AbortController().signal)).rejects.toThrow(ConnectionError)
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

  it.each([
    ['two', [500, 500, 200], 3, undefined],
    ['more', [500, 500, 500, 200], 3, 'no problem document'],
  ] as const)('bears %s faults of the server', async (_, statuses, sent, refused) => {
    const { endpoint, seen } = await serve(...statuses.map((status) => json(status, {})))
    const client = new Client({ endpoint, token: 'secret', attempts: 9 })
    const call = client.call(routes.projects.get, { params: { id: '1' } })
    await (refused === undefined ? call : expect(call).rejects.toThrow(refused))
    expect(seen).toHaveLength(sent)
  })

  it('goes on as long as it has patience, however few attempts it has', async () => {
    const hangUp = (request: IncomingMessage): void => void request.socket.destroy()
    const { endpoint } = await serve(hangUp, hangUp, hangUp, json(200, { name: 'a' }))
    const client = new Client({ endpoint, token: 'secret', attempts: 1, patienceMs: 60_000 })
    await expect(client.call(routes.projects.get, { params: { id: 'x' } })).resolves.toMatchObject({ name: 'a' })
  })

  it('gives up after its attempts, and says where it tried without the token', async () => {
    const { client } = await serve((request) => void request.socket.destroy())
    const failure = await client.call(routes.system.live, {}).then(String, String)
    expect(failure).toMatch(
      /^ConnectionError: cannot reach the QuantumNet API at http:\/\/127\.0\.0\.1:.*: the connection was cut \(.*\); tried 3 times in \d+ s$/,
    )
    expect(failure).not.toContain('secret')
  })

  it.each<[string, (request: IncomingMessage, response: ServerResponse) => void]>([
    [
      'breaks off',
      (_, response) =>
        void response
          .writeHead(201, { 'content-length': '500' })
          .write('{"name":', () => setImmediate(() => response.destroy())),
    ],
    ['stalls', (_, response) => void response.writeHead(201, { 'content-length': '500' }).write('{"name":')],
  ])('asks again when an answer %s in the middle', async (_what, handler) => {
    const { endpoint, seen } = await serve(handler, json(200, { name: 'a' }))
    const client = new Client({ endpoint, token: 'secret', timeoutMs: 200 })
    await expect(client.call(routes.projects.get, { params: { id: 'x' } })).resolves.toMatchObject({ name: 'a' })
    expect(seen).toHaveLength(2)
  })

  it('says that the answer was cut off when no attempt brings it whole', async () => {
    const { endpoint } = await serve((_, response) => void response.writeHead(409).write('{"type":'))
    const client = new Client({ endpoint, token: 'secret', timeoutMs: 100, attempts: 2 })
    await expect(client.call(routes.system.live, {})).rejects.toThrow(
      /was cut off: no answer within 0\.1 s; tried 2 times in \d+ s$/,
    )
  })

  it('ends at once when it is cancelled, also in the middle of an answer', async () => {
    const stop = new AbortController()
    const { client, seen } = await serve((_, response) => {
      response.writeHead(200).write('{')
      stop.abort()
    })
    await expect(client.call(routes.system.live, {}, stop.signal)).rejects.toMatchObject({
      name: 'ConnectionError',
      message: 'cancelled',
    })
    expect(seen).toHaveLength(1)
  })

  it('takes a page for no answer, and does not ask again', async () => {
    const { client, seen } = await serve((_, response) => void response.writeHead(200).end('<html>log in</html>'))
    await expect(client.call(routes.system.live, {})).rejects.toThrow(
      expect.objectContaining({ name: 'ConnectionError' }),
    )
    expect(seen).toHaveLength(1)
  })

  it('does not try again what cannot be sent at all', async () => {
    const { client, seen } = await serve(json(200, {}))
    await expect(client.call(routes.projects.get, { params: { id: '\ud800' } })).rejects.toThrow(URIError)
    expect(seen).toHaveLength(0)
  })

  it.each([
    ['http://127.0.0.1:1', 'se\ncret', 'the token has a blank, a line end'],
    ['http://127.0.0.1:1', 'secrét', 'the token has a blank, a line end'],
    ['http://127.0.0.1:1', '', 'the token is empty'],
    ['http://user:secret@127.0.0.1:1', 't', 'must not hold a user name or password'],
    ['htp://user:secret@127.0.0.1:1', 't', 'is no URL such as'],
    ['http://127.0.0.1:1/?key=secret', 't', 'without "?" or "#"'],
  ])('cannot be made for %j with %j, and quotes no secret', (endpoint, token, expected) => {
    const make = (): Client => new Client({ endpoint, token })
    expect(make).toThrow(expected)
    expect(make).not.toThrow(/secret|se\ncret|secrét/)
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

  it('passes over what it does not understand, says so of documents, and goes on', async () => {
    const messages = [
      'event: lag\ndata: {"seconds":1}',
      'event: toString\ndata: {}',
      'event: zone\ndata: {"name":"b","serial":"five","records":[]}',
      'event: zone\ndata: no JSON',
      'event: synced\ndata: {"zones":[{"name":"b","serial":5}]}',
    ]
    const { client, seen } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(`${messages.join('\n\n')}\n\n`)
    })
    const stop = new AbortController()
    const problems: [string, string | undefined][] = []
    await follow(
      client,
      { route: routes.dns.feed },
      (event) => {
        expect(event).toEqual({ event: 'synced', data: { zones: [{ name: 'b', serial: 5 }] } })
        stop.abort()
      },
      { signal: stop.signal, onProblem: ({ event, name }) => void problems.push([event, name]) },
    )
    expect(problems).toEqual([
      ['zone', 'b'],
      ['zone', undefined],
    ])
    expect(seen).toHaveLength(1)
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
    expect(reasons).toEqual([expect.stringMatching(/^ConnectionError: .* broke off: the stream fell silent$/)])
  })
})
