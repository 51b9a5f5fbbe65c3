import type { IpRange } from '@quantumnet/api'
import { addressOf, isAllocatable, searchOrder, type AddressRange } from './rules.ts'

/** What the search needs of a subnet. */
export interface SearchedSubnet {
  readonly id: string
  readonly allocation_ranges: readonly AddressRange[]
}

interface Hint {
  /** Addresses that were free when they were read, and that nobody in this process has been given since. */
  queue: bigint[]
  /** Where the next search begins: after the last address that was read. */
  next: bigint | undefined
  /** Counts what was put into the queue, so that of two searches at once only the first counts. */
  fills: number
}

/** Addresses read from the database at once: one search serves so many ports. */
const QUEUE_LENGTH = 256
/** Subnets remembered; the one filled longest ago is forgotten first. */
const MOST_SUBNETS = 2_000

const firstOf = (gaps: readonly IpRange[], count: number): bigint[] => {
  const found: bigint[] = []
  for (const { first, last } of gaps)
    for (let value = first; value <= last && found.length < count; value++) found.push(value)
  return found
}

/**
 * A guess at free addresses, one queue per subnet: ports that are made at the same time are offered different addresses without a lock, in
 * rotation through the subnet, so that an address given back is not given out again at once. It is only a hint, and may be wrong or lost
 * at any time: the primary key of `address` decides.
 */
export class FreeAddresses {
  readonly #hints = new Map<string, Hint>()

  /** Offers an address, to one caller only; undefined when a search is needed. */
  take({ id, allocation_ranges: ranges }: SearchedSubnet): bigint | undefined {
    const queue = this.#hints.get(id)?.queue
    // The ranges may have changed since the search.
    for (let value = queue?.shift(); value !== undefined; value = queue?.shift())
      if (isAllocatable(ranges, value)) return value
    return undefined
  }

  /** What to search, and a mark to hand to `fill` with the result. */
  search({ id, allocation_ranges: ranges }: SearchedSubnet): { readonly order: IpRange[]; readonly mark: number } {
    const hint = this.#hints.get(id)
    return { order: searchOrder(ranges, hint?.next), mark: hint?.fills ?? 0 }
  }

  /** Takes in the gaps that a search found, unless another search was quicker. */
  fill({ id }: SearchedSubnet, gaps: readonly IpRange[], mark: number): void {
    const fills = this.#hints.get(id)?.fills ?? 0
    if (fills !== mark) return
    const queue = firstOf(gaps, QUEUE_LENGTH)
    const last = queue.at(-1)
    this.#put(id, { queue, next: last === undefined ? undefined : last + 1n, fills: fills + 1 })
  }

  /**
   * Goes on somewhere else: for when offers collide, because another server process fills the same region.
   * @param random in [0, 1)
   */
  scatter({ id, allocation_ranges: ranges }: SearchedSubnet, random: number): void {
    const range = ranges[Math.floor(random * ranges.length)]
    if (range === undefined) return
    const first = addressOf(range.start)
    const size = Number(addressOf(range.end) - first + 1n)
    const fills = (this.#hints.get(id)?.fills ?? 0) + 1
    this.#put(id, { queue: [], next: first + BigInt(Math.floor(((random * ranges.length) % 1) * size)), fills })
  }

  #put(id: string, hint: Hint): void {
    this.#hints.delete(id)
    this.#hints.set(id, hint)
    if (this.#hints.size > MOST_SUBNETS) {
      const [oldest] = this.#hints.keys()
      if (oldest !== undefined) this.#hints.delete(oldest)
    }
  }
}
