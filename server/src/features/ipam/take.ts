import { RunAgain } from '../../db/failures.ts'
import type { Tx } from '../../db/pool.ts'
import { DomainError } from '../../errors.ts'
import { newId } from '../../random.ts'
import { Chooser, type Choice } from './choose.ts'
import {
  claimAddresses,
  holdersOf,
  takeOverAddresses,
  undoClaims,
  type Claim,
  type Holder,
  type TakenOver,
} from './claim.ts'
import type { AddressHints } from './hints.ts'
import { takeMacs } from './macs.ts'
import { addressTaken, contended, subnetExhausted } from './refusals.ts'
import type { TakenAddress, Wish } from './wish.ts'

/** Choices that may be lost before others' luck is called a fault. Each loss means that another transaction got the address. */
const ATTEMPTS = 12

/** One wish on its way. */
interface Attempt {
  readonly wish: Wish
  readonly id: string
  /** null: none, or one that is generated once the address is won */
  readonly mac: string | null
  choice: Choice | undefined
  refusal: DomainError | undefined
}

const attemptOf = (wish: Wish): Attempt => ({
  wish,
  id: wish.id ?? newId(),
  mac: wish.mac ?? null,
  choice: undefined,
  refusal: undefined,
})

const claimOf = ({ wish, id, mac }: Attempt, { subnet, ip }: Choice): Claim => ({
  id,
  ip,
  mac,
  network_id: subnet.network_id,
  subnet_id: subnet.id,
  project_id: wish.project,
  type: wish.type,
  owner_kind: wish.owner.kind,
  owner_id: wish.owner.id,
  hostname: wish.hostname ?? null,
  position: wish.position ?? 0,
})

const demandOf = (wishes: readonly Wish[]): Map<string, number> => {
  const demand = new Map<string, number>()
  for (const { place } of wishes)
    for (const { id } of place.kind === 'any' ? place.subnets : []) demand.set(id, (demand.get(id) ?? 0) + 1)
  return demand
}

const choose = async (chooser: Chooser, attempts: readonly Attempt[], careful: boolean): Promise<void> => {
  for (const attempt of attempts) {
    const { place } = attempt.wish
    if (place.kind === 'given') attempt.choice ??= chooser.given(place.subnet, place.ip)
  }
  for (const attempt of attempts) {
    const { wish } = attempt
    if (wish.place.kind === 'given' || attempt.choice !== undefined || attempt.refusal !== undefined) continue
    attempt.choice = await chooser.any(wish, wish.place.subnets, careful)
    if (attempt.choice === undefined) attempt.refusal = subnetExhausted(wish.pointer, wish.place.subnets)
  }
}

interface Claimed {
  readonly won: ReadonlySet<string>
  readonly takenOver: ReadonlyMap<string, TakenOver>
}

const claimAll = async (tx: Tx, attempts: readonly Attempt[]): Promise<Claimed> => {
  const claims = attempts.flatMap((attempt) => (attempt.choice === undefined ? [] : [claimOf(attempt, attempt.choice)]))
  // Of two wishes of one transaction for the same address the second finds it taken.
  const firsts = new Map(claims.toReversed().map((claim) => [`${claim.network_id} ${claim.ip}`, claim]))
  const named = new Set(attempts.filter(({ wish }) => wish.place.kind === 'given').map(({ id }) => id))
  const own = attempts.filter(({ choice }) => choice?.own === true).map(({ id }) => id)
  const won = await claimAddresses(tx, [...firsts.values()], own)
  const open = [...firsts.values()].filter(({ id }) => named.has(id) && !won.has(id))
  const takenOver = await takeOverAddresses(tx, open)
  return { won, takenOver: new Map(takenOver.map((each) => [each.claim, each])) }
}

const isLost = ({ won, takenOver }: Claimed, { id, choice }: Attempt): boolean =>
  choice !== undefined && !won.has(id) && !takenOver.has(id)

const isUnlucky = (claimed: Claimed, attempt: Attempt): boolean =>
  isLost(claimed, attempt) && attempt.choice?.only !== true

/** By guesses alone, in one statement. A guess that was wrong ends the transaction, and the next run is careful. */
const settleAtOnce = async (tx: Tx, chooser: Chooser, attempts: readonly Attempt[]): Promise<Claimed> => {
  await choose(chooser, attempts, false)
  const claimed = await claimAll(tx, attempts)
  const unlucky = attempts.filter((attempt) => isUnlucky(claimed, attempt))
  if (unlucky.length === 0) return claimed
  for (const { choice } of unlucky) if (choice !== undefined) chooser.lost(choice)
  throw new RunAgain('others took the same addresses')
}

