import type { Tx } from '../../db/pool.ts'
import type { FreeAddresses } from '../subnets/index.ts'
import { findGaps, ipText, type SubnetRow } from '../subnets/index.ts'
import { addressTaken, contended, subnetExhausted } from './refusals.ts'
import type { AddressWish } from './rules.ts'
import { addressHolder, claimAddress, type FixedIp } from './store.ts'

/** What an address is for. */
interface Purpose {
  readonly port: string
  readonly position: number
}

/** Offers that may fail before somebody else's luck is called a fault. Each failure means that another request got the address. */
const ATTEMPTS = 200
/** After so many failures in a row somebody else fills the same region: go elsewhere. */
const SCATTER_EVERY = 3

/** The next address to try; undefined when the database has none free. */
const offer = async (tx: Tx, free: FreeAddresses, subnet: SubnetRow): Promise<bigint | undefined> => {
  for (;;) {
    const offered = free.take(subnet)
    if (offered !== undefined) return offered
    const { order, mark } = free.search(subnet)
    const gaps = await findGaps(tx, subnet.id, order)
    if (gaps.length === 0) return undefined
    free.fill(subnet, gaps, mark)
  }
}

/** Takes any free address of the subnet; undefined when there is none. */
const takeAny = async (
  tx: Tx,
  free: FreeAddresses,
  subnet: SubnetRow,
  purpose: Purpose,
): Promise<FixedIp | undefined> => {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const value = await offer(tx, free, subnet)
    if (value === undefined) return undefined
    const address = { subnet: subnet.id, ip: ipText(value) }
    if (await claimAddress(tx, { ...address, ...purpose, type: 'dynamic' })) return address
    if (attempt % SCATTER_EVERY === 0) free.scatter(subnet, Math.random())
  }
  throw contended(subnet)
}

const takeGiven = async (tx: Tx, wish: AddressWish & { kind: 'given' }, purpose: Purpose): Promise<FixedIp> => {
  const address = { subnet: wish.subnet.id, ip: wish.ip }
  if (await claimAddress(tx, { ...address, ...purpose, type: 'static' })) return address
  throw addressTaken(wish, await addressHolder(tx, address))
}

const allocate = async (tx: Tx, free: FreeAddresses, wish: AddressWish, purpose: Purpose): Promise<FixedIp> => {
  if (wish.kind === 'given') return await takeGiven(tx, wish, purpose)
  for (const subnet of wish.subnets) {
    const address = await takeAny(tx, free, subnet, purpose)
    if (address !== undefined) return address
  }
  throw subnetExhausted(wish.pointer, wish.subnets)
}

/** Given addresses by subnet and address, any address last. */
const claimKey = (wish: AddressWish): string => (wish.kind === 'given' ? `${wish.subnet.id} ${wish.ip}` : '~')

const byClaimKey = (a: AddressWish, b: AddressWish): number => {
  const [left, right] = [claimKey(a), claimKey(b)]
  return left === right ? 0 : left < right ? -1 : 1
}

/**
 * Fulfils the wishes of a port, and gives the addresses in the order of the wishes. Everybody claims given addresses in the same order:
 * two requests for the same two would otherwise wait for each other until PostgreSQL breaks the deadlock, a second later.
 * @throws DomainError address_taken, subnet_exhausted; then the transaction leaves nothing behind
 */
export const allocateAll = async (
  tx: Tx,
  free: FreeAddresses,
  port: string,
  wishes: readonly AddressWish[],
): Promise<FixedIp[]> => {
  const addresses: FixedIp[] = []
  const ordered = [...wishes.entries()].sort(([, a], [, b]) => byClaimKey(a, b))
  for (const [position, wish] of ordered) addresses[position] = await allocate(tx, free, wish, { port, position })
  return addresses
}
