import { createHash } from 'node:crypto'

/** A node as far as it may carry gateways. */
export interface GatewayNode {
  readonly name: string
  /** whether it offers itself */
  readonly gateway: boolean
  readonly service: 'in_service' | 'draining' | 'decommissioned'
}

/** More nodes would not be probed in time: each watches each other one (as OpenStack bounds it, too). */
const MOST_NODES = 5

/** Where a node stands among the gateways of a router, by chance but for good. */
const rankOf = (router: string, node: string): string =>
  createHash('sha256').update(`${router} ${node}`, 'utf8').digest('hex')

const isUsable = ({ service }: GatewayNode): boolean => service !== 'decommissioned'

const drainedLast = (a: GatewayNode, b: GatewayNode): number =>
  Number(a.service === 'draining') - Number(b.service === 'draining')

/**
 * The nodes that carry a router's gateway, the preferred one first: those that were asked for, else those that offer themselves, each router in an
 * order of its own, so that gateways spread over nodes and few of them move when a node comes or goes. Whoever drains a node has the gateways
 * somewhere else, if there is somewhere else.
 */
export const gatewayNodesOf = (
  { id, asked }: { readonly id: string; readonly asked: readonly string[] },
  nodes: readonly GatewayNode[],
): readonly string[] => {
  const usable = nodes.filter(isUsable)
  const candidates =
    asked.length > 0
      ? asked.flatMap((name) => usable.filter((node) => node.name === name))
      : usable
          .filter(({ gateway }) => gateway)
          .map((node) => ({ node, rank: rankOf(id, node.name) }))
          .sort((a, b) => (a.rank < b.rank ? -1 : 1))
          .map(({ node }) => node)
  return candidates
    .toSorted(drainedLast)
    .slice(0, MOST_NODES)
    .map(({ name }) => name)
}
