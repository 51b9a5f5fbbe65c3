import { tag, type Labels, type Owner } from '../external-ids.ts'
import { switchName } from '../names.ts'
import { switchRef } from '../refs.ts'
import type { DesiredRow } from '../rows.ts'

/** The switch of a network, which `owner.key` is. */
export const logicalSwitch = (owner: Owner, labels: Labels): DesiredRow => ({
  table: 'Logical_Switch',
  uuid: switchRef(owner.deployment, owner.key.id).uuid,
  columns: { name: switchName(owner.key.id), copp: null, other_config: {}, external_ids: tag(owner, labels) },
  memberOf: [],
  needs: [],
})
