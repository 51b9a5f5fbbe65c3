import { routes } from '@quantumnet/api'
import { randomUuid, type Row, type Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { inTurns, print, report } from './figures.ts'
import { ops, type Scene } from './scene.ts'
import { sight } from './sight.ts'

const [LISTENERS, MEMBERS] = [100, 20]
/** Members of one request. */
const LIST = 500
const LISTS = Math.ceil((LISTENERS * MEMBERS) / LIST)
const HAND_VIP = '10.0.254.1'
/** How many requests are under way at once. */
const LANES = 16

/** Does all of this, some at once, and gives the results in the order of the list. */
const each = async <T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<readonly R[]> => {
  const results: R[] = []
  const queue = all.entries()
  const lane = async (): Promise<void> => {
    for (const [at, one] of queue) results[at] = await work(one)
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return results
}

type Backends = readonly [vip: string, backends: string]

/** Addresses and ports that a row balances, and to where. */
const backendsOf = (row: Row): readonly Backends[] =>
  row['vips'] instanceof Map ? [...(row['vips'] as ReadonlyMap<string, string>)] : []

/** When SB has every listener of this address with all its members. */
const complete = async ({ sb }: Scene, address: string): Promise<number> => {
  const isWhole = ([vip, backends]: Backends): boolean =>
    vip.startsWith(`${address}:`) && backends.split(',').length === MEMBERS
  const whole = (): number => [...sb.rows('Load_Balancer').values()].flatMap(backendsOf).filter(isWhole).length
  return await sight(sb, (table) => table === 'Load_Balancer' && whole() >= LISTENERS)
}

interface Made {
  readonly address: string
  /** one of the first listener's */
  readonly member: string
}

const byProduct = async (scene: Scene): Promise<Made> => {
  const { client, project, network } = scene
  const targets = Array.from({ length: MEMBERS }, () => ({ network: network.id }))
  const { items: ports } = await client.call(routes.ports.createMany, { body: { ports: targets } })
  const numbers = Array.from({ length: LISTENERS }, (_, at) => 1_000 + at)
  const body = { project: project.id, name: 'bench', vip: { network: network.id } }
  const balancer = await client.call(routes.loadBalancers.create, { body })
  const of = { load_balancer: balancer.id }
  const pools = await each(numbers, async (number) => {
    const pool = await client.call(routes.loadBalancerPools.create, { body: { ...of, name: `p${String(number)}` } })
    const listener = { ...of, name: `l${String(number)}`, protocol: 'tcp', port: number, pool: pool.id } as const
    await client.call(routes.loadBalancerListeners.create, { body: listener })
    return pool.id
  })
  const wanted = pools.flatMap((pool) => ports.map((port) => ({ pool, target: { port: port.id, port_number: 80 } })))
  const lists = Array.from({ length: LISTS }, (_, at) => wanted.slice(at * LIST, (at + 1) * LIST))
  const create = routes.loadBalancerMembers.createMany
  const [made] = await Promise.all([
    each(lists, async (members) => (await client.call(create, { body: { members } })).items),
    complete(scene, balancer.vip.address),
  ])
  return { address: balancer.vip.address, member: made[0]?.[0]?.id ?? '' }
}

/** The product's rows with another address, and the switch that they are on. */
const byHand = async (scene: Scene, address: string): Promise<void> => {
  const { nb } = scene
  const operations = [...nb.rows('Load_Balancer').values()]
    .flatMap((row) => backendsOf(row).map(([vip, backends]) => ({ row, vip, backends })))
    .filter(({ vip }) => vip.startsWith(`${address}:`))
    .map(({ row, vip, backends }) => {
      const moved = vip.replace(address, HAND_VIP)
      const { protocol, options } = row
      const columns = { name: `hand-${moved}`, protocol: protocol ?? null, options: options ?? null }
      return ops.insert('Load_Balancer', randomUuid<'Load_Balancer'>(), { ...columns, vips: { [moved]: backends } })
    })
  const [on] = nb.rows('Logical_Switch').values()
  const added = operations.map(({ uuid }) => uuid)
  const made = nb.transact([
    ...operations,
    ops.mutate('Logical_Switch', on?.['_uuid'] as Uuid<'Logical_Switch'>, [['load_balancer', 'insert', added]]),
  ])
  await Promise.all([made, complete(scene, HAND_VIP)])
}

/** Milliseconds until SB shows the first listener of an address with so many members. */
const untilMembers = async (
  { sb, settled }: Scene,
  { vip, count }: { readonly vip: string; readonly count: number },
  make: () => Promise<unknown>,
): Promise<number> => {
  await settled()
  const shown = sight(
    sb,
    (table, row) =>
      table === 'Load_Balancer' &&
      backendsOf(row).some(([key, backends]) => key === vip && backends.split(',').length === count),
  )
  const begun = performance.now()
  const [, at] = await Promise.all([make(), shown])
  return at - begun
}

const countIn = (turn: number): number => MEMBERS - ((turn + 1) % 2)

const changeByHand = async ({ nb }: Scene, vip: string, count: number): Promise<void> => {
  const rows = [...nb.rows('Load_Balancer').values()]
  const backends = rows.flatMap(backendsOf).find(([key, all]) => key !== vip && all.split(',').length === MEMBERS)?.[1]
  const own = rows.find((row) => row['name'] === `hand-${vip}`)
  const vips = { [vip]: backends?.split(',').slice(0, count).join(',') ?? '' }
  await nb.transact([ops.update('Load_Balancer', own?.['_uuid'] as Uuid<'Load_Balancer'>, { vips })])
}

/** A load balancer of many listeners, made, and one member of it changed, beside the same rows written by hand. */
export const measureBalancers = async (scene: Scene, turns: number): Promise<void> => {
  const { client } = scene
  const begun = performance.now()
  const { address, member } = await byProduct(scene)
  const made = performance.now()
  await scene.settled()
  const handBegun = performance.now()
  await byHand(scene, address)
  const hand = performance.now() - handBegun
  const requests = 1 + LISTENERS * 2 + LISTS
  print(
    `${String(LISTENERS)} listeners × ${String(MEMBERS)} members to SB: ${(made - begun).toFixed(0)} ms in ${String(requests)} requests, by hand ${hand.toFixed(0)} ms in one transaction`,
  )
  const all = await inTurns(turns, {
    ours: async (turn) =>
      await untilMembers(scene, { vip: `${address}:1000`, count: countIn(turn) }, async () => {
        const body = { enabled: countIn(turn) === MEMBERS }
        await client.call(routes.loadBalancerMembers.update, { params: { id: member }, body })
      }),
    hand: async (turn) =>
      await untilMembers(scene, { vip: `${HAND_VIP}:1000`, count: countIn(turn) }, async () => {
        await changeByHand(scene, `${HAND_VIP}:1000`, countIn(turn))
      }),
  })
  report('a member of it switched on or off to SB', all)
}
