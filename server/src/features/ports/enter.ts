import type { DirtyKey } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import type { DomainError } from '../../errors.ts'
import { idTaken } from '../../resource-kit/refusals.ts'
import { takeAddresses, takeMacs, undoTaken, type AddressHints, type TakenAddress, type Wish } from '../ipam/index.ts'
import type { Plan, PortOrder } from './plan.ts'
import { generatedMacTaken, hostnameTaken, macTaken } from './refusals.ts'
import { isRefusal, type Settled } from './settled.ts'
import {
  hostnameHolders,
  insertPorts,
  newRow,
  takenIds,
  type InsertedPort,
  type NewPort,
  type PortRow,
} from './store.ts'
import type { AddressWish } from './wishes.ts'
import { virtualPortsBeside } from './virtual.ts'

/** The three steps that write a port: its MAC, its addresses, its row. Each takes what unique indexes give away. */

const isTaken = (each: TakenAddress | DomainError): each is TakenAddress => !isRefusal(each)

/** A port that was made. */
export interface MadePort {
  readonly order: PortOrder
  readonly row: PortRow
  readonly dirty: readonly DirtyKey[]
}

/** A plan with its MAC. */
export interface Equipped extends Plan {
  readonly port: NewPort
}

/** Gives each its MAC. */
export const equip = async (tx: Tx, plans: readonly Plan[]): Promise<readonly Settled<Equipped>[]> => {
  const macs = await takeMacs(
    tx,
    plans.map(({ port, network, mac }) => ({ owner: port.id, network: network.id, mac })),
  )
  const without = plans.filter(({ port }) => !macs.has(port.id)).map(({ port }) => port.id)
  // Who has the id has its MAC.
  const repeated = without.length === 0 ? new Set<string>() : await takenIds(tx, without)
  return plans.map((plan) => {
    const mac = macs.get(plan.port.id)
    if (mac !== undefined) return { ...plan, port: { ...plan.port, mac } }
    if (repeated.has(plan.port.id)) return idTaken('port', plan.port.id, 'that another request made')
    return plan.mac === undefined ? generatedMacTaken() : macTaken(plan.mac)
  })
}

const wishFor = ({ port }: Equipped, wish: AddressWish, position: number): Wish => ({
  owner: { kind: 'port', id: port.id },
  project: port.project_id,
  pointer: wish.pointer,
  position,
  hostname: port.hostname,
  mac: port.mac,
  type: wish.kind === 'given' ? 'static' : 'dynamic',
  place:
    wish.kind === 'given'
      ? { kind: 'given', subnet: wish.subnet, ip: wish.ip }
      : { kind: 'any', subnets: wish.subnets },
})

/** A plan with its addresses, in the order of the wishes. */
export interface Addressed extends Equipped {
  readonly taken: readonly TakenAddress[]
}

/** Gives each its addresses; who is refused one gives back the others. */
export const address = async (
  tx: Tx,
  hints: AddressHints,
  plans: readonly Equipped[],
): Promise<readonly Settled<Addressed>[]> => {
  const results = await takeAddresses(
    tx,
    hints,
    plans.flatMap((plan) => plan.wishes.map((wish, position) => wishFor(plan, wish, position))),
  )
  let next = 0
  const undone: TakenAddress[] = []
  const settled = plans.map((plan): Settled<Addressed> => {
    const own = results.slice(next, (next += plan.wishes.length))
    const taken = own.filter(isTaken)
    const refusal = own.find(isRefusal)
    if (refusal === undefined) return { ...plan, taken }
    undone.push(...taken)
    return refusal
  })
  await undoTaken(tx, hints, undone)
  return settled
}

/** What each that was not inserted collided with: its id, or its hostname. */
const collisions = async (tx: Tx, refused: readonly Addressed[]): Promise<ReadonlyMap<string, DomainError>> => {
  if (refused.length === 0) return new Map()
  const ports = refused.map(({ port }) => port)
  const taken = await takenIds(
    tx,
    ports.map(({ id }) => id),
  )
  const holders = await hostnameHolders(tx, ports)
  return new Map(
    refused.map(({ port, order }) => {
      if (taken.has(port.id)) return [port.id, idTaken('port', port.id, 'that another request made')]
      const holder = holders.find((each) => each.project_id === port.project_id && each.hostname === port.hostname)
      return [port.id, hostnameTaken(order.request, holder)]
    }),
  )
}

const madeOf = ({ order, port, taken }: Addressed, inserted: InsertedPort, shared: readonly DirtyKey[]): MadePort => {
  const fixedIps = taken.map(({ subnet, ip }) => ({ subnet, ip }))
  const groups = port.security_groups.map((id): DirtyKey => ({ kind: 'security_group', id }))
  const dirty = [{ kind: 'port' as const, id: port.id }, ...groups, ...shared.filter(({ id }) => id !== port.id)]
  return { order, row: newRow(port, inserted, fixedIps), dirty }
}

/** Inserts the rows. Who is refused one gives back its addresses. */
export const insert = async (
  tx: Tx,
  hints: AddressHints,
  plans: readonly Addressed[],
): Promise<readonly Settled<MadePort>[]> => {
  const inserted = await insertPorts(
    tx,
    plans.map(({ port }) => port),
  )
  const byId = new Map(inserted.map((each) => [each.id, each]))
  const refused = plans.filter(({ port }) => !byId.has(port.id))
  const refusals = await collisions(tx, refused)
  await undoTaken(
    tx,
    hints,
    refused.flatMap(({ taken }) => taken),
  )
  const shared = await virtualPortsBeside(
    tx,
    plans.map(({ port }) => port),
  )
  return plans.map((plan) => {
    const { id } = plan.port
    const result = refusals.get(id)
    if (result !== undefined) return result
    const own = byId.get(id)
    if (own === undefined) throw new Error(`port ${id} is neither inserted nor refused`)
    return madeOf(plan, own, shared)
  })
}
