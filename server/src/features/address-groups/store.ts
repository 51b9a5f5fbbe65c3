import type { ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'

export interface AddressGroupRow extends ResourceRow {
  readonly project_id: string
  /** in canonical spelling, none in another */
  readonly cidrs: readonly string[]
}

export const addressGroups = new ResourceTable<AddressGroupRow>('address_group')
