import { formatCidr, isDnsName, parseCidr, parseIp } from '@quantumnet/api'
import { parseEndpoint, type Endpoint } from './endpoint.ts'

/**
 * Configuration of the two kinds of CoreDNS edge, as text. Pure: equal input gives equal text, so a caller may compare before it writes a
 * file. Everything that goes into the text is checked here; nothing else can reach a Corefile.
 */

/** The RFC 9432 catalog that lists all our zones: an operator's edge follows it, so that it needs no configuration per zone. */
export const CATALOG_ZONE = 'catalog.quantumnet'

/** Where CoreDNS says over HTTP that it lives (`/health`) and has loaded its plugins (`/ready`): `address:port` each, on loopback. */
export interface EdgeProbes {
  readonly health: string
  readonly ready: string
}

export interface OperatorEdge {
  /** address and port to answer on, `address:port` */
  readonly listen: string
  /** root of our names; default `internal` */
  readonly zone?: string
  /** the dns processes, `address:port`; NOTIFY is accepted from these addresses only */
  readonly primaries: readonly string[]
  /** who answers for names that are not ours, `address:port`; none: they are refused */
  readonly resolvers?: readonly string[]
  readonly probes: EdgeProbes
}

/** One subnet's DNS edge. */
export interface TenantNetwork {
  /** the address that CoreDNS answers this network on, for example 169.254.64.1 */
  readonly bind: string
  /** the project's zone, for example `demo.internal` */
  readonly zone: string
}

export interface TenantEdges {
  readonly edges: readonly TenantNetwork[]
  /** root of our names; default `internal` */
  readonly zone?: string
  readonly primaries: readonly string[]
  readonly resolvers?: readonly string[]
  readonly probes: EdgeProbes
  /** port of every edge address and of the probes' block; default 53 */
  readonly port?: number
  /**
   * loopback address of the probes' block; default 127.0.0.1. Who gives every configuration another one sees by the sockets of CoreDNS which
   * one it has loaded: a reload that fails is otherwise said in its log only.
   */
  readonly mark?: string
}

/**
 * The edge for operators and their machines: every project's zone, copied by zone transfer and listed by the catalog. A name that is not
 * in the copy yet is asked of a primary. It isolates nobody from anybody: VMs ask a tenant edge.
 *
 * @throws Error when an address or a name is not one
 */
export const operatorCorefile = (edge: OperatorEdge): string => {
  const { address, port } = endpointParts(edge.listen, 'listen')
  const root = zoneName(edge.zone ?? 'internal', 'zone')
  const primaries = endpoints(edge.primaries, 'primaries')
  const ours = block(`${root}:${String(port)} ${CATALOG_ZONE}:${String(port)}`, [
    `bind ${address}`,
    ...probeLines(edge.probes),
    ...commonLines,
    // Without this, anybody could list the tenants from the catalog. The primaries are let in because their NOTIFY asks for it by name.
    ...nested(`acl ${CATALOG_ZONE}`, [`allow net ${hostBlocks(edge.primaries).join(' ')}`, 'block']),
    ...nested(`secondary ${CATALOG_ZONE}`, [`transfer from ${primaries}`, `catalog ${root}`, 'fallthrough']),
    ...forwardToPrimaries('.', primaries),
  ])
  return [ours, ...otherNames(address, port, edge.resolvers ?? [])].join('\n')
}

/**
 * The edge for VMs: one CoreDNS for all networks of a hypervisor, with a server block and so an address and data of its own for each.
 *
 * What keeps projects apart is in the text itself, not in anything that a client sends: a block holds copies of two zones, the
 * project's own and the root, which has no names; and only names of the project's own zone are ever forwarded. So any other name below the
 * root is NXDOMAIN from the copy of the root, whatever the primaries know and also while they are down.
 *
 * @throws Error when an address or a name is not one, or two edges have the same address
 */
export const tenantCorefile = (tenants: TenantEdges): string => {
  const root = zoneName(tenants.zone ?? 'internal', 'zone')
  const primaries = endpoints(tenants.primaries, 'primaries')
  const port = tenants.port ?? 53
  const edges = tenants.edges.map((edge) => ({
    bind: ipAddress(edge.bind, 'edges[].bind'),
    zone: zoneBelow(edge.zone, root),
  }))
  refuseTwice(edges.map(({ bind }) => bind))
  // A block of its own for the probes, so that they are there with no network too. RFC 6761 §6.4: nobody asks for names in "invalid".
  const mark = ipAddress(tenants.mark ?? '127.0.0.1', 'mark')
  const probes = block(`invalid:${String(port)}`, [`bind ${mark}`, ...probeLines(tenants.probes)])
  const networks = [...edges]
    .sort((a, b) => (a.bind < b.bind ? -1 : 1))
    .flatMap((edge) => [
      block(`${root}:${String(port)}`, tenantLines(edge, root, primaries)),
      ...otherNames(edge.bind, port, tenants.resolvers ?? []),
    ])
  return [probes, ...networks].join('\n')
}

