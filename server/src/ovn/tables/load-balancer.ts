import { tag, type Labels, type Owner } from '../external-ids.ts'
import { rowId } from '../identity.ts'
import type { Columns, DesiredRow, RowRef } from '../rows.ts'

export interface LoadBalancerFields {
  readonly name: string
  readonly protocol: 'tcp' | 'udp' | 'sctp'
  /** places that connections go to, by where they come in; both as `place` writes them */
  readonly vips: Readonly<Record<string, string>>
  /** logical port and source of probes by a member's address, both as Load_Balancer.ip_port_mappings has them; left out: none is probed */
  readonly probed?: Readonly<Record<string, string>>
  /** what of a connection chooses its member; left out: all of it */
  readonly hashedBy?: Columns<'Load_Balancer'>['selection_fields']
  readonly options: Columns<'Load_Balancer'>['options']
  /** routers and switches on which it works */
  readonly on: readonly RowRef<'Logical_Router' | 'Logical_Switch'>[]
  readonly labels?: Labels
}

/** An address as it stands before a colon. */
export const bracketed = (ip: string): string => (ip.includes(':') ? `[${ip}]` : ip)

/** An address and a port as Load_Balancer.vips has them. */
export const place = (ip: string, port: number): string => `${bracketed(ip)}:${String(port)}`

/** A row of a root's own. `part` tells it from the others. */
export const loadBalancerRef = ({ deployment, key }: Owner, part?: string): RowRef<'Load_Balancer'> => ({
  table: 'Load_Balancer',
  uuid: rowId(deployment, key, part),
  owner: key,
})

/** A load balancer of one protocol. `part` tells it from the other rows of its root. */
export const loadBalancer = (owner: Owner, fields: LoadBalancerFields, part?: string): DesiredRow => ({
  table: 'Load_Balancer',
  uuid: loadBalancerRef(owner, part).uuid,
  columns: {
    name: fields.name,
    protocol: fields.protocol,
    vips: fields.vips,
    ip_port_mappings: fields.probed ?? {},
    selection_fields: fields.hashedBy ?? [],
    options: fields.options,
    external_ids: tag(owner, fields.labels),
  },
  memberOf: fields.on.map((container) => ({ container, column: 'load_balancer' })),
  needs: [],
})

/** How members behind an address of a load balancer are probed. */
export const healthCheckRow = (
  owner: Owner,
  of: RowRef<'Load_Balancer'>,
  fields: { readonly vip: string; readonly options: Readonly<Record<string, string>>; readonly labels?: Labels },
): DesiredRow => ({
  table: 'Load_Balancer_Health_Check',
  uuid: rowId(owner.deployment, owner.key, `health:${of.uuid}`),
  columns: { vip: fields.vip, options: fields.options, external_ids: tag(owner, fields.labels) },
  memberOf: [{ container: of, column: 'health_check' }],
  needs: [],
})
