import type { Cidr, IpRange } from '@quantumnet/api'
import type { Tx } from '../../db/pool.ts'
import { AddressHints, allocatableRanges } from './hints.ts'
import { addressOf, blockOf, ipText } from './ip.ts'
import { eui64, randomAddress, stableAddress } from './ipv6.ts'
import { findGaps, lockSearch, reuseHeld, takenOffsets } from './search.ts'
import type { AllocatingSubnet, Wish } from './wish.ts'

/** An address to try. */
export interface Choice {
  readonly subnet: AllocatingSubnet
  readonly ip: string
  /** Nothing else will do: it was asked for, or follows from the MAC address. */
  readonly only?: boolean
  /** It is this owner's by what it is for, so that its project may have it again during the hold-down. */
  readonly own?: boolean
}

/** What a search found and nobody is offered yet, and where the next search goes on. */
interface Searched {
  found: IpRange[]
  rest: IpRange[]
}

const takeFrom = (searched: Searched): bigint | undefined => {
  const [gap, ...others] = searched.found
  if (gap === undefined) return undefined
  searched.found = gap.first < gap.last ? [{ first: gap.first + 1n, last: gap.last }, ...others] : others
  return gap.first
}

/** What of the ranges comes after `value`, in the order of the ranges. */
const after = (ranges: readonly IpRange[], value: bigint): IpRange[] =>
  ranges.flatMap(({ first, last }) => (last <= value ? [] : [{ first: first > value ? first : value + 1n, last }]))

/** What follows from a subnet's row, once for all wishes of a transaction. */
interface Ground {
  readonly block: Cidr
  readonly ranges: readonly IpRange[]
  /** Whether it has a bitmap. */
  readonly hinted: boolean
  /** What this transaction was offered already. Blocks of one network never overlap. */
  readonly offered: Set<bigint>
}

const groundOf = (subnet: AllocatingSubnet): Ground => ({
  block: blockOf(subnet.cidr),
  ranges: allocatableRanges(subnet),
  hinted: AddressHints.fits(subnet),
  offered: new Set(),
})

/** Ports have an IPv6 address that depends on nothing but the port. */
const isStable = ({ owner }: Wish, { ipv6_mode: mode }: AllocatingSubnet): boolean =>
  owner.kind === 'port' && mode !== null

/**
 * Chooses addresses for wishes that name none, for one transaction. First by the hint, or for IPv6 by what the address is for; when that
 * gave nothing, by a search of the database, one transaction at a time for each subnet; and last those that have been held longest.
 */
export class Chooser {
  readonly #tx: Tx
  readonly #hints: AddressHints
  readonly #searched = new Map<string, Searched>()
  readonly #grounds = new Map<string, Ground>()
  readonly #demand: ReadonlyMap<string, number>

  /** @param demand how many wishes name each subnet */
  constructor(tx: Tx, hints: AddressHints, demand: ReadonlyMap<string, number>) {
    this.#tx = tx
    this.#hints = hints
    this.#demand = demand
  }

  /** An address that is asked for by name: nobody else of this transaction is offered it. */
  given(subnet: AllocatingSubnet, ip: string): Choice {
    this.#offer(subnet, addressOf(ip))
    return { subnet, ip, only: true, own: true }
  }

  /** Undefined when all of the subnets are exhausted. @param careful search the database: a guess was wrong before */
  async any(wish: Wish, subnets: readonly AllocatingSubnet[], careful: boolean): Promise<Choice | undefined> {
    for (const subnet of subnets) {
      const choice = this.#fixed(wish, subnet) ?? (await this.#from(wish, subnet, careful))
      if (choice !== undefined) return choice
    }
    return undefined
  }

  /** Somebody else had it. */
  lost({ subnet, ip }: Choice): void {
    this.#hints.occupy(subnet, addressOf(ip))
    this.#hints.doubt(subnet, Math.random())
    this.#searched.delete(subnet.id)
  }

