import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { describe, expect, it } from '@jest/globals'
import { isAlive, processesIn, udpListeners } from './process.ts'

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

describe('processesIn', () => {
  // Any file of nsfs will do for a name; on its own network namespace a process may always look.
  const own = '../../proc/self/ns/net'

  it('finds by the last words of the command, and in that namespace only', async () => {
    const child = spawn('sleep', ['30', '31'], { stdio: 'ignore' })
    await once(child, 'spawn')
    try {
      const found = processesIn(own, ['30', '31'])
      expect(found.map(({ pid }) => pid)).toContain(child.pid)
      expect(found.every(isAlive)).toBe(true)
      expect(processesIn(own, ['sleep', '30']).map(({ pid }) => pid)).not.toContain(child.pid)
      expect(processesIn('no-such-namespace', ['30', '31'])).toEqual([])
    } finally {
      child.kill()
    }
  })
})
