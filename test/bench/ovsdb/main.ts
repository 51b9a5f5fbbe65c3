// node scripts/node24.mjs test/bench/ovsdb/main.ts [--quick] [--only=ours,floor,python,libovsdb]
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Session } from '@quantumnet/ovsdb-jsonrpc'
import { startOvsdb } from '../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../harness/ovsdb.ts'
import { header, line } from './report.ts'
import type { Measured } from './report.ts'
import { BookedWire } from './wire.ts'
import { addPort, addSwitch, portsPerSwitch, readSchema, schemaFile } from './workload.ts'

const run = promisify(execFile)
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const quick = process.argv.includes('--quick')
const only = process.argv
  .find((argument) => argument.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',')
const repeats = quick ? 1 : 5
const ports = quick ? 1000 : 50_000
const scale = quick ? 0.05 : 1

const print = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

/** A client of the comparison: how it is started with a mode and its arguments. */
interface Client {
  readonly name: string
  readonly command: readonly string[]
  readonly loads: boolean
  readonly writes: boolean
}

const works = async (program: string, ...args: string[]): Promise<boolean> => {
  try {
    await run(program, args)
    return true
  } catch {
    return false
  }
}

const node = (entry: string): string[] => [process.execPath, '--expose-gc', here(entry)]

const findClients = async (folder: string): Promise<Client[]> => {
  const clients: Client[] = [
    { name: 'floor', command: node('floor.ts'), loads: true, writes: false },
    { name: 'ours', command: node('ours.ts'), loads: true, writes: true },
  ]
  const wanted = (name: string): boolean => only === undefined || only.includes(name)
  if (wanted('python')) {
    // Debian's package is for Debian's interpreter, not for one that stands before it in PATH.
    if (await works('/usr/bin/python3', '-c', 'import ovs.db.idl')) {
      clients.push({ name: 'python', command: ['/usr/bin/python3', here('peer.py')], loads: true, writes: true })
    } else print('python3-openvswitch is not installed: left out')
  }
  if (wanted('libovsdb')) {
    const binary = join(folder, 'libovsdb')
    if (await works('go', 'build', '-C', here('libovsdb'), '-o', binary, '.')) {
      clients.push({ name: 'libovsdb', command: [binary], loads: true, writes: true })
    } else print('go, or libovsdb by its version, is not to be had: left out')
  }
  return clients
}

const ask = async ({ command }: Client, ...args: string[]): Promise<Measured> => {
  const [program = '', ...before] = command
  const { stdout } = await run(program, [...before, ...args], { timeout: 300_000 })
  return JSON.parse(stdout) as Measured
}

const fill = async (server: OvsdbServer): Promise<void> => {
  const session = new Session({ schema: await readSchema(), remotes: [server.remote], monitor: {} })
  await session.ready()
  for (let at = 0; at < ports; at += portsPerSwitch) {
    const parent = `load ${String(at)}`
    const added = Array.from({ length: portsPerSwitch }, (_, number) => addPort(at + number, parent, 'load')).flat()
    await session.transact([addSwitch(parent), ...added])
  }
  await session.close()
}

/** Results by client, then by what was measured, one for each repeat. */
type Results = Map<string, Record<string, number[]>>

const note = (results: Results, name: string, measured: Measured): void => {
  const known = results.get(name) ?? {}
  for (const [what, value] of Object.entries(measured)) (known[what] ??= []).push(value)
  results.set(name, known)
}

const measureLoad = async (client: Client, wire: BookedWire): Promise<Measured> => {
  const args = client.name === 'floor' ? [wire.path] : ['load', wire.path]
  const { readyAt = Number.NaN, rows, ...measured } = await ask(client, ...args)
  if (rows !== ports) throw new Error(`${client.name} has ${String(rows)} of ${String(ports)} rows`)
  const { at, bytes } = wire.snapshotAt()
  return { ...measured, bytes, loadMs: readyAt - at }
}

