import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '@quantumnet/platform'
import type { ZoneRecord } from '@quantumnet/api'
import { ask, type Endpoint } from '../../dns/ask.ts'
import { freeEndpoint } from '../../dns/endpoints.ts'
import type { GeneratedZone } from './generate.ts'

/** Servers of others, with the same zones. */
export interface Peer {
  readonly name: string
  readonly endpoint: Endpoint
  readonly stop: () => Promise<void>
}

const absolute = (name: string): string => (name === '.' ? '.' : `${name}.`)

const dataText = ({ data }: ZoneRecord, type: string): string => {
  if (typeof data !== 'string') {
    if ('target' in data) return [data.priority, data.weight, data.port, absolute(data.target)].join(' ')
    return 'exchange' in data
      ? `${String(data.preference)} ${absolute(data.exchange)}`
      : `${String(data.flags)} ${data.tag} "${data.value}"`
  }
  if (type === 'TXT') return (data.match(/.{1,255}/g) ?? ['']).map((part) => `"${part}"`).join(' ')
  return type === 'CNAME' || type === 'PTR' ? absolute(data) : data
}

/** As our zones are made: SOA and NS by themselves (dns/src/zone/zone.ts). */
const zoneText = ({ name, serial, records, cuts }: GeneratedZone): string =>
  [
    `$ORIGIN ${name}.`,
    `@ 1 SOA ns hostmaster ${String(serial)} 5 5 2419200 1`,
    '@ 3600 NS ns',
    ...records.map((record) => `${record.name} ${String(record.ttl)} ${record.type} ${dataText(record, record.type)}`),
    ...cuts.flatMap((cut) => cut.servers.map((server) => `${cut.name} ${String(cut.ttl)} NS ${server}.`)),
    '',
  ].join('\n')

const writeZones = (folder: string, zones: readonly GeneratedZone[]): void => {
  mkdirSync(folder, { recursive: true })
  for (const zone of zones) writeFileSync(join(folder, `${zone.name}.zone`), zoneText(zone))
}

const start = async (
  name: string,
  folder: string,
  { command, endpoint, zone }: { command: readonly string[]; endpoint: Endpoint; zone: string },
): Promise<Peer> => {
  const log = openSync(join(folder, `${name}.log`), 'a')
  const [file = '', ...args] = command
  const child = spawn(file, args, { stdio: ['ignore', log, log] })
  await eventually(async () => (await ask(endpoint, zone, 'SOA', { timeoutMs: 300 })).answers.length > 0 || undefined, {
    what: `${name} answers`,
    timeoutMs: 20_000,
    failed: () => (child.exitCode === null ? undefined : new Error(`${name} has ended; see ${folder}/${name}.log`)),
  })
  return {
    ...{ name, endpoint },
    stop: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

const indent = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join('\n')

export const startNsd = async (parent: string, zones: readonly GeneratedZone[]): Promise<Peer> => {
  const folder = join(parent, 'nsd')
  writeZones(folder, zones)
  const endpoint = await freeEndpoint()
  const server = [
    ...[
      `ip-address: ${endpoint.address}@${String(endpoint.port)}`,
      'server-count: 1',
      'username: ""',
      `zonesdir: "${folder}"`,
    ],
    ...[
      `zonelistfile: "${folder}/zone.list"`,
      `xfrdfile: "${folder}/xfrd"`,
      `pidfile: "${folder}/nsd.pid"`,
      'database: ""',
    ],
    ...['rrl-ratelimit: 0', 'minimal-responses: yes', `xfrdir: "${folder}"`],
  ]
  const blocks = zones.map(({ name }) => `zone:\n  name: ${name}\n  zonefile: ${name}.zone`)
  const config = join(folder, 'nsd.conf')
  writeFileSync(config, `server:\n${indent(server)}\nremote-control:\n  control-enable: no\n${blocks.join('\n')}\n`)
  return await start('nsd', folder, { command: ['nsd', '-d', '-c', config], endpoint, zone: zones[0]?.name ?? '' })
}

export const startKnot = async (parent: string, zones: readonly GeneratedZone[]): Promise<Peer> => {
  const folder = join(parent, 'knot')
  writeZones(folder, zones)
  const endpoint = await freeEndpoint()
  const config = join(folder, 'knot.conf')
  const lines = [
    ...[
      'server:',
      `  listen: ${endpoint.address}@${String(endpoint.port)}`,
      `  rundir: ${folder}`,
      '  udp-workers: 1',
      '  tcp-workers: 1',
    ],
    ...[
      'control:',
      `  listen: ${folder}/knot.sock`,
      'database:',
      `  storage: ${folder}`,
      'log:',
      '  - target: stderr',
      '    any: error',
    ],
    ...[
      'template:',
      '  - id: default',
      `    storage: ${folder}`,
      '    file: "%s.zone"',
      '    semantic-checks: off',
      '    zonefile-load: whole',
      '    journal-content: none',
    ],
    ...['zone:', ...zones.map(({ name }) => `  - domain: ${name}`)],
    '',
  ]
  writeFileSync(config, lines.join('\n'))
  return await start('knot', folder, { command: ['knotd', '-c', config], endpoint, zone: zones[0]?.name ?? '' })
}
