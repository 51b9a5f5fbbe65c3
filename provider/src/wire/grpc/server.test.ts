import { X509Certificate } from 'node:crypto'
import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2'
import { connect as connectSocket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterEach, describe, expect, it } from '@jest/globals'
import { selfSigned, type Certificate } from '../../plugin/certificate.ts'
import { openListener } from '../../plugin/listener.ts'
import { frame, GrpcError, unframe } from './frame.ts'
import { GrpcServer, type MutualTls, type Service } from './server.ts'

interface Answer {
  readonly status: string
  readonly message: string
  readonly body: Buffer
}

/** A gRPC call by hand, so that each side of the protocol is seen. */
const call = async (session: ClientHttp2Session, path: string, body: Buffer): Promise<Answer> => {
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
  })
  const headers: Record<string, string | undefined> = {}
  stream.on('response', (given) => void Object.assign(headers, given))
  stream.on('trailers', (given) => void Object.assign(headers, given))
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  stream.end(body)
  await new Promise((resolve, reject) => {
    stream.once('close', resolve)
    stream.once('error', reject)
  })
  return {
    status: headers['grpc-status'] ?? 'none',
    message: headers['grpc-message'] ?? '',
    body: Buffer.concat(chunks),
  }
}

const NOW = new Date('2030-01-01T00:00:00Z')
const tlsOf = (server: Certificate, client: Certificate): MutualTls => ({
  cert: server.certPem,
  key: server.keyPem,
  client: new X509Certificate(client.certPem),
})

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const start = async (service: Service, tls?: MutualTls): Promise<{ path: string; faults: unknown[] }> => {
  const faults: unknown[] = []
  const server = new GrpcServer({ service, tls, onFault: (error) => void faults.push(error) })
  const listener = await openListener()
  listener.serve((socket) => {
    server.accept(socket)
  })
  cleanups.push(listener.close, async () => {
    await server.close()
  })
  return { path: listener.socketPath, faults }
}

const clear = (path: string): ClientHttp2Session => {
  const session = connectHttp2('http://localhost', { createConnection: () => connectSocket(path) })
  cleanups.push(() => {
    session.destroy()
  })
  return session
}

const echo: Service = { '/s/Echo': async (request) => await Promise.resolve(request) }

