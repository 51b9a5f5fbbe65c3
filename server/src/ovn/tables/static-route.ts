import { tag, type Labels, type Owner } from '../external-ids.ts'
import { rowId } from '../identity.ts'
import { routerPortName } from '../names.ts'
import { bfdRef, routerRef } from '../refs.ts'
import type { DesiredRow } from '../rows.ts'

export interface StaticRouteFields {
  /** what tells it from the router's other routes */
  readonly part: string
  readonly destination: string
  readonly nextHop: string
  /** the router's port that the next hop is reached by: see `routerPortRef` */
  readonly port: string
  /** whether the route counts only while the next hop answers (BFD, RFC 5880) */
  readonly bfd: boolean
  readonly labels?: Labels
}

/** A route of the router that `owner.key` is. Routes with one destination share the traffic (ECMP). */
export const staticRoute = (owner: Owner, fields: StaticRouteFields): DesiredRow => {
  const session = fields.bfd ? bfdRef(owner.deployment, owner.key.id, fields.nextHop) : null
  return {
    table: 'Logical_Router_Static_Route',
    uuid: rowId(owner.deployment, owner.key, `route:${fields.part}`),
    columns: {
      ip_prefix: fields.destination,
      nexthop: fields.nextHop,
      output_port: routerPortName(fields.port),
      policy: null,
      route_table: '',
      bfd: session === null ? null : session.uuid,
      options: {},
      external_ids: tag(owner, fields.labels),
    },
    memberOf: [{ container: routerRef(owner.deployment, owner.key.id), column: 'static_routes' }],
    needs: session === null ? [] : [session],
  }
}

/** The probing of a next hop, for all routes that lead by it. */
export const bfdSession = (
  owner: Owner,
  { nextHop, port }: Pick<StaticRouteFields, 'nextHop' | 'port'>,
): DesiredRow => ({
  table: 'BFD',
  uuid: bfdRef(owner.deployment, owner.key.id, nextHop).uuid,
  columns: { logical_port: routerPortName(port), dst_ip: nextHop, external_ids: tag(owner) },
  memberOf: [],
  needs: [],
})
