import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { eventually } from '@quantumnet/platform'
import { which } from '../../../platform/src/process/which.ts'
import { ask, type Endpoint } from '../../dns/ask.ts'
import { DnsLab, freeEndpoint, spell } from '../../dns/dns-lab.ts'
import { zoneOf } from '../../dns/feed-double.ts'

const wanted = [
  ['knotd', 'knot'],
  ['nsd', 'nsd'],
  ['dig', 'bind9-dnsutils'],
] as const
const missing = wanted.flatMap(([program, pack]) => (which(program) === undefined ? [pack] : []))
if (missing.length > 0) process.stderr.write(`skipped, for want of Debian packages: ${missing.join(', ')}\n`)
const suite = missing.length > 0 ? describe.skip : describe
const run = promisify(execFile)

const secretOf = (fill: number, bytes: number): string => Buffer.alloc(bytes, fill).toString('base64')
const [SHORT, LONG] = [secretOf(0x5a, 32), secretOf(0x33, 64)]
const ZONE = 'demo.internal'
const HOSTS = 5000
const at = ({ address, port }: Endpoint): string => `${address}@${String(port)}`
const addressOf = (index: number): string => `10.0.${String(index >> 8)}.${String(index & 255)}`

/** Nobody is let in by address: what is copied here is copied by who has a key (RFC 8945), in messages that are each signed. */
suite('zones of who signs, with others’ programs', () => {
  let lab: DnsLab
  let nsd: Endpoint
  const children: ChildProcess[] = []
  const hosts = Object.fromEntries(
    Array.from({ length: HOSTS }, (_, index) => [`vm${String(index)}`, addressOf(index)]),
  )

  const start = (name: string, command: readonly string[]): void => {
    const log = openSync(join(lab.folder, `${name}.log`), 'a')
    const [file = '', ...args] = command
    children.push(spawn(file, args, { stdio: ['ignore', log, log] }))
  }
  const startKnot = (): void => {
    const folder = join(lab.folder, 'knot')
    mkdirSync(folder)
    const config = join(folder, 'knot.conf')
    writeFileSync(
      config,
      [
        ...['server:', `  listen: ${at(lab.notify)}`, `  rundir: ${folder}`],
        ...['control:', `  listen: ${folder}/knot.sock`, 'database:', `  storage: ${folder}`],
        ...['log:', '  - target: stderr', '    any: info'],
        ...['key:', '  - id: knot.example', '    algorithm: hmac-sha512', `    secret: ${LONG}`],
        ...['remote:', '  - id: primary', `    address: ${at(lab.primary)}`, '    key: knot.example'],
        // Who notifies has to sign as well.
        ...['acl:', '  - id: told', '    key: knot.example', '    action: notify'],
        ...['template:', '  - id: default', `    storage: ${folder}`],
        ...['zone:', `  - domain: ${ZONE}`, '    master: primary', '    acl: told', ''],
      ].join('\n'),
    )
    start('knot', ['knotd', '-c', config])
  }
  const startNsd = (): void => {
    const folder = join(lab.folder, 'nsd')
    mkdirSync(folder)
    const config = join(folder, 'nsd.conf')
    const primary = at(lab.primary)
    writeFileSync(
      config,
      [
        ...['server:', `  ip-address: ${at(nsd)}`, '  server-count: 1', '  username: ""', '  verbosity: 2'],
        ...[`  zonesdir: "${folder}"`, `  zonelistfile: "${folder}/zone.list"`, `  xfrdfile: "${folder}/xfrd"`],
        ...[`  pidfile: "${folder}/nsd.pid"`, '  database: ""', `  xfrdir: "${folder}"`, '  rrl-ratelimit: 0'],
        ...['remote-control:', '  control-enable: no'],
        ...['key:', '  name: nsd.example', '  algorithm: hmac-sha256', `  secret: "${SHORT}"`],
        ...['zone:', `  name: ${ZONE}`, `  request-xfr: ${primary} nsd.example`],
        ...['  allow-notify: 127.0.0.1 nsd.example', ''],
      ].join('\n'),
    )
    start('nsd', ['nsd', '-d', '-c', config])
  }
  const untilAt = async (server: Endpoint, name: string, address: string): Promise<void> => {
    const answer = `${name}.${ZONE} A ${address}`
    await eventually(
      async () => {
        const { answers } = await ask(server, `${name}.${ZONE}`, 'A', { timeoutMs: 500 })
        return answers.includes(answer) ? true : undefined
      },
      { what: `${spell(server)} answers ${answer}`, timeoutMs: 30_000 },
    )
  }
  const dig = async (...args: string[]): Promise<string> => {
    const server = [`@${lab.primary.address}`, '-p', String(lab.primary.port), '+time=5', '+tries=1']
    const { stdout } = await run('dig', [...server, ...args], { maxBuffer: 1 << 24 })
    return stdout
  }

  beforeAll(async () => {
    lab = await DnsLab.open()
    nsd = await freeEndpoint()
    const keys = join(lab.folder, 'keys')
    const lines = [
      `key "nsd.example" { algorithm hmac-sha256; secret "${SHORT}"; };`,
      `key "knot.example" { algorithm hmac-sha512; secret "${LONG}"; };`,
      `key "elsewhere.example" { algorithm hmac-sha384; secret "${LONG}"; };`,
    ]
    writeFileSync(keys, lines.join('\n'))
    lab.feed.put(zoneOf(ZONE, 7, hosts))
    await lab.startPrimary({
      workers: 2,
      env: {
        QUANTUMNET_DNS_TSIG_KEYS_FILE: keys,
        QUANTUMNET_DNS_TRANSFER_TO: 'key:knot.example, 127.0.0.0/8 key:nsd.example, 192.0.2.0/24 key:elsewhere.example',
        QUANTUMNET_DNS_NOTIFY: `${spell(lab.notify)} key:knot.example, ${spell(nsd)} key:nsd.example`,
      },
    })
    startKnot()
    startNsd()
  }, 60_000)
  afterAll(async () => {
    for (const child of children) {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    }
    await lab.close()
  })

  it('are given to dig, and verified by it, message by message', async () => {
    for (const key of [`hmac-sha256:nsd.example:${SHORT}`, `hmac-sha512:knot.example:${LONG}`]) {
      const transfer = await dig('-y', key, ZONE, 'AXFR')
      expect(transfer.match(/^vm\d+\.demo\.internal\.\s/gm)).toHaveLength(HOSTS)
      // One for each message, and none that dig found wrong: it would say so and stop.
      expect(transfer.match(/\sTSIG\s/g)?.length).toBeGreaterThan(5)
      expect(transfer).not.toMatch(/verify|NOTAUTH|BADSIG|failed/i)
    }
  })

  it('answer dig over UDP too', async () => {
    const answer = await dig('-y', `hmac-sha256:nsd.example:${SHORT}`, `vm1.${ZONE}`, 'A')
    expect(answer).toMatch(/status: NOERROR[^]*vm1\.demo\.internal\.\s+5\s+IN\s+A\s+10\.0\.0\.1/)
    expect(answer).not.toMatch(/verify|NOTAUTH/i)
  })

  it.each([
    ['nobody', []],
    ['who has another secret', ['-y', `hmac-sha256:nsd.example:${secretOf(1, 32)}`]],
    ['who names a key that we do not have', ['-y', `hmac-sha256:other.example:${SHORT}`]],
    ['who uses another algorithm', ['-y', `hmac-sha512:nsd.example:${SHORT}`]],
    ['who has a key of other addresses', ['-y', `hmac-sha384:elsewhere.example:${LONG}`]],
  ])('are not given to %s', async (_, args) => {
    expect(await dig(...args, ZONE, 'AXFR')).toMatch(/Transfer failed/)
  })

  it('are copied by NSD and Knot, which take only a NOTIFY that is signed', async () => {
    await Promise.all([untilAt(lab.notify, 'vm4999', addressOf(4999)), untilAt(nsd, 'vm4999', addressOf(4999))])
    lab.feed.put(zoneOf(ZONE, 8, { ...hosts, vm1: '10.9.9.9' }))
    await Promise.all([untilAt(lab.notify, 'vm1', '10.9.9.9'), untilAt(nsd, 'vm1', '10.9.9.9')])
    const knot = readFileSync(join(lab.folder, 'knot.log'), 'utf8')
    // Its access list asks for the key, so what it let in was signed.
    expect(knot).toMatch(/notify, incoming/)
    expect(knot).toMatch(/IXFR, incoming[^\n]*finished/)
  }, 90_000)

  it('leave no secret in a log', () => {
    const log = readFileSync(join(lab.folder, 'dns.log'), 'utf8')
    expect(log).toContain('answering')
    for (const secret of [SHORT, LONG]) expect(log).not.toContain(secret.slice(0, 16))
  })
})
