import type { Condition } from '@quantumnet/api'
import type { RouterRow } from './store.ts'

/** What of a router does not work although OVN has been told all of it. */

type Row = Pick<
  RouterRow,
  'gateway_network_id' | 'gateway_nodes' | 'distributed' | 'has_gateway_node' | 'routes' | 'updated_at' | 'deleting_at'
>

const noNode = ({
  gateway_nodes: asked,
  gateway_network_id: network,
  distributed,
  has_gateway_node: has,
}: Row): string[] => {
  if (has || (network === null && distributed)) return []
  const what = distributed ? 'the external gateway is nowhere' : 'the router is nowhere'
  return [
    asked.length === 0
      ? `${what}: no node offers itself as a gateway (QUANTUMNET_GATEWAY of its agent)`
      : `${what}: none of the nodes ${asked.join(', ')} is in service`,
  ]
}

const unprobed = ({ distributed, routes }: Row): string[] => {
  const without = distributed ? routes.filter(({ bfd, is_inside: isInside }) => bfd && isInside) : []
  if (without.length === 0) return []
  const hops = [...new Set(without.map(({ next_hop: hop }) => hop))].join(', ')
  return [`the next hops ${hops} are not probed: OVN probes those of a distributed router only in the external network`]
}

/** The conditions of a router that is in OVN, and does not do all that was asked. Pure. */
export const shortcomingsOf = (row: Row): Condition[] => {
  if (row.deleting_at !== null) return []
  const since = row.updated_at.toISOString()
  return [
    ...noNode(row).map((message) => ({ type: 'Degraded', reason: 'NoGatewayNode', message, since })),
    ...unprobed(row).map((message) => ({ type: 'Degraded', reason: 'NotProbed', message, since })),
  ]
}
