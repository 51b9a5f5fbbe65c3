import { createHash } from 'node:crypto'

/** A node as far as it may carry gateways. */
export interface GatewayNode {
  readonly name: string
  /** whether it offers itself */
  readonly gateway: boolean
  readonly service: 'in_service' | 'draining' | 'decommissioned'
  /** whether it has been silent for so long that what it alone would carry goes elsewhere */
  readonly isGivenUp: boolean
}

/** The condition of a node that was given up, and whether a row of `node` has it. */
export const GIVEN_UP_CONDITION = 'GivenUp'
export const GIVEN_UP = `conditions @> '[{"type": "${GIVEN_UP_CONDITION}"}]'`

/** A router as far as its gateway's place goes. */
interface Placed {
  readonly id: string
  /** false: the first node carries all of it, and nobody but the server sees that it dies; of others BFD knows better than silence */
  readonly distributed: boolean
  readonly asked: readonly string[]
}

/** More nodes would not be probed in time: each watches each other one (as OpenStack bounds it, too). */
const MOST_NODES = 5

/** Where a node stands among the gateways of a router, by chance but for good. */
const rankOf = (router: string, node: string): string =>
  createHash('sha256').update(`${router} ${node}`, 'utf8').digest('hex')

const isUsable = ({ service }: GatewayNode): boolean => service !== 'decommissioned'

const lastResort =
  ({ distributed }: Placed) =>
  ({ service, isGivenUp }: GatewayNode): number =>
    Number(service === 'draining') + (!distributed && isGivenUp ? 2 : 0)

/**
 * The nodes that carry a router's gateway, the preferred one first: those that were asked for, else those that offer themselves, each router in an
 * order of its own, so that gateways spread over nodes and few of them move when a node comes or goes. Whoever drains a node has the gateways
 * somewhere else, if there is somewhere else; so does who waits until a node that is dead is given up, of a router that is not distributed.
 */
export const gatewayNodesOf = (router: Placed, nodes: readonly GatewayNode[]): readonly string[] => {
  const { id, asked } = router
  const usable = nodes.filter(isUsable)
  const rank = lastResort(router)
  const candidates =
    asked.length > 0
      ? asked.flatMap((name) => usable.filter((node) => node.name === name))
      : usable
          .filter(({ gateway }) => gateway)
          .map((node) => ({ node, rank: rankOf(id, node.name) }))
          .sort((a, b) => (a.rank < b.rank ? -1 : 1))
          .map(({ node }) => node)
  return candidates
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, MOST_NODES)
    .map(({ name }) => name)
}
