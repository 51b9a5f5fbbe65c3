import type { AddressRange } from './ip.ts'

/** What an address is for. The API shows `dns` as reserved, `router` as gateway and `vip` as static. */
export type AddressType = 'dynamic' | 'static' | 'reserved' | 'gateway' | 'dns' | 'floating' | 'router' | 'vip'

/** What allocation needs of a subnet; rows of `subnet` have it all. */
export interface AllocatingSubnet {
  readonly id: string
  readonly network_id: string
  readonly name: string
  readonly cidr: string
  readonly gateway: string | null
  readonly dns_address: string | null
  readonly allocation_ranges: readonly AddressRange[]
  readonly reserved_ranges: readonly AddressRange[]
  readonly ipv6_mode: 'slaac' | 'dhcpv6-stateful' | 'dhcpv6-stateless' | null
  readonly generation: number
}

/** The resource that has an address: its kind and id. */
export interface AddressOwner {
  readonly kind: string
  readonly id: string
}

/** A certain address, or any that one of these subnets hands out: of the first that has one. */
export type Place<Subnet extends AllocatingSubnet = AllocatingSubnet> =
  | { readonly kind: 'given'; readonly subnet: Subnet; readonly ip: string }
  | { readonly kind: 'any'; readonly subnets: readonly [Subnet, ...Subnet[]] }

/** One address that somebody wants. */
export interface Wish {
  readonly owner: AddressOwner
  /** who counts as its holder, and may have it again at once after it was given back */
  readonly project: string
  /** `dynamic` for any address of a port; what else it is for otherwise */
  readonly type: AddressType
  readonly place: Place
  /** where in the request it was asked for; refusals name it */
  readonly pointer: string
  /** which of its owner's addresses this is; default 0 */
  readonly position?: number
  readonly hostname?: string | null
  /** the MAC address of who has it; EUI-64 is made from it */
  readonly mac?: string
  /** It gets a generated MAC of its own, as what OVN itself answers for does, and that ends with it. */
  readonly ownMac?: boolean
  /** Default: a new one. */
  readonly id?: string
}

/** An address that was taken. */
export interface TakenAddress {
  readonly id: string
  readonly subnet: string
  readonly ip: string
  /** as asked for or generated; what was there before when a reservation or a gateway was taken over */
  readonly mac: string | null
}
