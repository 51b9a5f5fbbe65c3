// node scripts/node24.mjs test/bench/dns/main.ts [--quick] [--only=ours,nsd,coredns]
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fileURLToPath } from 'node:url'
import { StateFolder } from '../../../dns/src/state.ts'
import { zoneFromFeed } from '../../../dns/src/zone/feed-zone.ts'
import { which } from '../../../platform/src/process/which.ts'
import { corednsBinary } from '../../dns/endpoints.ts'
import { spell } from '../../dns/endpoints.ts'
import { coredns, nsd, ours, type Scene, type Server } from './servers.ts'
import { feedZones, writeQueries, writeZoneFile } from './zones.ts'

const run = promisify(execFile)
const print = (text: string): void => {
  process.stdout.write(`${text}\n`)
}
const quick = process.argv.includes('--quick')
const only = process.argv
  .find((argument) => argument.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',')
const [projects, vms] = [1000, 100]
const rounds = quick ? 1 : 4
const seconds = quick ? 1 : 3
const [SERVER_CORE, CLIENT_CORE] = ['2', '3']
const IN_FLIGHT = 256

/** The client, built where it is to be had; undefined: it is not. */
const buildFlood = async (folder: string): Promise<string | undefined> => {
  if (which('go') === undefined) return undefined
  const binary = join(folder, 'flood')
  await run('go', ['build', '-o', binary, '.'], {
    cwd: fileURLToPath(new URL('flood', import.meta.url)),
    env: { ...process.env, CGO_ENABLED: '0' },
  })
  return binary
}

interface Figures {
  readonly perSecond: number
  readonly cpuUs: number
  readonly lost: number
}

const flood = async (binary: string, server: Server, queries: string): Promise<Figures> => {
  const before = server.cpuUs()
  const args = ['-c', CLIENT_CORE, binary, spell(server.endpoint), queries, String(seconds), String(IN_FLIGHT)]
  const { stdout } = await run('taskset', args)
  const found = JSON.parse(stdout) as { answers: number; lost: number; seconds: number }
  return {
    perSecond: found.answers / found.seconds,
    cpuUs: (server.cpuUs() - before) / found.answers,
    lost: found.lost,
  }
}

/** Average latency in microseconds at 5,000 questions a second, by dnsperf; undefined without it. */
const latency = async (server: Server, folder: string): Promise<number | undefined> => {
  if (which('dnsperf') === undefined) return undefined
  const { address, port } = server.endpoint
  const args = ['-s', address, '-p', String(port), '-d', join(folder, 'names'), '-Q', '5000', '-l', '3', '-q', '100']
  const { stdout } = await run('taskset', ['-c', CLIENT_CORE, 'dnsperf', ...args])
  const average = /Average Latency \(s\):\s+([\d.]+)/.exec(stdout)?.[1]
  return average === undefined ? undefined : Number(average) * 1e6
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
const best = (values: readonly number[]): number => Math.max(...values)

const report = (name: string, figures: readonly Figures[], more: string): void => {
  const rates = figures.map(({ perSecond }) => perSecond)
  print(
    `${name.padEnd(8)} ${best(rates).toFixed(0).padStart(8)} q/s best, ${median(rates).toFixed(0).padStart(8)} median; ` +
      `${median(figures.map(({ cpuUs }) => cpuUs)).toFixed(2)} us CPU per answer; lost ${String(figures.reduce((sum, { lost }) => sum + lost, 0))}; ${more}`,
  )
}

const prepare = async (folder: string): Promise<Scene> => {
  const scene: Scene = {
    ...{ folder, zoneFile: writeZoneFile(folder, projects, vms), core: SERVER_CORE },
    known: 'vm-000.proj-0000.internal',
  }
  const state = join(folder, 'state')
  mkdirSync(state)
  const store = await StateFolder.open(state)
  const zones = [{ name: 'internal', serial: 1, records: [] }, ...feedZones(projects, vms)]
  for (const zone of zones) await store.putZone(zoneFromFeed(zone))
  await store.putList({ position: null, zones: zones.map(({ name }) => name) })
  return scene
}

/** What is started from disk has run before, and left there what it had compiled as well. */
const restarted = async (scene: Scene): Promise<Server> => {
  const first = await ours(scene)
  await first.stop()
  return await ours(scene)
}

/** Every server that is to be had here. */
const startAll = async (scene: Scene): Promise<Server[]> => {
  const core = await corednsBinary()
  const starters: readonly (readonly [name: string, isHere: boolean, start: () => Promise<Server>])[] = [
    ['ours', true, async () => await restarted(scene)],
    ['nsd', which('nsd') !== undefined, async () => await nsd(scene)],
    ['coredns', core !== undefined, async () => await coredns(scene, core ?? '')],
  ]
  const servers: Server[] = []
  for (const [name, isHere, start] of starters) {
    if (!isHere) print(`${name} is not to be had here: left out`)
    else if (only?.includes(name) !== false) servers.push(await start())
  }
  return servers
}

const reportAll = async (folder: string, figures: ReadonlyMap<Server, readonly Figures[]>): Promise<void> => {
  for (const [server, of] of figures) {
    const average = quick ? undefined : await latency(server, folder)
    const more = [
      `${server.rssMb().toFixed(0)} MB`,
      `first answer after ${server.startMs.toFixed(0)} ms`,
      ...(average === undefined ? [] : [`${average.toFixed(0)} us at 5,000 q/s`]),
    ]
    report(server.name, of, more.join(', '))
  }
}

const loads = (): string =>
  loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')

const main = async (): Promise<void> => {
  const folder = mkdtempSync('/tmp/qn-bench-dns-')
  try {
    const binary = await buildFlood(folder)
    if (binary === undefined) throw new Error('go is missing, and the client is built with it')
    const scene = await prepare(folder)
    const queries = writeQueries(folder, projects, vms)
    const servers = await startAll(scene)
    print(`${String(cpus().length)} × ${cpus()[0]?.model ?? ''}, load ${loads()}, ${String(projects * vms)} names`)
    // Once for nothing: what is kept as bytes is kept by the first question.
    for (const server of servers) await flood(binary, server, queries)
    const figures = new Map<Server, Figures[]>(servers.map((server) => [server, []]))
    for (let round = 0; round < rounds; round++)
      for (const [server, of] of figures) of.push(await flood(binary, server, queries))
    await reportAll(folder, figures)
    print(`load ${loads()}`)
    for (const server of servers) await server.stop()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

await main()