describe('the gRPC server', () => {
  it('streams messages as they come, and tells in the end what failed after some of them', async () => {
    const { path, faults } = await start({
      '/s/Count': {
        async *stream(request) {
          for (let index = 0; index < Number(request[0]); index += 1) {
            await Promise.resolve()
            yield Buffer.from(String(index))
          }
          if (request[0] === 2) throw new Error('no more')
        },
      },
    })
    const session = clear(path)
    const all = await call(session, '/s/Count', frame(Buffer.from([3])))
    expect([all.status, all.body]).toEqual([
      '0',
      Buffer.concat(['0', '1', '2'].map((text) => frame(Buffer.from(text)))),
    ])
    const some = await call(session, '/s/Count', frame(Buffer.from([2])))
    expect([some.status, some.message, some.body.length]).toEqual(['13', 'no more', 12])
    expect(faults).toHaveLength(1)
  })

  it('asks a stream for no more once its caller has gone', async () => {
    let [made, ended] = [0, false]
    const endless: Service = {
      '/s/Endless': {
        async *stream() {
          try {
            for (;;) {
              made += 1
              yield Buffer.alloc(1024 * 1024)
              await new Promise((resolve) => setImmediate(resolve))
            }
          } finally {
            ended = true
          }
        },
      },
    }
    const { path, faults } = await start(endless)
    const stream = clear(path).request({ ':method': 'POST', ':path': '/s/Endless' })
    stream.end(frame(Buffer.alloc(0)))
    await new Promise((resolve) => stream.once('data', resolve))
    // Nothing more is read, so the window fills up.
    stream.pause()
    stream.close(8)
    for (let turns = 0; turns < 1_000 && !ended; turns += 1) await new Promise((resolve) => setImmediate(resolve))
    expect([ended, made < 100, faults]).toEqual([true, true, []])
  })

  it('answers with a framed message and status 0 in trailers', async () => {
    const { path } = await start(echo)
    const answer = await call(clear(path), '/s/Echo', frame(Buffer.from('hi')))
    expect(answer.status).toBe('0')
    expect(unframe(answer.body).toString()).toBe('hi')
  })

  it('answers a method that it does not have UNIMPLEMENTED', async () => {
    const { path } = await start(echo)
    expect((await call(clear(path), '/s/Other', frame(Buffer.alloc(0)))).status).toBe('12')
  })

  it('answers what a handler throws with a status, and tells of faults', async () => {
    const { path, faults } = await start({
      '/s/Refuse': async () => await Promise.reject(new GrpcError(5, 'gibt’s nicht')),
      '/s/Fail': async () => await Promise.reject(new TypeError('oops')),
    })
    const session = clear(path)
    const refused = await call(session, '/s/Refuse', frame(Buffer.alloc(0)))
    expect([refused.status, refused.message]).toEqual(['5', 'gibt%E2%80%99s nicht'])
    const failed = await call(session, '/s/Fail', frame(Buffer.alloc(0)))
    expect([failed.status, failed.message]).toEqual(['13', 'oops'])
    expect(faults).toEqual([new TypeError('oops')])
  })

  it('carries ten megabytes both ways, and many calls at once', async () => {
    const { path } = await start(echo)
    const session = clear(path)
    const large = Buffer.alloc(10_000_000, 7)
    expect(unframe((await call(session, '/s/Echo', frame(large))).body).equals(large)).toBe(true)
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, n) => await call(session, '/s/Echo', frame(Buffer.from(String(n))))),
    )
    expect(answers.map(({ body }) => unframe(body).toString())).toEqual(
      Array.from({ length: 100 }, (_, n) => String(n)),
    )
  })

  it('aborts the signal of a call that the client gave up', async () => {
    let gaveUp: (reason: unknown) => void = () => undefined
    const seen = new Promise((resolve) => (gaveUp = resolve))
    const { path } = await start({
      '/s/Slow': async (_request, signal) =>
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            gaveUp('aborted')
            reject(new GrpcError(1, 'cancelled'))
          })
        }),
    })
    const stream = clear(path).request({ ':method': 'POST', ':path': '/s/Slow' })
    stream.on('error', () => undefined)
    stream.end(frame(Buffer.alloc(0)))
    stream.once('ready', () =>
      setTimeout(() => {
        stream.close(8)
      }, 20),
    )
    expect(await seen).toBe('aborted')
  })
})

describe('mutual TLS', () => {
  const [server, client, stranger] = [selfSigned(NOW), selfSigned(NOW), selfSigned(NOW)]

  const connect = (path: string, certificate: Certificate | undefined): ClientHttp2Session => {
    const session = connectHttp2('https://localhost', {
      createConnection: () =>
        connectTls({
          path,
          ALPNProtocols: ['h2'],
          servername: 'localhost',
          // Made for the year 2030: the name and the key are what is checked here.
          rejectUnauthorized: false,
          ...(certificate === undefined ? {} : { cert: certificate.certPem, key: certificate.keyPem }),
        }),
    })
    session.on('error', () => undefined)
    cleanups.push(() => {
      session.destroy()
    })
    return session
  }
  const attempt = async (path: string, certificate: Certificate | undefined): Promise<string> =>
    await call(connect(path, certificate), '/s/Echo', frame(Buffer.from('hi'))).then(
      ({ status }) => status,
      () => 'no connection',
    )

  it('lets in the client whose certificate was announced', async () => {
    const { path } = await start(echo, tlsOf(server, client))
    expect(await attempt(path, client)).toBe('0')
  })

  it.each([
    ['with another certificate', stranger],
    ['without a certificate', undefined],
  ])('keeps out a client %s', async (_who, certificate) => {
    let calls = 0
    const counting: Service = { '/s/Echo': async (request) => await Promise.resolve((calls++, request)) }
    const { path } = await start(counting, tlsOf(server, client))
    expect(await attempt(path, certificate)).not.toBe('0')
    expect(await attempt(path, client)).toBe('0')
    expect(calls).toBe(1)
  })
})
