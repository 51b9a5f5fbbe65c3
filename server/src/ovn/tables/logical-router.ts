import { tag, type Labels, type Owner } from '../external-ids.ts'
import { routerName } from '../names.ts'
import { coppRef, routerRef } from '../refs.ts'
import type { DesiredRow } from '../rows.ts'

export interface LogicalRouterFields {
  /** chassis that alone routes; null: every hypervisor for its own VMs */
  readonly chassis: string | null
  readonly labels?: Labels
}

/** Seconds after which a neighbour that was learned is forgotten. OVN's default is never, and a stale one is a black hole. */
const NEIGHBOUR_AGE_S = 300

/**
 * The router that `owner.key` is. It learns neighbours only from what is meant for it, and asks for those on a network that it shares with
 * other routers instead of having a flow for each of them (ovn-nb(5), Logical_Router.options).
 */
export const logicalRouter = (owner: Owner, { chassis, labels }: LogicalRouterFields): DesiredRow => ({
  table: 'Logical_Router',
  uuid: routerRef(owner.deployment, owner.key.id).uuid,
  columns: {
    name: routerName(owner.key.id),
    enabled: true,
    copp: coppRef(owner.deployment).uuid,
    options: {
      always_learn_from_arp_request: 'false',
      dynamic_neigh_routers: 'true',
      mac_binding_age_threshold: String(NEIGHBOUR_AGE_S),
      ...(chassis !== null && { chassis }),
    },
    external_ids: tag(owner, labels),
  },
  memberOf: [],
  // OVN drops a reference to a row that is not there, silently.
  needs: [coppRef(owner.deployment)],
})
