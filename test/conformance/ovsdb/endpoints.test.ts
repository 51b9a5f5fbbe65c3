import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { randomUuid } from '@quantumnet/ovsdb-jsonrpc'
import type { TlsFiles } from '@quantumnet/ovsdb-jsonrpc'
import { eventually } from '@quantumnet/platform'
import { run, startOvsdb } from '../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../harness/ovsdb.ts'
import { closeSessions, kinds, kindsServer, openSession } from './kinds.ts'

let folder: string
const at = (name: string): string => join(folder, name)

const openssl = async (...args: string[]): Promise<void> => {
  await run('openssl', ...args)
}

/** A key, and a certificate for it that the CA of that name signed. */
const issue = async (name: string, ca: string): Promise<void> => {
  const subject = ['-subj', `/CN=${name}`]
  await openssl(
    'req',
    '-new',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    ...subject,
    '-keyout',
    at(`${name}.key`),
    '-out',
    at(`${name}.csr`),
  )
  await openssl(
    'x509',
    '-req',
    '-in',
    at(`${name}.csr`),
    '-CA',
    at(`${ca}.pem`),
    '-CAkey',
    at(`${ca}.key`),
    '-days',
    '2',
    '-out',
    at(`${name}.pem`),
  )
}

const makeCa = async (name: string): Promise<void> => {
  const subject = ['-subj', `/CN=${name}`]
  await openssl(
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    ...subject,
    '-days',
    '2',
    '-keyout',
    at(`${name}.key`),
    '-out',
    at(`${name}.pem`),
  )
}

/** A port of the loopback that nobody has at the moment. */
const freePort = async (): Promise<number> => {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

const filesOf = (name: string, ca = 'ca'): TlsFiles => ({
  keyFile: at(`${name}.key`),
  certFile: at(`${name}.pem`),
  caFile: at(`${ca}.pem`),
})

let server: OvsdbServer
let ssl: number
let tcp: number

beforeAll(async () => {
  folder = await mkdtemp('/tmp/qo-')
  await Promise.all([makeCa('ca'), makeCa('stranger')])
  await Promise.all([issue('server', 'ca'), issue('client', 'ca'), issue('intruder', 'stranger')])
  ssl = await freePort()
  tcp = await freePort()
  server = await startOvsdb({
    ...kindsServer,
    args: [
      `--remote=pssl:${String(ssl)}:127.0.0.1`,
      `--remote=ptcp:${String(tcp)}:127.0.0.1`,
      `--private-key=${at('server.key')}`,
      `--certificate=${at('server.pem')}`,
      `--ca-cert=${at('ca.pem')}`,
    ],
  })
}, 30_000)
afterEach(closeSessions)
afterAll(async () => {
  await server.remove()
  await rm(folder, { recursive: true, force: true })
})

it.each([
  ['tcp', () => `tcp:127.0.0.1:${String(tcp)}`, undefined],
  ['ssl, any name in the certificate', () => `ssl:127.0.0.1:${String(ssl)}`, undefined],
  ['ssl, with the name that the certificate has', () => `ssl:127.0.0.1:${String(ssl)}`, 'server'],
])('works over %s', async (_name, remote, serverName) => {
  const tls = { ...filesOf('client'), ...(serverName === undefined ? {} : { serverName }) }
  const session = openSession([remote()], { tls })
  await session.ready()
  const uuid = randomUuid<'Pair'>()
  await session.transact([kinds.insert('Pair', uuid, { left: uuid, external_ids: { filler: 'x'.repeat(100_000) } })])
  expect(session.get('Pair', uuid)?.left).toBe(uuid)
})

it.each<[string, () => { tls?: TlsFiles }, RegExp]>([
  ['a server that another CA signed', () => ({ tls: filesOf('client', 'stranger') }), /certificate|self-signed/],
  ['a server of another name', () => ({ tls: { ...filesOf('client'), serverName: 'elsewhere' } }), /elsewhere/],
  ['a client that another CA signed', () => ({ tls: filesOf('intruder') }), /alert|closed|reset|hang up/],
  ['no certificates', () => ({}), /needs the tls option/],
  ['files that are not there', () => ({ tls: filesOf('nobody') }), /nobody\.(key|pem)/],
])('does not connect with %s', async (_name, options, reason) => {
  const reasons: unknown[] = []
  const session = openSession([`ssl:127.0.0.1:${String(ssl)}`], {
    ...options(),
    log: (_level, _message, fields) => reasons.push(fields['reason']),
  })
  await eventually(() => reasons[0], { what: 'it tried', timeoutMs: 5000 })
  expect(reasons[0]).toMatch(reason)
  expect(session.live).toBe(false)
})

it('reads certificates again at the next connect', async () => {
  await issue('renewed', 'stranger')
  let refusals = 0
  const session = openSession([`ssl:127.0.0.1:${String(ssl)}`], {
    tls: filesOf('renewed'),
    log: (_level, message) => {
      if (message === 'OVSDB server not usable') refusals += 1
    },
  })
  await eventually(() => (refusals > 0 ? true : undefined), { what: 'it is refused', timeoutMs: 5000 })
  expect(session.live).toBe(false)
  await issue('renewed', 'ca')
  await session.ready()
})

describe('a server that takes connections and says nothing', () => {
  let mute: Server
  let remote: string

  beforeEach(async () => {
    mute = createServer((socket) => socket.on('error', () => undefined))
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
    remote = `ssl:127.0.0.1:${String((mute.address() as AddressInfo).port)}`
  })
  afterEach(() => {
    mute.close()
  })

  it('is given up when TLS takes too long', async () => {
    const reasons: unknown[] = []
    openSession([remote], {
      tls: filesOf('client'),
      timeouts: { connectMs: 50 },
      log: (_level, _message, fields) => reasons.push(fields['reason']),
    })
    await eventually(() => reasons[0], { what: 'it is given up', timeoutMs: 5000 })
    expect(reasons[0]).toBe('not connected within 50 ms')
  })

  it('does not keep a session from being closed', async () => {
    const session = openSession([remote], { tls: filesOf('client') })
    const connected = once(mute, 'connection')
    await connected
    await session.close()
    expect(session.live).toBe(false)
  })
})

it('a session can be closed at any moment', async () => {
  for (let at = 0; at < 30; at += 1) {
    const session = openSession([server.remote])
    for (let turn = 0; turn < at; turn += 1) await new Promise(setImmediate)
    await session.close()
    expect(session.live).toBe(false)
  }
})
