import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createConnection, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { Connection, OvsdbError } from '@quantumnet/ovsdb-jsonrpc'
import { eventually } from '@quantumnet/platform'
import { randomFrom } from '../../harness/random.ts'
import { closeSessions, kindsServer, openSession } from './kinds.ts'
import { startOvsdb } from '../../harness/ovsdb.ts'

const messageBytes = 64 * 1024

let folder: string
let listener: Server
/** the server's end of the connection that was made last */
let peer: Socket
/** answers a client's bytes; a test puts its own in */
let onData: (socket: Socket, chunk: Buffer) => void = () => undefined

beforeAll(async () => {
  folder = await mkdtemp('/tmp/qo-')
  listener = createServer((socket) => {
    peer = socket
    socket
      .on('error', () => undefined)
      .on('data', (chunk: Buffer) => {
        onData(socket, chunk)
      })
  })
  listener.listen(join(folder, 's'))
  await once(listener, 'listening')
})
afterEach(async () => {
  onData = () => undefined
  await closeSessions()
})
afterAll(async () => {
  listener.close()
  await rm(folder, { recursive: true, force: true })
})

const open = async (): Promise<{ connection: Connection; heard: string[] }> => {
  const arrived = once(listener, 'connection')
  const socket = createConnection(join(folder, 's'))
  await Promise.all([once(socket, 'connect'), arrived])
  const heard: string[] = []
  const onNotification = (method: string): void => void heard.push(method)
  return { connection: new Connection(socket, { messageBytes, onNotification }), heard }
}

/** Writes in pieces of random sizes, each as a packet of its own as far as the kernel lets it. */
const writePieces = async (bytes: Buffer, random: () => number): Promise<void> => {
  for (let at = 0; at < bytes.length && !peer.destroyed;) {
    const end = at + 1 + Math.floor(random() * 40)
    peer.write(bytes.subarray(at, end))
    if (random() < 0.2) await new Promise(setImmediate)
    at = end
  }
}

const drainedOrClosed = async (socket: Socket): Promise<void> => {
  await new Promise((resolve) => socket.once('drain', resolve).once('close', resolve))
}

const note = (number: number): string =>
  JSON.stringify({ method: `m${String(number)}`, params: ['}"\\ü😀['], id: null })

