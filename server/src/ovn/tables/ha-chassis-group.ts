import { tag, type Owner } from '../external-ids.ts'
import { rowId } from '../identity.ts'
import { gatewayGroupName } from '../names.ts'
import { gatewayGroupRef } from '../refs.ts'
import type { DesiredRow } from '../rows.ts'

/** Priority of the first chassis of a group; the following ones have one less each. */
const FIRST_PRIORITY = 100

/**
 * The chassis that may carry the external gateway of the router that `owner.key` is, the preferred one first. They watch each other by BFD,
 * and the first one that lives has the gateway (ovn-nb(5), HA_Chassis_Group).
 */
export const gatewayGroup = (owner: Owner, chassis: readonly string[]): readonly DesiredRow[] => {
  const group = gatewayGroupRef(owner.deployment, owner.key.id)
  return [
    {
      table: 'HA_Chassis_Group',
      uuid: group.uuid,
      columns: { name: gatewayGroupName(owner.key.id), external_ids: tag(owner) },
      memberOf: [],
      needs: [],
    },
    ...chassis.map((name, index): DesiredRow => ({
      table: 'HA_Chassis',
      uuid: rowId(owner.deployment, owner.key, `gateway:${name}`),
      columns: { chassis_name: name, priority: FIRST_PRIORITY - index, external_ids: tag(owner) },
      memberOf: [{ container: group, column: 'ha_chassis' }],
      needs: [],
    })),
  ]
}
