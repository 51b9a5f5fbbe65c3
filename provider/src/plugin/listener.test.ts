import { existsSync } from 'node:fs'
import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import { GrpcServer } from '../wire/grpc/server.ts'
import { openListener, type Listener } from './listener.ts'

describe('the listener', () => {
  let listener: Listener
  afterEach(async () => {
    await listener.close()
  })

  it('keeps what came before there was anybody to answer', async () => {
    listener = await openListener()
    const session = connectHttp2('http://localhost', { createConnection: () => connect(listener.socketPath) })
    const stream = session.request({ ':method': 'POST', ':path': '/s/Echo' })
    const answered = new Promise<string>((resolve, reject) => {
      stream.on('trailers', (trailers: IncomingHttpHeaders) => {
        resolve(String(trailers['grpc-status']))
      })
      stream.once('error', reject)
      stream.resume()
    })
    stream.end(Buffer.from([0, 0, 0, 0, 0]))
    await new Promise((resolve) => session.once('connect', resolve))
    // Turns of the event loop, in which the request reaches us.
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))

    const server = new GrpcServer({
      service: { '/s/Echo': async (bytes) => await Promise.resolve(bytes) },
      onFault: fail,
    })
    listener.serve((socket) => {
      server.accept(socket)
    })
    expect(await answered).toBe('0')
    session.destroy()
    await server.close()
  })

  it('is gone when it is closed, with connections that nobody served', async () => {
    listener = await openListener()
    const socket = connect(listener.socketPath)
    await new Promise((resolve) => socket.once('connect', resolve))
    const ended = new Promise((resolve) => socket.once('close', resolve))
    await listener.close()
    await ended
    expect(existsSync(listener.socketPath)).toBe(false)
  })
})

const fail = (error: unknown): void => {
  throw error
}
