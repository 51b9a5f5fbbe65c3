import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '@quantumnet/platform'
import { nodeCommand } from '../../../platform/src/sources.ts'
import { ask, type Endpoint } from '../../dns/ask.ts'
import { freeEndpoint, spell } from '../../dns/endpoints.ts'

/** The servers of the comparison, each a process of its own on one core. */

export interface Server {
  readonly name: string
  readonly endpoint: Endpoint
  /** from its start to its first right answer */
  readonly startMs: number
  /** CPU time of all its processes so far, in microseconds */
  readonly cpuUs: () => number
  /** resident memory of all its processes, in megabytes */
  readonly rssMb: () => number
  readonly stop: () => Promise<void>
}

export interface Scene {
  readonly folder: string
  readonly zoneFile: string
  /** core that servers run on */
  readonly core: string
  /** a name that is there */
  readonly known: string
}

const statOf = (pid: number): { parent: number; ticks: number; pages: number } => {
  const fields =
    readFileSync(`/proc/${String(pid)}/stat`, 'latin1')
      .split(') ')[1]
      ?.split(' ') ?? []
  return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]), pages: Number(fields[21]) }
}

/** A process and what it has started, of those that are there. */
const family = (root: number): ReturnType<typeof statOf>[] => {
  const all = readdirSync('/proc').flatMap((entry) => {
    const pid = Number(entry)
    if (!Number.isInteger(pid)) return []
    try {
      return [{ pid, ...statOf(pid) }]
    } catch {
      return []
    }
  })
  const members = new Set([root])
  for (let size = 0; size !== members.size;) {
    size = members.size
    for (const { pid, parent } of all) if (members.has(parent)) members.add(pid)
  }
  return all.filter(({ pid }) => members.has(pid))
}

const TICK_US = 10_000
const PAGE_BYTES = 4096

export const startServer = async (
  { folder, core, known }: Scene,
  {
    name,
    command,
    env,
    endpoint,
  }: { name: string; command: readonly string[]; env?: Record<string, string>; endpoint: Endpoint },
): Promise<Server> => {
  const log = openSync(join(folder, `${name}.log`), 'a')
  const started = performance.now()
  const child: ChildProcess = spawn('taskset', ['-c', core, ...command], {
    stdio: ['ignore', log, log],
    env: { PATH: process.env['PATH'], ...env },
  })
  const pid = child.pid ?? 0
  await eventually(async () => (await ask(endpoint, known, 'A', { timeoutMs: 200 })).answers.length > 0 || undefined, {
    what: `${name} answers`,
    timeoutMs: 60_000,
    failed: () => (child.exitCode === null ? undefined : new Error(`${name} ended; see ${folder}/${name}.log`)),
  })
  return {
    ...{ name, endpoint, startMs: performance.now() - started },
    cpuUs: () => family(pid).reduce((sum, { ticks }) => sum + ticks * TICK_US, 0),
    rssMb: () => family(pid).reduce((sum, { pages }) => sum + (pages * PAGE_BYTES) / 2 ** 20, 0),
    stop: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Ours, from what a run before has left on disk: without a server to follow. */
export const ours = async (scene: Scene, workers = 1): Promise<Server> => {
  const endpoint = await freeEndpoint()
  const token = join(scene.folder, 'token')
  writeFileSync(token, 'none\n')
  return await startServer(scene, {
    ...{ name: 'ours', endpoint, command: nodeCommand('dns/src/main.ts') },
    env: {
      QUANTUMNET_ENDPOINT: `http://${spell(await freeEndpoint())}`,
      QUANTUMNET_TOKEN_FILE: token,
      QUANTUMNET_DNS_LISTEN: spell(endpoint),
      QUANTUMNET_DNS_STATE: join(scene.folder, 'state'),
      QUANTUMNET_DNS_TRANSFER_TO: '127.0.0.0/8',
      QUANTUMNET_DNS_WORKERS: String(workers),
      QUANTUMNET_LOG_LEVEL: 'warn',
    },
  })
}

export const nsd = async (scene: Scene): Promise<Server> => {
  const endpoint = await freeEndpoint()
  const folder = join(scene.folder, 'nsd')
  mkdirSync(folder, { recursive: true })
  const config = join(folder, 'nsd.conf')
  const server = [
    ...[
      `ip-address: ${endpoint.address}@${String(endpoint.port)}`,
      'server-count: 1',
      'username: ""',
      `zonesdir: "${folder}"`,
    ],
    ...[`zonelistfile: "${folder}/zone.list"`, `xfrdfile: "${folder}/xfrd"`, `pidfile: "${folder}/nsd.pid"`],
    // Debian's build limits answers to 200 per second and block of addresses.
    ...['database: ""', 'rrl-ratelimit: 0', 'rrl-whitelist-ratelimit: 0', `xfrdir: "${folder}"`],
  ]
  const zone = ['name: internal', `zonefile: "${scene.zoneFile}"`]
  const indent = (lines: string[]): string => lines.map((line) => `  ${line}`).join('\n')
  writeFileSync(config, `server:\n${indent(server)}\nremote-control:\n  control-enable: no\nzone:\n${indent(zone)}\n`)
  return await startServer(scene, { name: 'nsd', endpoint, command: ['nsd', '-d', '-c', config] })
}

export const coredns = async (scene: Scene, binary: string): Promise<Server> => {
  const endpoint = await freeEndpoint()
  const corefile = join(scene.folder, 'Corefile')
  const port = String(endpoint.port)
  writeFileSync(
    corefile,
    `internal:${port} {\n  bind ${endpoint.address}\n  bufsize 1232\n  file ${scene.zoneFile}\n}\n`,
  )
  return await startServer(scene, {
    ...{ name: 'coredns', endpoint, command: [binary, '-conf', corefile] },
    env: { GOMAXPROCS: '1' },
  })
}
