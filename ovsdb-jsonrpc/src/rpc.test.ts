import { once } from 'node:events'
import { createConnection, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { ConnectionLostError, NotConnectedError, OvsdbError, ProtocolError, RequestError } from './errors.ts'
import { Connection } from './rpc.ts'

let listener: Server
let peer: Socket
let connection: Connection
let notifications: [string, readonly unknown[]][]
let onNotification: (method: string, params: readonly unknown[]) => void

/** What the peer got so far. */
let received: string

beforeEach(async () => {
  notifications = []
  received = ''
  onNotification = (method, params) => notifications.push([method, params])
  listener = createServer()
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const accepted = once(listener, 'connection')
  const socket = createConnection((listener.address() as AddressInfo).port, '127.0.0.1')
  await once(socket, 'connect')
  connection = new Connection(socket, {
    messageBytes: 1_000_000,
    onNotification: (method, params) => {
      onNotification(method, params)
    },
  })
  ;[peer] = (await accepted) as [Socket]
  peer.on('error', () => undefined)
  peer.on('data', (chunk: Buffer) => (received += chunk.toString()))
})
afterEach(async () => {
  connection.close(new OvsdbError('the test is over'))
  await connection.closed
  peer.destroy()
  listener.close()
})

const receivedMatching = async (pattern: RegExp): Promise<string> => {
  while (!pattern.test(received)) await once(peer, 'data')
  return received
}

describe('requests', () => {
  it('are matched with their answers by id, in whatever order these come', async () => {
    const [first, second] = [connection.request('a', [1]), connection.request('b', [])]
    await receivedMatching(/"id":2/)
    expect(received).toBe('{"method":"a","params":[1],"id":1}{"method":"b","params":[],"id":2}')
    peer.write('{"id":2,"result":"B","error":null}{"id":1,"result":"A","error":null}')
    expect(await Promise.all([first, second])).toEqual(['A', 'B'])
  })

  it.each([
    [{ error: 'unknown database', details: 'x' }, 'a: unknown database: x'],
    [{ error: 'unknown database' }, 'a: unknown database'],
    ['unknown method', 'a: unknown method'],
    [7, 'a: 7'],
  ])('fail with what the peer says: %j', async (error, message) => {
    const request = connection.request('a', [])
    peer.write(JSON.stringify({ id: 1, result: null, error }))
    await expect(request).rejects.toThrow(RequestError)
    await expect(request).rejects.toThrow(message)
  })

  it('read their answer before any later message is looked at', async () => {
    const order: string[] = []
    onNotification = (method) => order.push(method)
    const request = connection.request('a', [], (result) => order.push(String(result)))
    peer.write('{"method":"before","params":[],"id":null}{"id":1,"result":"answer","error":null}')
    peer.write('{"method":"after","params":[],"id":null}')
    await request
    peer.end()
    await connection.closed
    expect(order).toEqual(['before', 'answer', 'after'])
  })

  it('fail when the connection ends, and are not sent afterwards', async () => {
    const request = connection.request('a', [])
    peer.destroy()
    await expect(request).rejects.toThrow(ConnectionLostError)
    await expect(connection.request('b', [])).rejects.toThrow(NotConnectedError)
  })
})

it('who waits hears of the end before the event loop goes on', async () => {
  const heard: string[] = []
  const note = (what: string) => () => void heard.push(what)
  connection.request('a', []).catch(note('request'))
  void connection.closed.then(note('closed'))
  connection.close(new OvsdbError('over'))
  // A caller that tries again and again in microtasks lets nothing else happen.
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
  expect(heard.toSorted()).toEqual(['closed', 'request'])
})

describe('messages of the peer', () => {
  it('an echo is answered with its parameters, another request is refused', async () => {
    peer.write('{"method":"echo","params":["x",1],"id":"e"}{"method":"dance","params":[],"id":9}')
    expect(await receivedMatching(/"id":9/)).toBe(
      '{"result":["x",1],"error":null,"id":"e"}{"result":null,"error":"unknown method","id":9}',
    )
  })

  it.each([
    ['garbage', 'HTTP/1.1 400', 'expected a JSON object'],
    ['broken JSON', '{"id":}', 'a message is no JSON'],
    ['an answer to nothing', '{"id":5,"result":1,"error":null}', 'an answer came for no request: id 5'],
    ['a notification without parameters', '{"method":"update3","id":null}', 'notification update3 without parameters'],
    ['too much', `{"id":"${'x'.repeat(1_000_001)}"}`, 'larger than the allowed 1000000 bytes'],
  ])('%s ends the connection', async (_name, text, reason) => {
    const request = connection.request('a', [])
    peer.write(text)
    await expect(request).rejects.toThrow(ConnectionLostError)
    const error = await connection.closed
    expect(error).toBeInstanceOf(ProtocolError)
    expect(error.message).toContain(reason)
  })

  it('one that the owner refuses ends the connection', async () => {
    onNotification = () => {
      throw new ProtocolError('no such row')
    }
    peer.write('{"method":"update3","params":[],"id":null}')
    expect((await connection.closed).message).toBe('no such row')
  })
})

describe('silence', () => {
  it('is answered by an echo, then by the end', async () => {
    connection.probe(40)
    expect(await receivedMatching(/echo/)).toBe('{"method":"echo","params":[],"id":1}')
    expect((await connection.closed).message).toBe('no answer to an echo within 40 ms')
  })

  it('is over with the answer to the echo', async () => {
    connection.probe(40)
    for (let id = 1; id <= 4; id += 1) {
      await receivedMatching(new RegExp(`"id":${String(id)}`))
      peer.write(`{"id":${String(id)},"result":[],"error":null}`)
    }
    await receivedMatching(/"id":5/)
  })

  it('is none while bytes of one message arrive', async () => {
    connection.probe(60)
    const text = `{"method":"update3","params":["${'x'.repeat(20)}"],"id":null}`
    for (const byte of text) {
      peer.write(byte)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await new Promise((resolve) => setImmediate(resolve))
    expect([received, notifications.length]).toEqual(['', 1])
  })

  it('is none when the bytes are there and the event loop was blocked', async () => {
    connection.probe(30)
    await receivedMatching(/echo/)
    peer.write('{"id":1,"result":[],"error":null}')
    const until = performance.now() + 150
    while (performance.now() < until);
    // Timers that were due go first, then the bytes are read.
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(received.match(/echo/g)).toHaveLength(1)
    peer.end('{"method":"still","params":[],"id":null}')
    await connection.closed
    expect(notifications).toEqual([['still', []]])
  })

  it('without asking, when a long answer is awaited', async () => {
    connection.allowSilence(40)
    expect((await connection.closed).message).toBe('not a byte within 40 ms')
    expect(received).toBe('')
  })
})

it('tells when the socket takes more', async () => {
  peer.pause()
  await connection.drained()
  const large = connection.request('a', ['x'.repeat(20_000_000)])
  let drained = 0
  const waits = [1, 2].map(async () => {
    await connection.drained()
    drained += 1
  })
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(drained).toBe(0)
  peer.resume()
  await Promise.all(waits)
  peer.destroy()
  await expect(large).rejects.toThrow(ConnectionLostError)
})
