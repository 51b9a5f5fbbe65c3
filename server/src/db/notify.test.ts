import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { eventually } from '@quantumnet/platform'
import { pino } from 'pino'
import { openNotifier, type Notifier } from './notify.ts'
import { openDb, type Db } from './pool.ts'

/** A PostgreSQL that says yes to everything, and notifies when the test says so (PostgreSQL documentation 55.7). */

const message = (type: string, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
const text = (value: string): Buffer => Buffer.from(`${value}\0`)

const READY = message('Z', Buffer.from('I'))
const WELCOME = Buffer.concat([message('R', number(0)), message('K', number(1), number(0)), READY])
const DONE = Buffer.concat([message('C', text('DONE')), READY])
const notification = (sender: string): Buffer => message('A', number(1), text('quantumnet_changed'), text(sender))

const timeoutMs = 5_000
let wakes = 0
let said = ''
let socket: Socket | undefined
let server: Server
let db: Db
let notifier: Notifier
beforeEach(async () => {
  wakes = 0
  said = ''
  socket = undefined
  server = createServer((client) => {
    socket = client
      .on('error', () => undefined)
      .once('data', () => {
        client.write(WELCOME)
        client.on('data', (bytes) => {
          said += bytes.toString()
          client.write(DONE)
        })
      })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  db = openDb({ url: `postgres://user@127.0.0.1:${String(port)}/db`, max: 1, onIdleError: () => undefined })
  notifier = openNotifier(db, pino({ level: 'silent' }))
  notifier.onWake(() => {
    wakes++
  })
})
afterEach(async () => {
  await notifier.close()
  await db.close()
  server.close()
  await once(server, 'close')
})

const connected = async (): Promise<void> => {
  await eventually(() => notifier.connected() || undefined, { what: 'it listens', timeoutMs })
}

describe('a wake-up', () => {
  it('is heard in the same process at once, even without a database', () => {
    notifier.changed()
    expect(wakes).toBe(1)
  })

  it('goes to the others, and is not heard again when it comes back', async () => {
    await connected()
    wakes = 0
    notifier.changed()
    const sender = await eventually(() => /notify \w+, '([^']+)'/.exec(said)?.[1], {
      what: 'NOTIFY is sent',
      timeoutMs,
    })
    socket?.write(Buffer.concat([notification(sender), notification('another'), notification(sender)]))
    await eventually(() => (wakes > 1 ? true : undefined), { what: 'the other process is heard', timeoutMs })
    expect(wakes).toBe(2)
  })
})