/** By searches, until every choice that could have been another one is won. Between two tries the transaction holds no address. */
const settleCarefully = async (tx: Tx, chooser: Chooser, attempts: readonly Attempt[]): Promise<Claimed> => {
  await tx.query('savepoint taking')
  for (let turn = 1; ; turn++) {
    await choose(chooser, attempts, true)
    const claimed = await claimAll(tx, attempts)
    const unlucky = attempts.filter((attempt) => isUnlucky(claimed, attempt))
    if (unlucky.length === 0) return claimed
    await tx.query('rollback to savepoint taking')
    for (const attempt of unlucky) {
      if (attempt.choice === undefined) continue
      chooser.lost(attempt.choice)
      if (turn >= ATTEMPTS) attempt.refusal = contended(attempt.choice.subnet)
      attempt.choice = undefined
    }
  }
}

const settle = async (tx: Tx, hints: AddressHints, attempts: readonly Attempt[]): Promise<Claimed> => {
  const demand = demandOf(attempts.map(({ wish }) => wish))
  const chooser = new Chooser(tx, hints, demand)
  if (!hints.isDoubtful(demand.keys())) return await settleAtOnce(tx, chooser, attempts)
  const claimed = await settleCarefully(tx, chooser, attempts)
  hints.trust(demand.keys())
  return claimed
}

const refuseLost = async (tx: Tx, attempts: readonly Attempt[], claimed: Claimed): Promise<void> => {
  const lost = attempts.filter((attempt) => isLost(claimed, attempt))
  if (lost.length === 0) return
  const places = lost.flatMap(({ choice }) =>
    choice === undefined ? [] : [{ network_id: choice.subnet.network_id, ip: choice.ip }],
  )
  const holders = new Map(
    (await holdersOf(tx, places)).map((holder): [string, Holder] => [`${holder.network_id} ${holder.ip}`, holder]),
  )
  for (const attempt of lost)
    if (attempt.choice !== undefined) {
      const { subnet, ip } = attempt.choice
      attempt.refusal = addressTaken(attempt.wish, ip, subnet, holders.get(`${subnet.network_id} ${ip}`))
    }
}

/** What is won and is to have a MAC of its own gets it. */
const enterMacs = async (
  tx: Tx,
  attempts: readonly Attempt[],
  { won }: Claimed,
): Promise<ReadonlyMap<string, string>> => {
  const own = attempts.filter(({ wish, id }) => wish.ownMac === true && won.has(id))
  if (own.length === 0) return new Map()
  const macs = await takeMacs(
    tx,
    own.map(({ id, choice }) => ({ owner: id, network: choice?.subnet.network_id ?? '', mac: undefined })),
  )
  await tx.query(
    `update address a set mac = m.mac from mac_address m where m.owner_id = a.id and a.id = any($1::uuid[])`,
    [[...macs.keys()]],
    'address_set_mac',
  )
  return macs
}

/**
 * Takes addresses, many and for many owners at once, and gives for each wish the address or the refusal that it would get alone. What was
 * taken stays: who gives up a request because of one refusal gives back the others with `undoTaken`.
 */
export const takeAddresses = async (
  tx: Tx,
  hints: AddressHints,
  wishes: readonly Wish[],
): Promise<readonly (TakenAddress | DomainError)[]> => {
  if (wishes.length === 0) return []
  const attempts = wishes.map(attemptOf)
  const claimed = await settle(tx, hints, attempts)
  await refuseLost(tx, attempts, claimed)
  const macs = await enterMacs(tx, attempts, claimed)
  return attempts.map(({ id, mac, choice, refusal, wish }) => {
    if (refusal !== undefined) return refusal
    if (choice === undefined) throw new Error('a wish has neither a choice nor a refusal')
    hints.touch(choice.subnet.id)
    const before = claimed.takenOver.get(id)
    const own = wish.ownMac === true ? (macs.get(id) ?? null) : mac
    return {
      id: before?.id ?? id,
      subnet: choice.subnet.id,
      ip: choice.ip,
      mac: before === undefined ? own : before.mac,
    }
  })
}

/** The same for a request that needs all of its addresses. @throws DomainError the first refusal; the transaction has to end */
export const requireAddresses = async (
  tx: Tx,
  hints: AddressHints,
  wishes: readonly Wish[],
): Promise<readonly TakenAddress[]> =>
  (await takeAddresses(tx, hints, wishes)).map((each) => {
    if (each instanceof DomainError) throw each
    return each
  })

/** Gives back what this transaction has taken and nobody has seen. */
export const undoTaken = async (tx: Tx, hints: AddressHints, taken: readonly TakenAddress[]): Promise<void> => {
  await undoClaims(
    tx,
    taken.map(({ id }) => id),
  )
  for (const { subnet, ip } of taken) hints.released(subnet, ip)
}
