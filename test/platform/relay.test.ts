import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { eventually } from '@quantumnet/platform'
import { inNamespace } from '../../platform/src/lab/netns.ts'
import { freePort, relayPart } from '../../platform/src/relay/part.ts'
import { describeWithLab, scratchRun } from './scratch.ts'

const LOOPBACK = '127.0.0.1'
const inside = { host: LOOPBACK, port: 7 }
/** Answers what it gets, once the other side has said all of it; and each datagram. */
const ECHO = `
  require('net').createServer({ allowHalfOpen: true }, (socket) => socket.pipe(socket)).listen(7, '127.0.0.1')
  const udp = require('dgram').createSocket('udp4')
  udp.on('message', (text, from) => udp.send('echo ' + text, from.port, from.address)).bind(7, '127.0.0.1')`

const sayAll = async (port: number, text: string): Promise<string> =>
  await new Promise((resolve, reject) => {
    const heard: Buffer[] = []
    const socket = connect({ host: LOOPBACK, port, allowHalfOpen: true }, () => socket.end(text))
    socket.on('data', (chunk: Buffer) => heard.push(chunk))
    socket.on('end', () => {
      resolve(Buffer.concat(heard).toString())
    })
    socket.on('error', reject)
  })

const ask = async (port: number, text: string): Promise<string> => {
  const socket = createSocket('udp4')
  try {
    return await new Promise((resolve, reject) => {
      socket.on('message', (answer) => {
        resolve(answer.toString())
      })
      setTimeout(reject, 1_000, new Error(`no answer to ${text}`))
      socket.send(text, port, LOOPBACK)
    })
  } finally {
    socket.close()
  }
}

describeWithLab('relay into a network namespace', () => {
  let scratch: Awaited<ReturnType<typeof scratchRun>>
  let port: number

  beforeAll(async () => {
    scratch = await scratchRun()
    const { supervisor, namespaces, logDir } = scratch.run
    const enter = inNamespace(await namespaces.add('central'))
    await supervisor.start({
      name: 'echo',
      command: enter([process.execPath, '-e', ECHO]),
      logFile: join(logDir, 'echo.log'),
    })
    port = await freePort(LOOPBACK)
    const listen = { host: LOOPBACK, port }
    const routes = (['tcp', 'udp'] as const).map((protocol) => ({ protocol, listen, to: inside }))
    await supervisor.start(relayPart({ routes, enter, logFile: join(logDir, 'relay.log') }))
    await eventually(async () => await sayAll(port, 'ready').then((heard) => heard || undefined), {
      what: 'the service in the namespace answers',
      timeoutMs: 5_000,
    })
  })
  afterAll(async () => {
    await scratch.end()
  })

  it('carries a connection both ways, and the end of one direction by itself', async () => {
    const text = '0123456789'.repeat(100_000)
    expect(await sayAll(port, text)).toBe(text)
  })

  it('carries datagrams of several clients, each its own answers', async () => {
    const questions = Array.from({ length: 20 }, (_, index) => `question ${String(index)}`)
    expect(await Promise.all(questions.map(async (text) => await ask(port, text)))).toEqual(
      questions.map((text) => `echo ${text}`),
    )
  })

  it('closes a connection when nobody listens inside', async () => {
    await scratch.run.supervisor.stop('echo')
    // An end or a reset: that depends on whether the relay has read what we said.
    expect(await sayAll(port, 'anybody?').catch((error: unknown) => (error as NodeJS.ErrnoException).code)).toMatch(
      /^(|ECONNRESET)$/,
    )
    await scratch.run.supervisor.restart('echo')
  })

  it('serves the same address again after it was killed', async () => {
    scratch.run.supervisor.signal('relay', 'SIGKILL')
    expect(
      await eventually(async () => (await sayAll(port, 'again')) || undefined, { what: 'served', timeoutMs: 5_000 }),
    ).toBe('again')
    expect(await eventually(async () => await ask(port, 'again'), { what: 'served', timeoutMs: 5_000 })).toBe(
      'echo again',
    )
  })
})
