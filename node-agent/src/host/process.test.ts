import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { describe, expect, it } from '@jest/globals'
import { udpListeners } from './process.ts'

describe('udpListeners', () => {
  it('names the addresses at one port', async () => {
    const sockets = [createSocket('udp4'), createSocket('udp4')]
    const [first, second] = sockets as [(typeof sockets)[0], (typeof sockets)[0]]
    await once(first.bind(0, '127.3.2.1'), 'listening')
    const { port } = first.address()
    await once(second.bind(port, '127.1.2.3'), 'listening')
    const self = { pid: process.pid, started: '' }
    expect([...udpListeners(self, port)].sort()).toEqual(['127.1.2.3', '127.3.2.1'])
    for (const socket of sockets) socket.close()
    expect(udpListeners({ pid: 0, started: '' }, port)).toEqual([])
  })
})
