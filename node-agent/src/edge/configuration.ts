import { createHash } from 'node:crypto'
import { tenantCorefile, type TenantEdges, type TenantNetwork } from '@quantumnet/dns/corefile'
import { bindAddressOf, bindAddressV6Of, isV6 } from './layout.ts'
import { parseUpstream } from './upstream.ts'
import type { AllottedEdge } from './ports.ts'

/** A network as CoreDNS knows it: by its number, and by the zone and the network that are answered there. */
export type NetworkKey = `${number} ${string}`

export const networkKey = ({ index, zone, network }: Pick<AllottedEdge, 'index' | 'zone' | 'network'>): NetworkKey =>
  `${String(index) as `${number}`} ${zone} ${network}`

/** What CoreDNS is to run with. */
export interface EdgeConfiguration {
  readonly corefile: string
  /** the loopback address that CoreDNS answers on with this very Corefile, and with no other */
  readonly mark: string
  readonly networks: readonly NetworkKey[]
}

/** The configuration for these edges. @throws Error when an address or a name is not one */
export const edgeConfiguration = (
  edges: readonly AllottedEdge[],
  rest: Omit<TenantEdges, 'edges' | 'mark'>,
): EdgeConfiguration => {
  const tenants = { ...rest, edges: edges.map(tenantOf) }
  const mark = markOf(tenantCorefile(tenants))
  return { corefile: tenantCorefile({ ...tenants, mark }), mark, networks: edges.map(networkKey) }
}

const tenantOf = ({ index, address, zone, views, reverse, forwarders }: AllottedEdge): TenantNetwork => ({
  ...{ bind: bindAddressOf(index), zone, views, reverse },
  ...(isV6({ address }) && { bindV6: bindAddressV6Of(index) }),
  forwarders: forwarders
    .map(({ domain, servers }) => ({
      domain,
      servers: servers.filter((server) => parseUpstream(server) !== undefined),
    }))
    .filter(({ servers }) => servers.length > 0),
})

/** 24 bits of the text's digest, away from 127.0.0.0/24, where others listen, and from the broadcast address. */
const markOf = (text: string): string => {
  const [first = 0, second = 0, third = 0] = createHash('sha256').update(text).digest()
  return `127.${String(1 + (first % 254))}.${String(second)}.${String(third)}`
}

/**
 * Whether a configuration is the one that is loaded, by the addresses of the sockets for DNS in the namespace. A reload opens its sockets before
 * it closes those of the configuration before, and may fail in between: it is done when its mark is the only one that is left. A mark
 * that is there twice belongs to a reload that failed and left sockets behind, which nobody reads.
 */
export const isLoaded = (mark: string, listening: readonly string[]): boolean => {
  const marks = listening.filter((address) => address.startsWith('127.'))
  return marks.length === 1 && marks[0] === mark
}
