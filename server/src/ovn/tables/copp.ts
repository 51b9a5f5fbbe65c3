import { tag, type Owner } from '../external-ids.ts'
import type { DesiredRow, RowRef } from '../rows.ts'

export interface CoppFields {
  readonly name: string
  /** names of meters by what they hold back (ovn-nb(5), Copp.meters) */
  readonly meters: Readonly<Record<string, string>>
}

/** How much of what reaches ovn-controller it takes, for switches and routers that refer to it. */
export const copp = (owner: Owner, ref: RowRef<'Copp'>, { name, meters }: CoppFields): DesiredRow => ({
  table: 'Copp',
  uuid: ref.uuid,
  columns: { name, meters, external_ids: tag(owner) },
  memberOf: [],
  needs: [],
})
