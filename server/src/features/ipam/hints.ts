import type { IpRange } from '@quantumnet/api'
import { Bitmap } from './bitmap.ts'
import { addressOf, blockOf, boundsOf, subtract } from './ip.ts'
import type { AllocatingSubnet } from './wish.ts'

type HintedSubnet = Pick<
  AllocatingSubnet,
  'id' | 'cidr' | 'generation' | 'allocation_ranges' | 'reserved_ranges' | 'gateway' | 'dns_address'
>

interface Hint {
  readonly generation: number
  readonly bitmap: Bitmap
}

/** The widest block with a bitmap: a million addresses in 128 KiB. */
const WIDEST = 1n << 20n
/** Memory for bitmaps; the one that was used longest ago goes first. */
const MOST_BYTES = 64 * 1024 * 1024

/** Where a subnet's addresses come from when nobody asks for one in particular. */
export const allocatableRanges = (subnet: Omit<HintedSubnet, 'id' | 'generation' | 'cidr'>): IpRange[] => {
  const own = [subnet.gateway, subnet.dns_address].flatMap((ip) => (ip === null ? [] : [{ start: ip, end: ip }]))
  return subtract(boundsOf(subnet.allocation_ranges), boundsOf([...subnet.reserved_ranges, ...own]))
}

/**
 * This process's guess at free addresses, a bitmap for each IPv4 subnet that it has handed out addresses of. It is only a hint, and may be
 * wrong or lost at any time: the primary key of `address` decides, and before a subnet counts as exhausted the database is searched.
 */
export class AddressHints {
  readonly #hints = new Map<string, Hint>()
  readonly #touched = new Set<string>()
  readonly #doubtful = new Set<string>()
  #bytes = 0

  /** Whether the subnet has a bitmap at all: IPv6 never has one, nor has a block above a million addresses. */
  static fits(subnet: HintedSubnet): boolean {
    const ranges = allocatableRanges(subnet)
    const [first, last] = [ranges[0], ranges.at(-1)]
    return blockOf(subnet.cidr).family === 4 && (!first || !last || last.last - first.first < WIDEST)
  }

  /** Whether something is known of the subnet as it is now. */
  knows(subnet: HintedSubnet): boolean {
    return this.#of(subnet) !== undefined
  }

  /** Begins anew with what the database has. @param taken addresses as offsets from the first address of the block */
  load(subnet: HintedSubnet, taken: Iterable<number>): void {
    this.#drop(subnet.id)
    const bitmap = new Bitmap(allocatableRanges(subnet))
    const { network } = blockOf(subnet.cidr)
    for (const offset of taken) bitmap.occupy(network + BigInt(offset))
    this.#hints.set(subnet.id, { generation: subnet.generation, bitmap })
    this.#bytes += bitmap.bytes
    while (this.#bytes > MOST_BYTES && this.#hints.size > 1) this.#drop(this.#hints.keys().next().value ?? '')
  }

  /** Offers an address, to one caller only; undefined when none is known to be free. */
  take(subnet: HintedSubnet): bigint | undefined {
    return this.#of(subnet)?.take()
  }

  /** Notes that an address is somebody's. */
  occupy(subnet: HintedSubnet, value: bigint): void {
    this.#of(subnet)?.occupy(value)
  }

  /** Notes what a search of the database found free. */
  found(subnet: HintedSubnet, gaps: readonly IpRange[]): void {
    for (const { first, last } of gaps) this.#of(subnet)?.release(first, last)
  }

  /** Notes that an address is nobody's any more. */
  released(subnet: string, ip: string): void {
    this.#hints.get(subnet)?.bitmap.release(addressOf(ip))
  }

  /** An offer was somebody else's: another server process fills the same region. Goes on elsewhere. @param random in [0, 1) */
  doubt(subnet: HintedSubnet, random: number): void {
    this.#doubtful.add(subnet.id)
    this.#of(subnet)?.scatter(random)
  }

  /** Whether one of the subnets gave a wrong offer just now. */
  isDoubtful(subnets: Iterable<string>): boolean {
    if (this.#doubtful.size === 0) return false
    for (const id of subnets) if (this.#doubtful.has(id)) return true
    return false
  }

  /** What the database has is known again. */
  trust(subnets: Iterable<string>): void {
    for (const id of subnets) this.#doubtful.delete(id)
  }

  /** Notes that the use of a subnet has changed. */
  touch(subnet: string): void {
    this.#touched.add(subnet)
  }

  /** Subnets whose use has changed since this was asked last. */
  takeTouched(): string[] {
    const touched = [...this.#touched]
    this.#touched.clear()
    return touched
  }

  #of(subnet: HintedSubnet): Bitmap | undefined {
    const hint = this.#hints.get(subnet.id)
    // Its ranges may be others since.
    if (hint?.generation !== subnet.generation) return undefined
    // Most recently used last.
    this.#hints.delete(subnet.id)
    this.#hints.set(subnet.id, hint)
    return hint.bitmap
  }

  #drop(id: string): void {
    this.#bytes -= this.#hints.get(id)?.bitmap.bytes ?? 0
    this.#hints.delete(id)
  }
}
