import { RunAgain } from '../../db/failures.ts'
import type { DirtyKey } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import type { DomainError } from '../../errors.ts'
import { idTaken } from '../../resource-kit/refusals.ts'
import {
  enterMacs,
  forgetMacs,
  macOwners,
  randomMac,
  takeAddresses,
  undoTaken,
  type AddressHints,
  type TakenAddress,
  type Wish,
} from '../ipam/index.ts'
import { hostnameRefusals } from './hostnames.ts'
import type { Plan, PortOrder } from './plan.ts'
import { hostnameTaken, idOfAnother, macTaken } from './refusals.ts'
import { isRefusal, stepFor, type Settled } from './settled.ts'
import {
  hostnameHolders,
  insertPorts,
  newRow,
  takenIds,
  undoPorts,
  type InsertedPort,
  type NewPort,
  type PortRow,
} from './store.ts'
import type { AddressWish } from './wishes.ts'
import { virtualPortsBeside } from './virtual.ts'

/**
 * What is written for a port: its MAC and its row, which it may be refused, and then its addresses. An address that was held and is given back
 * is free: only who has all else takes one.
 */

/** A port that was made. */
export interface MadePort {
  readonly order: PortOrder
  readonly row: PortRow
  readonly dirty: readonly DirtyKey[]
}

/** A plan with its MAC. */
interface Equipped extends Plan {
  readonly port: NewPort
}

/** What one plan was given. */
interface Given {
  readonly mac: boolean
  readonly row: InsertedPort | undefined
  /** a DNS record has the name */
  readonly record: DomainError | undefined
}

const isTaken = (each: TakenAddress | DomainError): each is TakenAddress => !isRefusal(each)

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

/** Writes MACs and rows, none of which waits for another one's answer. Of plans with the same id only the first is written. */
const write = async (tx: Tx, plans: readonly Equipped[]): Promise<readonly Given[]> => {
  const firsts = new Set(new Map(plans.toReversed().map((plan) => [plan.port.id, plan])).values())
  const written = plans.filter((plan) => firsts.has(plan))
  const macs = written.map(({ port, network, mac }) => ({
    owner_id: port.id,
    network_id: network.id,
    mac: port.mac,
    generated: mac === undefined,
  }))
  const [records, equipped, inserted] = await Promise.all([
    hostnameRefusals(tx, plans),
    enterMacs(tx, macs),
    insertPorts(
      tx,
      written.map(({ port }) => port),
    ),
  ])
  const rows = new Map(inserted.map((row) => [row.id, row]))
  return plans.map((plan, index) => {
    const { id } = plan.port
    const isWritten = firsts.has(plan)
    return { mac: isWritten && equipped.has(id), row: isWritten ? rows.get(id) : undefined, record: records[index] }
  })
}

/** What a refusal is said with: who has what was asked for. */
interface InTheWay {
  readonly ids: ReadonlySet<string>
  /** ids of what has a MAC address, be it no port */
  readonly owners: ReadonlySet<string>
  readonly hostnames: Awaited<ReturnType<typeof hostnameHolders>>
}

/** Why a plan cannot be carried out; undefined: so far it was. @throws RunAgain when a generated MAC is somebody's */
const refusalOf = (
  { order, port, mac }: Equipped,
  given: Given,
  { ids, owners, hostnames }: InTheWay,
): DomainError | undefined => {
  if (given.record !== undefined) return given.record
  if (given.row === undefined && ids.has(port.id)) return idTaken('port', port.id, 'that another request made')
  if (!given.mac && owners.has(port.id)) return idOfAnother(port.id)
  if (!given.mac && mac === undefined) throw new RunAgain('a generated MAC address was taken')
  if (!given.mac) return macTaken(port.mac)
  if (given.row !== undefined) return undefined
  const holder = hostnames.find((each) => each.project_id === port.project_id && each.hostname === port.hostname)
  return hostnameTaken(order.request, holder)
}