const tenantLines = ({ bind, zone }: TenantNetwork, root: string, primaries: string): string[] => [
  `bind ${bind}`,
  ...commonLines,
  // <vm>.internal is <vm> in the asker's own project. The project's own name is left alone: as <label>.<label>.internal it would
  // not exist, and by RFC 8020 neither would anything below it.
  ...nested('rewrite stop', [`name exact ${zone}. ${zone}.`]),
  ...nested('rewrite stop', [`name regex ^([^.]+)\\.${root.replaceAll('.', '\\.')}\\.$ {1}.${zone}. answer auto`]),
  ...nested(`secondary ${root} ${zone}`, [`transfer from ${primaries}`, `fallthrough ${zone}`]),
  ...forwardToPrimaries(zone, primaries),
]

const nested = (head: string, lines: readonly string[]): string[] => [
  `${head} {`,
  ...lines.map((line) => `  ${line}`),
  '}',
]

/** Answers of at most 1232 bytes over UDP; errors to the log; transfers are for the primaries' own edges, never for clients. */
const commonLines = ['bufsize 1232', 'errors', ...nested('acl', ['block type AXFR', 'block type IXFR'])]

/** Which reverse zones are private: RFC 1918 and link local. They must not be asked of public resolvers (RFC 6303). */
const privateReverseZones = [
  '10.in-addr.arpa',
  ...Array.from({ length: 16 }, (_, index) => `${String(16 + index)}.172.in-addr.arpa`),
  '168.192.in-addr.arpa',
  '254.169.in-addr.arpa',
]

/** Names outside our zones. Without resolvers there is no block for them, and CoreDNS refuses what it has no block for. */
const otherNames = (address: string, port: number, resolvers: readonly string[]): string[] => {
  if (resolvers.length === 0) return []
  return [
    block(`.:${String(port)}`, [
      `bind ${address}`,
      ...commonLines,
      ...nested(`acl ${privateReverseZones.join(' ')}`, ['filter']),
      ...nested('cache 300', ['success 4096', 'denial 1024']),
      `forward . ${endpoints(resolvers, 'resolvers')}`,
    ]),
  ]
}

/** In the order given, so that all edges prefer the same primary; failures are found by the queries themselves. */
const forwardToPrimaries = (from: string, primaries: string): string[] =>
  nested(`forward ${from} ${primaries}`, [
    'policy sequential',
    'max_fails 2',
    'health_check 200ms',
    'failfast_all_unhealthy_upstreams',
  ])

const probeLines = ({ health, ready }: EdgeProbes): string[] => [
  `health ${endpoint(health, 'probes.health')}`,
  `ready ${endpoint(ready, 'probes.ready')}`,
]

const block = (head: string, lines: readonly string[]): string => `${nested(head, lines).join('\n')}\n`

const refuseTwice = (binds: readonly string[]): void => {
  const seen = new Set<string>()
  for (const bind of binds) {
    if (seen.has(bind)) throw new Error(`edges[].bind: ${bind} is used twice; every edge needs an address of its own`)
    seen.add(bind)
  }
}

const zoneName = (name: string, where: string): string => {
  if (!isDnsName(name))
    throw new Error(
      `${where}: "${name}" is not a zone's name; give lower-case labels, no trailing dot, as in "internal"`,
    )
  return name
}

const zoneBelow = (name: string, root: string): string => {
  if (!zoneName(name, 'edges[].zone').endsWith(`.${root}`))
    throw new Error(`edges[].zone: "${name}" is not below "${root}"; give a project's zone, as in "demo.${root}"`)
  return name
}

const ipAddress = (text: string, where: string): string => {
  if (parseIp(text) === undefined) throw new Error(`${where}: "${text}" is not an IP address`)
  return text
}

const endpointParts = (text: string, where: string): Endpoint => {
  const parts = parseEndpoint(text)
  if (parts === undefined)
    throw new Error(`${where}: "${text}" is not an address with a port, such as "127.0.0.1:53" or "[::1]:53"`)
  return parts
}

const endpoint = (text: string, where: string): string => {
  endpointParts(text, where)
  return text
}

const endpoints = (texts: readonly string[], where: string): string => {
  if (texts.length === 0) throw new Error(`${where}: give at least one address with a port, such as "127.0.0.1:53"`)
  return texts.map((text) => endpoint(text, where)).join(' ')
}

const hostBlocks = (texts: readonly string[]): string[] =>
  texts.map((text) => {
    const { address } = endpointParts(text, 'primaries')
    const cidr = parseCidr(`${address}/${address.includes(':') ? '128' : '32'}`)
    return cidr === undefined ? address : formatCidr(cidr)
  })
