export type Family = 'v4' | 'v6'

/** A device in a network namespace. */
export interface Link {
  readonly mac: string
  readonly up: boolean
  /** `address/prefix length` */
  readonly addresses: readonly string[]
}

/** What one of our nft tables was marked with; undefined when the table is not there. */
export type Mark = string | undefined

/** Rules with a source address, by preference. */
export type Rules = ReadonlyMap<number, { readonly source: string; readonly table: string }>
/** Default routes by routing table. */
export type DefaultRoutes = ReadonlyMap<string, { readonly device: string; readonly gateway: string | undefined }>

/** The namespace of the edge, and what of the hypervisor's own namespace concerns it. */
export interface NetnsState {
  readonly exists: boolean
  readonly links: ReadonlyMap<string, Link>
  /** kernel settings by name, as sysctl(8) spells them */
  readonly sysctls: ReadonlyMap<string, string>
  readonly rules: Readonly<Record<Family, Rules>>
  readonly defaults: Readonly<Record<Family, DefaultRoutes>>
  readonly mark: Mark
  readonly host: {
    readonly links: ReadonlyMap<string, Link>
    readonly sysctls: ReadonlyMap<string, string>
    /** devices by which packets to the upstreams leave; none for an upstream on this host or without a route */
    readonly outDevices: readonly string[]
    readonly mark: Mark
    /** devices that our table closes to all but the edge */
    readonly closed: readonly string[]
  }
}

/** What a namespace that does not exist looks like. */
export const absentNetns = (host: NetnsState['host']): NetnsState => ({
  exists: false,
  links: new Map(),
  sysctls: new Map(),
  rules: { v4: new Map(), v6: new Map() },
  defaults: { v4: new Map(), v6: new Map() },
  mark: undefined,
  host,
})