const inTheWayOf = async (tx: Tx, plans: readonly Equipped[], given: readonly Given[]): Promise<InTheWay> => {
  const missing = (isMissing: (own: Given | undefined) => boolean): NewPort[] =>
    plans.filter((_, index) => isMissing(given[index])).map(({ port }) => port)
  const idsOf = (ports: readonly NewPort[]): string[] => ports.map(({ id }) => id)
  const [refused, bare] = [missing((own) => own?.row === undefined), missing((own) => own?.mac !== true)]
  const [ids, hostnames, owners] = await Promise.all([
    refused.length === 0 ? new Set<string>() : takenIds(tx, idsOf(refused)),
    refused.length === 0 ? [] : hostnameHolders(tx, refused),
    bare.length === 0 ? new Set<string>() : macOwners(tx, idsOf(bare)),
  ])
  return { ids, hostnames, owners }
}

/** Takes out rows and MACs that were written: what is refused leaves nothing behind. */
const undo = async (tx: Tx, rows: readonly string[], macs: readonly string[]): Promise<void> => {
  await Promise.all([undoPorts(tx, rows), forgetMacs(tx, macs)])
}

/** A plan with its row. */
interface Entered extends Equipped {
  readonly row: InsertedPort
}

/** Gives each its MAC and its row. */
const enter = async (tx: Tx, plans: readonly Equipped[]): Promise<readonly Settled<Entered>[]> => {
  const given = await write(tx, plans)
  const inTheWay = await inTheWayOf(tx, plans, given)
  const [rows, macs]: [string[], string[]] = [[], []]
  const settled = plans.map((plan, index): Settled<Entered> => {
    const own = given[index]
    const refusal = own && refusalOf(plan, own, inTheWay)
    if (own?.row !== undefined && refusal === undefined) return { ...plan, row: own.row }
    if (own?.row !== undefined) rows.push(plan.port.id)
    if (own?.mac === true) macs.push(plan.port.id)
    if (refusal === undefined) throw new Error(`port ${plan.port.id} is neither inserted nor refused`)
    return refusal
  })
  await undo(tx, rows, macs)
  return settled
}

const madeOf = ({ order, port, row }: Entered, taken: readonly TakenAddress[]): MadePort => {
  const fixedIps = taken.map(({ subnet, ip }) => ({ subnet, ip }))
  const groups = port.security_groups.map((id): DirtyKey => ({ kind: 'security_group', id }))
  return { order, row: newRow(port, row, fixedIps), dirty: [{ kind: 'port', id: port.id }, ...groups] }
}

/** Gives each its addresses; who is refused one gives back all else. */
const address = async (
  tx: Tx,
  hints: AddressHints,
  plans: readonly Entered[],
): Promise<readonly Settled<MadePort>[]> => {
  const results = await takeAddresses(
    tx,
    hints,
    plans.flatMap((plan) => plan.wishes.map((wish, position) => wishFor(plan, wish, position))),
  )
  let next = 0
  const undone: TakenAddress[] = []
  const refused: string[] = []
  const settled = plans.map((plan): Settled<MadePort> => {
    const own = results.slice(next, (next += plan.wishes.length))
    const taken = own.filter(isTaken)
    const refusal = own.find(isRefusal)
    if (refusal === undefined) return madeOf(plan, taken)
    undone.push(...taken)
    refused.push(plan.port.id)
    return refusal
  })
  await undoTaken(tx, hints, undone)
  await undo(tx, refused, refused)
  return settled
}

/** Carries out plans, and gives for each the port or the refusal that it would get alone. */
export const enterPorts = async (
  tx: Tx,
  hints: AddressHints,
  plans: readonly Plan[],
): Promise<readonly Settled<MadePort>[]> => {
  const equipped = plans.map((plan) => ({ ...plan, port: { ...plan.port, mac: plan.mac ?? randomMac() } }))
  const entered = await enter(tx, equipped)
  const made = await stepFor(entered, async (open) => await address(tx, hints, open))
  const shared = await virtualPortsBeside(
    tx,
    equipped.map(({ port }) => port),
  )
  if (shared.length === 0) return made
  return made.map((each) =>
    isRefusal(each) ? each : { ...each, dirty: [...each.dirty, ...shared.filter(({ id }) => id !== each.row.id)] },
  )
}
