import { tag, type Labels, type Owner } from '../external-ids.ts'
import type { PortGroupName } from '../names.ts'
import type { DesiredRow, RowRef } from '../rows.ts'

/** A group of ports that ACLs are attached to: rows and flows per group, not per port. */
export const portGroup = (
  owner: Owner,
  ref: RowRef<'Port_Group'>,
  fields: { readonly name: PortGroupName; readonly labels?: Labels },
): DesiredRow => ({
  table: 'Port_Group',
  uuid: ref.uuid,
  columns: { name: fields.name, external_ids: tag(owner, fields.labels) },
  memberOf: [],
  needs: [],
})
