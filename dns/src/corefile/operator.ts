import { CATALOG_ZONE } from '@quantumnet/api'
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
import { endpointParts, endpoints, hostBlocks, zoneName } from './values.ts'

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
    ...metricsLines(edge.probes),
    ...commonLines,
    // Without this, anybody could list the tenants from the catalog. The primaries are let in because their NOTIFY asks for it by name.
    ...nested(`acl ${CATALOG_ZONE}`, [`allow net ${hostBlocks(edge.primaries, 'primaries').join(' ')}`, 'block']),
    ...nested(`secondary ${CATALOG_ZONE}`, [`transfer from ${primaries}`, `catalog ${root}`, 'fallthrough']),
    ...forwardToPrimaries('.', primaries),
  ])
  return [ours, ...otherNames(edge, address, port)].join('\n')
}

/** Names outside our zones. Without resolvers there is no block for them, and CoreDNS refuses what it has no block for. */
const otherNames = ({ resolvers = [], probes }: OperatorEdge, address: string, port: number): string[] =>
  resolvers.length === 0
    ? []
    : [
        block(`.:${String(port)}`, [
          `bind ${address}`,
          ...metricsLines(probes),
          ...commonLines,
          ...nested(`acl ${privateReverseDomains.join(' ')}`, ['filter']),
          ...resolverLines(resolvers, 'resolvers'),
        ]),
      ]
