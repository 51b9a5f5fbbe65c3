import { isWithin, VIEW_DOMAIN } from '@quantumnet/api'
import {
  block,
  commonLines,
  forwardToPrimaries,
  metricsLines,
  nested,
  privateReverseDomains,
  probeLines,
  resolverLines,
  type EdgeProbes,
} from './parts.ts'
import { arpaLines, shortNameLines, viewLines } from './rewrites.ts'
import { domainName, endpoints, ipAddress, zoneBelow, zoneName } from './values.ts'

/** One subnet's DNS edge. */
export interface TenantNetwork {
  /** the address that CoreDNS answers this network on, for example 169.254.64.1 */
  readonly bind: string
  /** where it answers over IPv6 as well */
  readonly bindV6?: string
  /** the project's zone, for example `demo.internal` */
  readonly zone: string
  /** domains that the project answers for beside it, and by which zones the primaries hold them */
  readonly views?: readonly { readonly domain: string; readonly zone: string }[]
  /** the zone below which the primaries hold the network's reverse names, and which domains these are beside the private ones */
  readonly reverse?: { readonly zone: string; readonly domains: readonly string[] } | undefined
  /** who is asked for other names, `address:port`; of the domain null for all of them, instead of the resolvers */
  readonly forwarders?: readonly { readonly domain: string | null; readonly servers: readonly string[] }[]
}

export interface TenantEdges {
  readonly edges: readonly TenantNetwork[]
  /** root of our names; default `internal` */
  readonly zone?: string
  readonly primaries: readonly string[]
  readonly resolvers?: readonly string[]
  /** address from which somebody here passes NOTIFY on; nobody listens to DNS there */
  readonly relay?: string
  readonly probes: EdgeProbes
  /** port of every edge address and of the probes' block; default 53 */
  readonly port?: number
  /**
   * loopback address of the probes' block; default 127.0.0.1. Who gives every configuration another one sees by the sockets of CoreDNS which
   * one it has loaded: a reload that fails is otherwise said in its log only.
   */
  readonly mark?: string
}

/** What all networks of an edge share. */
interface Common extends Pick<TenantEdges, 'probes' | 'resolvers'> {
  readonly root: string
  readonly port: string
  readonly primaries: string
  /** as `primaries`; last the one that only passes NOTIFY on: CoreDNS takes it from whom it would transfer from */
  readonly sources: string
}

/**
 * The edge for VMs: one CoreDNS for all networks of a hypervisor, with server blocks and so an address and data of its own for each.
 *
 * What keeps projects apart is in the text itself, not in anything that a client sends: a block holds copies of the project's own zones and of
 * the root, which has no names; and only names of these are ever forwarded to the primaries. So any other name below the root is NXDOMAIN from
 * the copy of the root, whatever the primaries know and also while they are down. Where projects have zones of equal names, and for
 * addresses, the primaries hold each under a name of its own, and the block translates.
 *
 * @throws Error when an address or a name is not one, or two edges have the same address
 */
export const tenantCorefile = (tenants: TenantEdges): string => {
  const primaries = endpoints(tenants.primaries, 'primaries')
  const relay = tenants.relay === undefined ? '' : ` ${ipAddress(tenants.relay, 'relay')}`
  const common: Common = {
    root: zoneName(tenants.zone ?? 'internal', 'zone'),
    port: String(tenants.port ?? 53),
    ...{ primaries, sources: primaries + relay },
    ...{ probes: tenants.probes, resolvers: tenants.resolvers ?? [] },
  }
  refuseTwice(tenants.edges.flatMap(bindsOf))
  // A block of its own for the probes, so that they are there with no network too. RFC 6761 §6.4: nobody asks for names in "invalid".
  const mark = ipAddress(tenants.mark ?? '127.0.0.1', 'mark')
  const probes = block(`invalid:${common.port}`, [`bind ${mark}`, ...probeLines(tenants.probes)])
  const networks = [...tenants.edges]
    .sort((a, b) => (a.bind < b.bind ? -1 : 1))
    .flatMap((edge) => [ownNames(edge, common), ...otherNames(edge, common)])
  return [probes, ...networks].join('\n')
}

const bindsOf = ({ bind, bindV6 }: TenantNetwork): string[] => [
  ipAddress(bind, 'edges[].bind'),
  ...(bindV6 === undefined ? [] : [ipAddress(bindV6, 'edges[].bindV6')]),
]

/** Domains that the network's own block answers for, beside the root. */
const ownDomains = ({ views = [], reverse }: TenantNetwork): string[] => [
  ...new Set([
    ...views.map(({ domain }) => domainName(domain, 'edges[].views[].domain')),
    ...privateReverseDomains,
    ...(reverse?.domains ?? []).map((domain) => domainName(domain, 'edges[].reverse.domains[]')),
  ]),
]

const ownNames = (edge: TenantNetwork, { root, port, primaries, sources, probes }: Common): string => {
  const zone = zoneBelow(edge.zone, root, 'edges[].zone')
  const views = (edge.views ?? []).map((view) => ({
    ...view,
    zone: zoneBelow(view.zone, VIEW_DOMAIN, 'edges[].views[].zone'),
  }))
  const reverse = edge.reverse && zoneBelow(edge.reverse.zone, VIEW_DOMAIN, 'edges[].reverse.zone')
  const zones = [zone, ...views.map((view) => view.zone), ...(reverse === undefined ? [] : [reverse])]
  // The names that zones have with the primaries are here for NOTIFY, which asks for them so.
  const keys = [root, ...(zones.length > 1 ? [VIEW_DOMAIN] : []), ...ownDomains(edge)]
  return block(keys.map((key) => `${key}:${port}`).join(' '), [
    `bind ${bindsOf(edge).join(' ')}`,
    ...metricsLines(probes),
    ...commonLines,
    ...shortNameLines(zone, root),
    ...views.flatMap(viewLines),
    ...(reverse === undefined ? [] : arpaLines(reverse)),
    ...nested(`secondary ${[root, ...zones].join(' ')}`, [
      `transfer from ${sources}`,
      `fallthrough ${zones.join(' ')}`,
    ]),
    ...zones.flatMap((each) => forwardToPrimaries(each, primaries)),
  ])
}

/** Names that are not ours: each domain by who is to be asked. Without anybody CoreDNS has no block for them, and refuses. */
const otherNames = (edge: TenantNetwork, { root, port, resolvers = [], probes }: Common): string[] => {
  const own = new Set([root, VIEW_DOMAIN, ...ownDomains(edge)])
  const asked = new Map<string, readonly string[]>(resolvers.length === 0 ? [] : [['.', resolvers]])
  for (const { domain, servers } of edge.forwarders ?? []) {
    const from = domain === null ? '.' : domainName(domain, 'edges[].forwarders[].domain')
    if (!own.has(from) && !isWithin(from, root)) asked.set(from, servers)
  }
  return [...asked].map(([domain, servers]) =>
    block(`${domain}:${port}`, [
      `bind ${bindsOf(edge).join(' ')}`,
      ...metricsLines(probes),
      ...commonLines,
      ...resolverLines(servers, domain === '.' ? 'resolvers' : 'edges[].forwarders[].servers[]'),
    ]),
  )
}

const refuseTwice = (binds: readonly string[]): void => {
  const seen = new Set<string>()
  for (const bind of binds) {
    if (seen.has(bind)) throw new Error(`edges[].bind: ${bind} is used twice; every edge needs an address of its own`)
    seen.add(bind)
  }
}
