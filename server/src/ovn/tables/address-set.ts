import { tag, type Labels, type Owner } from '../external-ids.ts'
import type { AddressSetName } from '../names.ts'
import type { DesiredRow, RowRef } from '../rows.ts'

export interface AddressSetFields {
  readonly name: AddressSetName
  /** each once; of one family, or OVN cannot compare them with a field */
  readonly addresses: readonly string[]
  readonly labels?: Labels
}

/** Addresses that matches refer to by name. */
export const addressSet = (owner: Owner, ref: RowRef<'Address_Set'>, fields: AddressSetFields): DesiredRow => ({
  table: 'Address_Set',
  uuid: ref.uuid,
  columns: { name: fields.name, addresses: fields.addresses, external_ids: tag(owner, fields.labels) },
  memberOf: [],
  needs: [],
})
