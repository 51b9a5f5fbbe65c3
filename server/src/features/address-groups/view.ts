import type { AddressGroup } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { addressGroups, type AddressGroupRow } from './store.ts'

export type AddressGroupView = z.input<typeof AddressGroup>

export const addressGroupResource: Resource<AddressGroupRow, AddressGroupView> = {
  kind: 'address_group',
  table: addressGroups,
  namesWithin: 'project',
  projectOf: (row) => row.project_id,
  view: (row) => ({ ...commonViewOf(row), project: row.project_id, cidrs: [...row.cidrs] }),
}
