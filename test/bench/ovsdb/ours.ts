// ovsdb-jsonrpc: `load <path>`, or `write <path> <run> <scale>`.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { GroupCommit, Session } from '@quantumnet/ovsdb-jsonrpc'
import type { IndexRequest, Operation, SessionOptions, Tables } from '@quantumnet/ovsdb-jsonrpc'
import { memory } from './memory.ts'
import { say } from './report.ts'
import { addPort, addSwitch, monitored, portsPerSwitch, readSchema } from './workload.ts'

const [mode, path = '', run = '', scale = '1'] = process.argv.slice(2)
const schema = await readSchema()
const columns = { Logical_Switch: ['name'], Logical_Switch_Port: ['external_ids:qn-id'] }
const indexed = columns as unknown as IndexRequest<Tables>
// Typed as for any database: a schema that is read at run time has no generated module.
const options: SessionOptions<Tables, typeof monitored> = {
  schema,
  remotes: [`unix:${path}`],
  monitor: monitored,
  indexes: indexed,
  limits: { inFlight: 64, queued: 100_000 },
  timeouts: { probeMs: 60_000 },
}
const open = (): Session<Tables, typeof monitored> => new Session(options)

const load = async (): Promise<void> => {
  const before = memory()
  const blocks = monitorEventLoopDelay({ resolution: 1 })
  blocks.enable()
  const session = open()
  await session.ready()
  const readyAt = performance.timeOrigin + performance.now()
  await new Promise((resolve) => setTimeout(resolve, 20))
  blocks.disable()
  const after = memory()
  const rows = session.rows('Logical_Switch_Port')
  say({
    readyAt,
    rows: rows.size,
    longestBlockMs: blocks.max / 1e6,
    heapBytes: after.heap - before.heap,
    rssBytes: after.rss - before.rss,
  })
  await session.close()
}

const perSecond = async (count: number, work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work()
  return (count * 1000) / (performance.now() - started)
}

const write = async (): Promise<void> => {
  const session = open()
  await session.ready()
  const transact = async (operations: readonly Operation[]): Promise<unknown> => await session.transact(operations)
  const group = new GroupCommit(session, { maxOperations: 2 * portsPerSwitch })
  let switches = 0
  /** Ports, each as the operations of one transaction, a hundred to a switch that is made here. */
  const ports = async (count: number): Promise<Operation[][]> => {
    const made: Operation[][] = []
    for (let at = 0; at < count; at += 1) {
      if (at % portsPerSwitch === 0) {
        switches += 1
        await transact([addSwitch(`${run} switch ${String(switches)}`)])
      }
      made.push(addPort(switches * portsPerSwitch + (at % portsPerSwitch), `${run} switch ${String(switches)}`, run))
    }
    return made
  }
  const size = (count: number): number => Math.ceil((count * Number(scale)) / portsPerSwitch) * portsPerSwitch
  await Promise.all((await ports(500)).map(transact))

  const serial = await ports(size(2000))
  const serialRate = await perSecond(serial.length, async () => {
    for (const port of serial) await transact(port)
  })
  const flying = await ports(size(5000))
  const flyingRate = await perSecond(flying.length, async () => await Promise.all(flying.map(transact)))
  const batched = await ports(size(10_000))
  const batchedRate = await perSecond(batched.length, async () => {
    for (let at = 0; at < batched.length; at += portsPerSwitch)
      await transact(batched.slice(at, at + portsPerSwitch).flat())
  })
  const grouped = await ports(size(10_000))
  const groupedRate = await perSecond(
    grouped.length,
    async () => await Promise.all(grouped.map(async (port) => await group.transact(port))),
  )
  say({ serial: serialRate, flying: flyingRate, batched: batchedRate, grouped: groupedRate })
  await session.close()
}

await (mode === 'load' ? load() : write())
