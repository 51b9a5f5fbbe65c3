import { MOST_SAMPLES, type BalancedConnections, type NetworkId } from '@quantumnet/api'
import type { Balanced } from './conntrack.ts'

/** Networks of clients by connection tracking zone; null: a router's. */
export type Zones = ReadonlyMap<number, NetworkId | null>

const PREFIX = 'ct-zone-'

/**
 * Whose zones ovn-controller uses, from `Bridge.external_ids`, where it keeps them over a restart: a logical port's by the port's name, a router's by
 * its datapath with `_dnat` or `_snat`.
 */
export const zonesOf = (externalIds: ReadonlyMap<string, string>, networks: ReadonlyMap<string, NetworkId>): Zones =>
  new Map(
    [...externalIds].flatMap(([key, zone]): [number, NetworkId | null][] =>
      key.startsWith(PREFIX) ? [[Number(zone), networks.get(key.slice(PREFIX.length)) ?? null]] : [],
    ),
  )

type Sum = { -readonly [Field in keyof BalancedConnections]: BalancedConnections[Field] }

const plus = (sum: number | null, more: number | null): number | null =>
  sum === null || more === null ? null : sum + more

/** Adds connections up by listener and member, however many there are. */
export class Tally {
  readonly #zones: Zones
  readonly #sums = new Map<string, Sum>()
  /** Connections that found no place: there are more listeners and members than a report has room for. */
  left = 0

  constructor(zones: Zones) {
    this.#zones = zones
  }

  add({ zone, packets, bytes, ...of }: Balanced): void {
    const network = this.#zones.get(zone)
    // Not OVN's: on the kernel's datapath connection tracking is shared with the host.
    if (network === undefined) return
    const { protocol, address, port, memberAddress, memberPort } = of
    const key = [network, protocol, address, port, memberAddress, memberPort].join(' ')
    const sum = this.#sums.get(key)
    if (sum !== undefined) {
      sum.connections += 1
      sum.packets = plus(sum.packets, packets)
      sum.bytes = plus(sum.bytes, bytes)
    } else if (this.#sums.size === MOST_SAMPLES) this.left += 1
    else
      this.#sums.set(key, {
        ...{ network, protocol, address, port, member_address: memberAddress, member_port: memberPort },
        ...{ connections: 1, packets, bytes },
      })
  }

  get sums(): readonly BalancedConnections[] {
    return [...this.#sums.values()]
  }
}
