import { tag, type Labels, type Owner } from '../external-ids.ts'
import { rowId } from '../identity.ts'
import type { Columns, DesiredRow, RowRef } from '../rows.ts'

export interface LoadBalancerFields {
  readonly name: string
  readonly protocol: 'tcp' | 'udp' | 'sctp'
  /** places that connections go to, by where they come in; both as `place` writes them */
  readonly vips: Readonly<Record<string, string>>
  readonly options: Columns<'Load_Balancer'>['options']
  /** routers and switches on which it works */
  readonly on: readonly RowRef<'Logical_Router' | 'Logical_Switch'>[]
  readonly labels?: Labels
}

/** An address and a port as Load_Balancer.vips has them. */
export const place = (ip: string, port: number): string =>
  ip.includes(':') ? `[${ip}]:${String(port)}` : `${ip}:${String(port)}`

/** A load balancer of one protocol. `part` tells it from the other rows of its root. */
export const loadBalancer = (owner: Owner, fields: LoadBalancerFields, part?: string): DesiredRow => ({
  table: 'Load_Balancer',
  uuid: rowId(owner.deployment, owner.key, part),
  columns: {
    name: fields.name,
    protocol: fields.protocol,
    vips: fields.vips,
    ip_port_mappings: {},
    selection_fields: [],
    options: fields.options,
    external_ids: tag(owner, fields.labels),
  },
  memberOf: fields.on.map((container) => ({ container, column: 'load_balancer' })),
  needs: [],
})