  /** Hosts of such a subnet make their address by themselves, from their MAC. */
  #fixed({ mac }: Wish, subnet: AllocatingSubnet): Choice | undefined {
    const autonomous = subnet.ipv6_mode === 'slaac' || subnet.ipv6_mode === 'dhcpv6-stateless'
    if (!autonomous || mac === undefined) return undefined
    const value = eui64(this.#groundOf(subnet).block, mac)
    this.#offer(subnet, value)
    return { subnet, ip: ipText(6, value), only: true, own: true }
  }

  async #from(wish: Wish, subnet: AllocatingSubnet, careful: boolean): Promise<Choice | undefined> {
    const guessed = careful ? undefined : await this.#guess(wish, subnet)
    const value = guessed ?? (await this.#search(subnet))
    if (value === undefined) return undefined
    this.#offer(subnet, value)
    const ip = ipText(this.#groundOf(subnet).block.family, value)
    return { subnet, ip, own: guessed !== undefined && isStable(wish, subnet) }
  }

  async #guess(wish: Wish, subnet: AllocatingSubnet): Promise<bigint | undefined> {
    return this.#groundOf(subnet).hinted ? await this.#hinted(subnet) : this.#scattered(wish, subnet)
  }

  async #hinted(subnet: AllocatingSubnet): Promise<bigint | undefined> {
    if (!this.#hints.knows(subnet)) {
      const taken = await takenOffsets(this.#tx, subnet)
      // Whoever has loaded it meanwhile has handed out addresses that are not in what was read.
      if (!this.#hints.knows(subnet)) this.#hints.load(subnet, taken)
    }
    for (let value = this.#hints.take(subnet); value !== undefined; value = this.#hints.take(subnet))
      if (!this.#isOffered(subnet, value)) return value
    return undefined
  }

  #scattered(wish: Wish, subnet: AllocatingSubnet): bigint | undefined {
    const { ranges } = this.#groundOf(subnet)
    const name = { subnet: subnet.id, owner: wish.owner.id, position: wish.position ?? 0 }
    const value = isStable(wish, subnet) ? stableAddress(ranges, name) : randomAddress(ranges)
    return value === undefined || this.#isOffered(subnet, value) ? undefined : value
  }

  #isOffered(subnet: AllocatingSubnet, value: bigint): boolean {
    return this.#groundOf(subnet).offered.has(value)
  }

  #offer(subnet: AllocatingSubnet, value: bigint): void {
    this.#hints.occupy(subnet, value)
    this.#groundOf(subnet).offered.add(value)
  }

  #groundOf(subnet: AllocatingSubnet): Ground {
    const known = this.#grounds.get(subnet.id) ?? groundOf(subnet)
    this.#grounds.set(subnet.id, known)
    return known
  }

  async #search(subnet: AllocatingSubnet): Promise<bigint | undefined> {
    const searched = this.#searched.get(subnet.id) ?? (await this.#beginSearch(subnet))
    for (;;) {
      for (let value = takeFrom(searched); value !== undefined; value = takeFrom(searched))
        if (!this.#isOffered(subnet, value)) return value
      searched.found = searched.rest.length === 0 ? [] : await findGaps(this.#tx, subnet, searched.rest)
      const last = searched.found.at(-1)
      searched.rest = last === undefined ? [] : after(searched.rest, last.last)
      if (last === undefined) return await this.#reused(subnet, searched)
      this.#hints.found(subnet, searched.found)
    }
  }

  async #beginSearch(subnet: AllocatingSubnet): Promise<Searched> {
    await lockSearch(this.#tx, subnet.id)
    const searched = { found: [], rest: [...this.#groundOf(subnet).ranges] }
    this.#searched.set(subnet.id, searched)
    return searched
  }

  /** Those that the search has found before are taken or offered by now. */
  async #reused(subnet: AllocatingSubnet, searched: Searched): Promise<bigint | undefined> {
    const ended = await reuseHeld(this.#tx, subnet, this.#groundOf(subnet).ranges, this.#demand.get(subnet.id) ?? 1)
    searched.found = ended.map((value) => ({ first: value, last: value }))
    return takeFrom(searched)
  }
}