describe('a connection takes whatever comes', () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))('whole messages in random pieces, seed %i', async (seed) => {
    const { connection, heard } = await open()
    const numbers = Array.from({ length: 30 }, (_, at) => at)
    await writePieces(Buffer.from(numbers.map(note).join(' ')), randomFrom(seed))
    await eventually(() => (heard.length === numbers.length ? true : undefined), { what: 'all', timeoutMs: 2000 })
    expect(heard).toEqual(numbers.map((at) => `m${String(at)}`))
    connection.close(new OvsdbError('done'))
  })

  it.each(Array.from({ length: 300 }, (_, seed) => seed))('bytes that were spoilt, seed %i', async (seed) => {
    const { connection } = await open()
    const random = randomFrom(1000 + seed)
    const bytes = Buffer.from(Array.from({ length: 20 }, (_, at) => note(at)).join(''))
    for (let times = 1 + Math.floor(random() * 4); times > 0; times -= 1) {
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
    }
    const waiting = connection.request('echo', ['never answered'])
    const outcome = waiting.then(
      () => 'answered',
      (error: unknown) => error,
    )
    await writePieces(bytes.subarray(0, Math.ceil(random() * bytes.length)), random)
    peer.end()
    // Whatever it made of them, it ends with the socket, tells why, and leaves nobody waiting.
    expect(await connection.closed).toBeInstanceOf(OvsdbError)
    expect(await outcome).toBeInstanceOf(OvsdbError)
  })

  const deep = (open: string, levels: number): string => `{"a":${open.repeat(levels)}`
  it.each<[string, Buffer, string]>([
    ['larger than allowed', Buffer.from(`{"a":"${'x'.repeat(2 * messageBytes)}"}`), 'larger than the allowed'],
    ['never ending', Buffer.from(`{"a":"${'x'.repeat(messageBytes)}`), 'larger than the allowed'],
    ['arrays too deep', Buffer.from(deep('[', 2000)), 'nested deeper'],
    ['objects too deep', Buffer.from(deep('{"a":', 2000)), 'nested deeper'],
    ['not UTF-8', Buffer.from([...Buffer.from('{"a":"'), 0xc0, 0xaf, ...Buffer.from('"}')]), 'not valid UTF-8'],
    [
      'half a surrogate in UTF-8',
      Buffer.from([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d]),
      'not valid UTF-8',
    ],
    ['brackets of two kinds', Buffer.from('{"a":[}}'), 'no JSON'],
    ['no comma', Buffer.from('{"a":1 "b":2}'), 'no JSON'],
    ['a comma too many', Buffer.from('{"a":1,}'), 'no JSON'],
    ['a bad escape', Buffer.from('{"a":"\\x"}'), 'no JSON'],
    ['a line end in a string', Buffer.from('{"a":"\n"}'), 'no JSON'],
    ['a bad number', Buffer.from('{"a":01}'), 'no JSON'],
    ['a bad literal', Buffer.from('{"a":nul}'), 'no JSON'],
    ['an array', Buffer.from('[]'), 'expected a JSON object'],
    ['a word', Buffer.from('null'), 'expected a JSON object'],
    ['an answer to nothing', Buffer.from('{"id":99,"result":[],"error":null}'), 'no request'],
    ['neither request nor answer', Buffer.from('{}'), 'no request'],
    ['a notification without parameters', Buffer.from('{"method":"update3","id":null}'), 'without parameters'],
    ['a prototype', Buffer.from('{"__proto__":{"method":"x"},"id":null}'), 'no request'],
  ])('%s ends it', async (_name, bytes, problem) => {
    const { connection } = await open()
    await writePieces(bytes, () => 0.99)
    expect((await connection.closed).message).toContain(problem)
  })

  it('keeps no more than one message, however much is sent', async () => {
    const { connection } = await open()
    const before = process.memoryUsage()
    const chunk = Buffer.alloc(messageBytes, 'x')
    peer.write('{"a":"')
    let sent = 0
    while (sent < 64 * 1024 * 1024 && !peer.destroyed) {
      if (!peer.write(chunk)) await drainedOrClosed(peer)
      sent += chunk.length
    }
    await connection.closed
    expect(sent).toBeLessThan(8 * 1024 * 1024)
    const after = process.memoryUsage()
    expect(after.rss - before.rss).toBeLessThan(64 * 1024 * 1024)
  })
})

describe('a session outlives whatever its server says', () => {
  /** What a server says of the kinds of thing that a session asks for, before something in it is spoilt. */
  const record = async (): Promise<Buffer[]> => {
    const server = await startOvsdb(kindsServer)
    const said: Buffer[] = []
    onData = (socket, chunk) => {
      const real = createConnection(server.socket)
      real.on('data', (answer: Buffer) => {
        said.push(answer)
        socket.write(answer)
      })
      socket.on('data', (more: Buffer) => real.write(more)).on('close', () => real.destroy())
      onData = () => undefined
      real.write(chunk)
    }
    const session = openSession([`unix:${join(folder, 's')}`])
    await session.ready()
    await closeSessions()
    await server.remove()
    return said
  }

  it('spoilt answers are a lost connection, not a crash', async () => {
    const said = await record()
    let connections = 0
    const random = randomFrom(7)
    const answers = Buffer.concat(said)
    onData = (socket) => {
      connections += 1
      const bytes = Buffer.from(answers)
      for (let times = 1 + Math.floor(random() * 6); times > 0; times -= 1) {
        bytes[Math.floor(random() * bytes.length)] = 0x20 + Math.floor(random() * 0x60)
      }
      socket.removeAllListeners('data')
      socket.end(bytes)
    }
    const session = openSession([`unix:${join(folder, 's')}`], { backoff: { minMs: 1, maxMs: 1 } })
    await eventually(() => (connections >= 200 ? true : undefined), { what: '200 connections', timeoutMs: 20_000 })
    expect(session.rows('Thing').size).toBe(0)
  }, 30_000)
})