const measureLoads = async (clients: readonly Client[], server: OvsdbServer): Promise<Results> => {
  const results: Results = new Map()
  await fill(server)
  const wire = new BookedWire(server.socket)
  try {
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      for (const client of clients.filter(({ loads }) => loads)) {
        note(results, client.name, await measureLoad(client, wire))
      }
    }
  } finally {
    await wire.close()
  }
  return results
}

const measureWrites = async (clients: readonly Client[], server: OvsdbServer): Promise<Results> => {
  const results: Results = new Map()
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const client of clients.filter(({ writes }) => writes)) {
      note(
        results,
        client.name,
        await ask(client, 'write', server.socket, `${client.name}${String(repeat)}`, String(scale)),
      )
    }
  }
  return results
}

const table = (results: Results, what: string, against: string, unit = 1): string[] =>
  [...results].flatMap(([name, measured]) => {
    const values = measured[what]?.map((value) => value / unit)
    return values === undefined
      ? []
      : [
          line(
            name,
            values,
            results.get(against)?.[what]?.map((value) => value / unit),
          ),
        ]
  })

const reportLoads = (results: Results): void => {
  print(header(`Load of ${String(ports)} logical switch ports, ms from the first byte of the snapshot`, 'floor'))
  for (const row of table(results, 'loadMs', 'floor')) print(row)
  print(header('Longest block of the event loop during the load, ms', 'floor'))
  for (const row of table(results, 'longestBlockMs', 'floor')) print(row)
  print(header('Memory per 10,000 rows, MB of heap', 'floor'))
  for (const row of table(results, 'heapBytes', 'floor', (1e6 * ports) / 1e4)) print(row)
  print(header('Memory per 10,000 rows, MB of the process', 'floor'))
  for (const row of table(results, 'rssBytes', 'floor', (1e6 * ports) / 1e4)) print(row)
}

const writeModes = {
  serial: '1 to a transaction, one after the other',
  flying: '1 to a transaction, 64 in flight',
  batched: '100 to a transaction, one after the other',
  grouped: '1 to a transaction, group commit',
}

const reportWrites = (model: string, results: Results): void => {
  for (const [mode, title] of Object.entries(writeModes)) {
    const rows = mode === 'grouped' ? [] : table(results, mode, 'libovsdb')
    if (rows.length > 0) print(`${header(`${model}: ports/s, ${title}`, 'libovsdb')}\n${rows.join('\n')}`)
  }
  const { grouped = [], batched = [] } = results.get('ours') ?? {}
  print(`${header(`${model}: ports/s, ${writeModes.grouped}`, 'by hand')}\n${line('ours', grouped, batched)}`)
}

/** The server goes away whatever a client does. */
const withServer = async (clustered: boolean, use: (server: OvsdbServer) => Promise<void>): Promise<void> => {
  const server = await startOvsdb({ schema: schemaFile, database: 'OVN_Northbound', clustered })
  try {
    await use(server)
  } finally {
    await server.remove()
  }
}

const measure = async (folder: string): Promise<void> => {
  const clients = await findClients(folder)
  await withServer(true, async (server) => {
    reportLoads(await measureLoads(clients, server))
  })
  for (const { model, clustered } of [
    { model: 'standalone', clustered: false },
    { model: 'one-node cluster', clustered: true },
  ]) {
    await withServer(clustered, async (server) => {
      reportWrites(model, await measureWrites(clients, server))
    })
  }
}

const { length: cores, 0: cpu } = cpus()
const machine = `${String(cores)} × ${cpu?.model ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}`
const load = (): string => loadavg().map((average) => average.toFixed(1)).join(' ') // prettier-ignore
print(`${machine}, ${String(repeats)} repeats, load before: ${load()}`)
const folder = await mkdtemp('/tmp/qo-')
try {
  await measure(folder)
} finally {
  await rm(folder, { recursive: true, force: true })
}
print(`\nload after: ${load()}`)
