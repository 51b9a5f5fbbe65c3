import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { openDb } from './pool.ts'

/** A PostgreSQL that lets everybody in and then says nothing: AuthenticationOk and ReadyForQuery (PostgreSQL documentation 54.7). */
const WELCOME = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49])

let silent: Server
let sockets: Socket[]
let url: string
beforeEach(async () => {
  sockets = []
  silent = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => socket.write(WELCOME))
  })
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  url = `postgres://user@127.0.0.1:${String((silent.address() as AddressInfo).port)}/db`
})
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  silent.close()
  await once(silent, 'close')
})

describe('a database that does not answer', () => {
  const open = (): ReturnType<typeof openDb> => openDb({ url, max: 2, answerMs: 100, onIdleError: () => undefined })

  it.each(['query', 'tx'] as const)(
    '%s: is unavailable after a while, and the connection is given up',
    async (kind) => {
      const db = open()
      const call = kind === 'query' ? db.query('select 1') : db.tx(async (tx) => await tx.query('select 1'))
      await expect(call).rejects.toMatchObject({ code: 'unavailable' })
      const [socket] = sockets
      if (socket !== undefined && !socket.closed) await once(socket, 'close')
      expect(sockets).toHaveLength(1)
      await db.close()
    },
  )
})
