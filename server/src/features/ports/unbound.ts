import type { Condition } from '@quantumnet/api'
import type { PortRow } from './store.ts'

/** Why a port is on no hypervisor, as far as it can be told without one. */

const noNode = (node: string): string =>
  `it may be bound on hypervisor "${node}" only, and none of this name is registered and in service`

type Row = Pick<PortRow, 'node' | 'has_node' | 'updated_at' | 'deleting_at'>

/** The condition of a port whose only hypervisor is none. It names nothing but what the port itself asks for. Pure. */
export const waitsForNode = ({ node, has_node: hasNode, updated_at: at, deleting_at: deleting }: Row): Condition[] =>
  node === null || hasNode || deleting !== null
    ? []
    : [{ type: 'Waiting', reason: 'NoSuchNode', message: noNode(node), since: at.toISOString() }]

/** What tells why a port is not up. */
export type UnboundRow = Pick<PortRow, 'type' | 'node' | 'has_node' | 'binding_state' | 'binding_reason'>

/** Why a port is not up: as its hypervisor said, else why none has said anything. Nothing is ever plugged into a virtual port. Pure. */
export const bindingReasonOf = (row: UnboundRow): string | null => {
  if (row.binding_reason !== null || row.binding_state !== 'unbound' || row.type === 'virtual')
    return row.binding_reason
  return row.node === null || row.has_node
    ? 'nothing is plugged in: no hypervisor has told of an interface of it'
    : noNode(row.node)
}
