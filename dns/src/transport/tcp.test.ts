import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import type { Admission } from '../serve/access.ts'
import { frame } from './framing.ts'
import type { TcpResponder } from './tcp-connection.ts'
import { defaultLimits, TcpServer, type TcpLimits } from './tcp.ts'

const open: (TcpServer | Socket)[] = []
afterEach(async () => {
  for (const one of open.splice(0)) {
    if (one instanceof TcpServer) await one.close()
    else one.destroy()
  }
})

const echo: TcpResponder = (query) => [query]

interface Served extends Partial<TcpLimits> {
  readonly admits?: (client: string) => Admission
}

const serve = async (respond: TcpResponder, { admits, ...limits }: Served = {}): Promise<number> => {
  const server = new TcpServer({
    ...{ respond, onError: () => undefined, limits: { ...defaultLimits, ...limits } },
    ...(admits !== undefined && { admits }),
  })
  open.push(server)
  return await server.listen({ address: '127.0.0.1', port: 0 })
}

const client = async (port: number, localAddress = '127.0.0.1'): Promise<Socket> => {
  const socket = connect({ port, host: '127.0.0.1', localAddress, noDelay: true })
  socket.on('error', () => undefined)
  open.push(socket)
  await once(socket, 'connect')
  return socket
}

/** The messages until there are `count` of them, or the server has closed the connection. */
const receive = async (socket: Socket, count: number): Promise<string[]> => {
  const messages: string[] = []
  let held = Buffer.alloc(0)
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    held = Buffer.concat([held, chunk as Buffer])
    while (held.length >= 2 && held.length >= 2 + held.readUInt16BE(0)) {
      messages.push(held.toString('latin1', 2, 2 + held.readUInt16BE(0)))
      held = held.subarray(2 + held.readUInt16BE(0))
    }
    if (messages.length >= count) break
  }
  return messages
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `query ${String(index)}`)

describe('TcpServer', () => {
  it('answers 50 queries of one write in their order', async () => {
    const socket = await client(await serve(echo))
    socket.write(Buffer.concat(numbered(50).map((text) => frame(Buffer.from(text)))))
    expect(await receive(socket, 50)).toEqual(numbered(50))
  })

  it('answers a query that comes byte by byte', async () => {
    const socket = await client(await serve(echo))
    for (const byte of frame(Buffer.from('slow'))) {
      socket.write(Buffer.of(byte))
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await receive(socket, 1)).toEqual(['slow'])
  })

  it('answers all that was asked before the client has closed its side, then closes', async () => {
    const socket = await client(await serve(echo))
    socket.end(Buffer.concat(numbered(3).map((text) => frame(Buffer.from(text)))))
    expect(await receive(socket, Infinity)).toEqual(numbered(3))
  })

  it('closes a connection on which nothing is asked', async () => {
    const socket = await client(await serve(echo, { idleMs: 50 }))
    expect(await receive(socket, 1)).toEqual([])
  })

  it.each([
    ['on a query that must not be answered', frame(Buffer.from('x'))],
    ['on a message that is larger than any query', Buffer.of(0xff, 0xff)],
  ])('closes %s', async (_, bytes) => {
    const socket = await client(await serve(() => undefined))
    socket.write(bytes)
    expect(await receive(socket, 1)).toEqual([])
  })

  it('takes so many connections of one client, and more when one has closed', async () => {
    const port = await serve(echo, { connectionsPerClient: 2 })
    const [first, second, third] = [await client(port), await client(port), await client(port)]
    expect(await receive(third, 1)).toEqual([])
    second.write(frame(Buffer.from('second')))
    expect(await receive(second, 1)).toEqual(['second'])
    first.destroy()
    // The server hears of it a moment later.
    let answered: string[] = []
    while (answered.length === 0) {
      const again = await client(port)
      again.write(frame(Buffer.from('again')))
      answered = await receive(again, 1)
    }
    expect(answered).toEqual(['again'])
  })

  it('closes connections of strangers at once, so that they take none from the edges', async () => {
    const port = await serve(echo, {
      connections: 2,
      admits: (address) => (address === '127.0.0.1' ? 'always' : 'never'),
    })
    const strangers = await Promise.all(['127.0.0.2', '127.0.0.3'].map(async (from) => await client(port, from)))
    const edge = await client(port)
    edge.write(frame(Buffer.from('edge')))
    expect(await receive(edge, 1)).toEqual(['edge'])
    for (const stranger of strangers) expect(await receive(stranger, 1)).toEqual([])
  })

  it('takes in who may show a key while half of the connections are free', async () => {
    const port = await serve(echo, {
      connections: 4,
      admits: (address) => (address === '127.0.0.1' ? 'always' : 'if-room'),
    })
    const answered = async (from: string): Promise<string[]> => {
      const socket = await client(port, from)
      socket.write(frame(Buffer.from('in')))
      return await receive(socket, 1)
    }
    const strangers = [await answered('127.0.0.2'), await answered('127.0.0.3'), await answered('127.0.0.4')]
    expect(strangers).toEqual([['in'], ['in'], []])
    expect([await answered('127.0.0.1'), await answered('127.0.0.1')]).toEqual([['in'], ['in']])
  })

  it('makes no more messages than its client reads, and goes on when it reads', async () => {
    const total = 2000
    let made = 0
    function* many(): Iterable<Buffer> {
      for (; made < total; made++) yield Buffer.alloc(16_000, 'x')
    }
    const socket = await client(await serve(many, { outstandingBytes: 32_000 }))
    socket.pause()
    socket.write(frame(Buffer.from('all')))
    let before = -1
    // The kernel takes some megabytes; then it stands still.
    while (made !== before) {
      before = made
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    expect(made).toBeGreaterThan(0)
    expect(made).toBeLessThan(total)
    expect((await receive(socket, total)).length).toBe(total)
  })

  it('ends an answer whose client is gone', async () => {
    let onEnd: (() => void) | undefined
    const ending = new Promise<void>((resolve) => (onEnd = resolve))
    function* endless(): Iterable<Buffer> {
      try {
        for (;;) yield Buffer.alloc(16_000)
      } finally {
        onEnd?.()
      }
    }
    const socket = await client(await serve(endless))
    socket.write(frame(Buffer.from('all')))
    await once(socket, 'readable')
    socket.destroy()
    await ending
  })
})
