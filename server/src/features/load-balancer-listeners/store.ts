import type { ConnectionStatistics, LoadBalancerProtocol } from '@quantumnet/api'
import type { Queryable, Tx } from '../../db/pool.ts'
import { PartTable } from '../../resource-kit/part.ts'
import type { PartRow, ShownRow } from '../../resource-kit/rows.ts'
import { BALANCED_JOIN, balancedColumn } from '../statistics/index.ts'

/** The columns of a listener's own. */
export interface ListenerColumns {
  readonly load_balancer_id: string
  readonly pool_id: string
  readonly name: string
  readonly protocol: LoadBalancerProtocol
  readonly port: number
  readonly session_affinity: boolean
  readonly hairpin: boolean
}

export interface ListenerRow extends PartRow, ListenerColumns {
  /** null: no hypervisor has told any */
  readonly statistics: ConnectionStatistics | null
}

export const listeners = new PartTable<ListenerRow, ShownRow & ListenerColumns>('load_balancer_listener', {
  parent: 'load_balancer',
  column: 'load_balancer_id',
  columns: balancedColumn('listener_id'),
  joins: BALANCED_JOIN,
})

/** A protocol and port of a load balancer. */
export type Socket = Pick<ListenerColumns, 'load_balancer_id' | 'protocol' | 'port'>

/** The listener of a load balancer that has a protocol and port. */
export const listenerAt = async (
  db: Queryable,
  { load_balancer_id: loadBalancer, protocol, port }: Socket,
): Promise<{ id: string; name: string } | undefined> => {
  const [row] = await db.query<{ id: string; name: string }>(
    'select id, name from load_balancer_listener where load_balancer_id = $1 and protocol = $2 and port = $3',
    [loadBalancer, protocol, port],
  )
  return row
}

/**
 * Nobody else makes a port forward of a floating IP, or a listener at it, until this transaction ends: each looks whether the other has the port.
 * A statement of its own: what is read after it is what there is.
 */
export const holdFloatingIp = async (tx: Tx, id: string): Promise<void> => {
  await tx.query('select from floating_ip where id = $1 for no key update', [id], 'listener_hold_floating_ip')
}

/** The port forward of a floating IP that has a protocol and port. */
export const forwardAt = async (
  db: Queryable,
  floatingIp: string,
  { protocol, port }: Omit<Socket, 'load_balancer_id'>,
): Promise<{ id: string; name: string } | undefined> => {
  const [row] = await db.query<{ id: string; name: string }>(
    `select id, name from port_forward
     where floating_ip_id = $1 and protocol = $2 and external_port = $3 and deleting_at is null`,
    [floatingIp, protocol, port],
  )
  return row
}
