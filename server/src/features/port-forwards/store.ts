import type { Queryable } from '../../db/pool.ts'
import type { ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'

/** The columns of a port forward's own. A tombstone's port and router may be gone. */
export interface PortForwardColumns {
  readonly project_id: string
  readonly floating_ip_id: string
  readonly protocol: 'tcp' | 'udp' | 'sctp'
  readonly external_port: number
  readonly target_port_id: string | null
  readonly target_ip: string
  readonly target_port_number: number
  readonly router_id: string | null
}

export interface PortForwardRow extends ResourceRow, PortForwardColumns {}

export const portForwards = new ResourceTable<PortForwardRow>('port_forward')

/** A port of a floating IP. */
export type ExternalPort = Pick<PortForwardColumns, 'floating_ip_id' | 'protocol' | 'external_port'>

/** What uses a port of a floating IP already, beside the forward `except`: another forward, or a listener of its load balancer. */
export const userOf = async (
  db: Queryable,
  port: ExternalPort,
  except: string,
): Promise<{ readonly words: string; readonly name: string } | undefined> => {
  const [row] = await db.query<{ words: string; name: string }>(
    `select 'port forward' as words, name from port_forward
     where floating_ip_id = $1 and protocol = $2 and external_port = $3 and deleting_at is null and id <> $4
     union all
     select 'load balancer' as words, b.name from load_balancer b join load_balancer_listener l on l.load_balancer_id = b.id
     where b.floating_ip_id = $1 and b.deleting_at is null and l.protocol = $2 and l.port = $3
     limit 1`,
    [port.floating_ip_id, port.protocol, port.external_port, except],
  )
  return row
}
