import { randomUUID } from 'node:crypto'
import { Coalescer, ipam } from '@quantumnet/server/app'
import { ipAt, openScene, type Scene } from './scene.ts'

/** Allocations per second by several clients, beside the least that a database can do for them; see ../README.md. */

const CLIENTS = [1, 8, 32] as const
const SECONDS = process.argv.includes('--quick') ? 0.5 : 2
const TURNS = process.argv.includes('--quick') ? 3 : 5

type Work = (client: number) => Promise<unknown>

interface Rate {
  readonly perSecond: number
  /** The longest that one operation took. Where the disk keeps a commit waiting, a turn measures the disk. */
  readonly longestMs: number
}

/** Runs `work` again and again for each client. @param most operations, for a subnet that would be full before */
const rate = async (clients: number, work: Work, most = Infinity): Promise<Rate> => {
  let done = 0
  let longestMs = 0
  const start = performance.now()
  const end = start + SECONDS * 1000
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (performance.now() < end && done < most) {
        done++
        const began = performance.now()
        await work(client)
        longestMs = Math.max(longestMs, performance.now() - began)
      }
    }),
  )
  return { perSecond: done / ((performance.now() - start) / 1000), longestMs }
}

interface Owned {
  readonly owner: string
  readonly ip: string
}

interface Allocator {
  readonly allocate: () => Promise<Owned>
  readonly release: (owned: Owned) => Promise<void>
}

/** As the server does: what waits at the same time shares a transaction. */
const allocatorOf = ({ db, subnet, project }: Scene): Allocator => {
  const hints = new ipam.AddressHints()
  const shared = { lanes: 2, most: 128, bound: 10_000, keysOf: () => [] }
  const taking = new Coalescer<string, Owned>({
    ...shared,
    run: async (owners) =>
      await db.tx(async (tx) => {
        const taken = await ipam.requireAddresses(
          tx,
          hints,
          owners.map((id) => ({
            ...{ owner: { kind: 'port', id }, project, type: 'dynamic', pointer: '' },
            place: { kind: 'any', subnets: [subnet] },
          })),
        )
        return taken.map(({ ip }, index) => ({ owner: owners[index] ?? '', ip }))
      }),
  })
  // First phase: the command gives back. Nobody waits for the second.
  const releasing = new Coalescer<Owned, true>({
    ...shared,
    run: async (owned) => {
      const owners = owned.map(({ owner }) => owner)
      await ipam.releaseOwners(db, 'port', owners, 2)
      for (const owner of owners) void confirming.submit(owner)
      return owned.map(() => true)
    },
  })
  // Second phase: the reconciler has it from OVN, in batches of its own.
  const confirming = new Coalescer<string, true>({
    ...{ ...shared, lanes: 1 },
    run: async (owners) => {
      const roots = owners.map((root) => ({ root, generation: 2 }))
      ipam.noteFreed(hints, await ipam.confirmReleases(db, roots))
      return owners.map(() => true)
    },
  })
  return {
    allocate: async () => await taking.submit(randomUUID()),
    release: async (owned) => {
      await releasing.submit(owned)
    },
  }
}

const INSERT = `insert into address (network_id, ip, id, subnet_id, project_id, type, owner_kind, owner_id, position)
  values ($1, $2, $3, $4, $5, 'dynamic', 'port', $6, 0)`

/** One row per statement, the address given, each its own transaction. */
const rawInsert = (scene: Scene, base: string): (() => Promise<string>) => {
  let next = 0
  const { db, subnet, project } = scene
  return async () => {
    const ip = ipAt(base, ++next)
    await db.query(INSERT, [subnet.network_id, ip, randomUUID(), subnet.id, project, randomUUID()], 'raw')
    return ip
  }
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
const write = (line: string): void => void process.stdout.write(`${line}\n`)

interface Measured {
  readonly ours: Rate
  readonly raw: Rate
}

const report = (what: string, clients: number, turns: readonly Measured[]): void => {
  const ratios = turns.map(({ ours, raw }) => ours.perSecond / raw.perSecond)
  const figures = [median(turns.map(({ ours }) => ours.perSecond)), median(turns.map(({ raw }) => raw.perSecond))]
  const pauses = [...turns.map(({ ours }) => ours.longestMs), ...turns.map(({ raw }) => raw.longestMs)]
  write(
    `| ${what} | ${String(clients)} | ${figures.map((figure) => Math.round(figure).toLocaleString('en')).join(' | ')} | ` +
      `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}) | ${Math.max(...pauses).toFixed(0)} |`,
  )
}

const half = async (scene: Scene, share: number, clients: number): Promise<Measured> => {
  const size = 65_534
  await scene.fill(share)
  const { allocate } = allocatorOf(scene)
  await allocate()
  const ours = await rate(clients, allocate, Math.floor(size * (1 - share)) - 2)
  await scene.fill(0)
  return { ours, raw: await rate(clients, rawInsert(scene, '10.0.0.0'), size - 2) }
}

/** Every operation takes an address and gives back another that was taken before. */
const pairs = async (scene: Scene, clients: number): Promise<Measured> => {
  await scene.fill(0.95)
  const { allocate, release } = allocatorOf(scene)
  const held: Owned[] = []
  for (let n = 0; n < 64; n++) held.push(await allocate())
  const ours = await rate(clients, async () => {
    const own = held.splice(Math.floor(Math.random() * held.length), 1)[0]
    if (own !== undefined) await release(own)
    held.push(await allocate())
  })
  await scene.fill(0.95)
  await scene.db.query(`delete from address where (ip - '10.0.0.0'::inet) between 1 and 64`)
  const free = Array.from({ length: 64 }, (_, index) => ipAt('10.0.0.0', index + 1))
  const raw = await rate(clients, async () => {
    const ip = free.shift() ?? ''
    const { db, subnet, project } = scene
    await db.query(INSERT, [subnet.network_id, ip, randomUUID(), subnet.id, project, randomUUID()], 'raw')
    await db.query('delete from address where network_id = $1 and ip = $2', [subnet.network_id, ip], 'raw-delete')
    free.push(ip)
  })
  return { ours, raw }
}

const measure = async (what: string, once: (clients: number) => Promise<Measured>): Promise<void> => {
  const turns = new Map<number, Measured[]>(CLIENTS.map((clients) => [clients, []]))
  for (let turn = 0; turn < TURNS; turn++) for (const clients of CLIENTS) turns.get(clients)?.push(await once(clients))
  for (const clients of CLIENTS) report(what, clients, turns.get(clients) ?? [])
}

write('| | clients | ours/s | raw/s | ours × raw, median (least) | longest operation, ms |')
write('| --- | ---: | ---: | ---: | ---: | ---: |')
const large = await openScene({ base: '10.0.0.0', prefixLength: 16, connections: 40 })
await measure('empty /16', async (clients) => await half(large, 0, clients))
await measure('half-full /16', async (clients) => await half(large, 0.5, clients))
await large.close()
const small = await openScene({ base: '10.0.0.0', prefixLength: 20, connections: 40 })
await measure('95 % full /20, pairs', async (clients) => await pairs(small, clients))
await small.close()
