import { ZoneImage } from './image.ts'
import { noteReplaced } from './old-images.ts'
import type { ZoneTable } from './zone-table.ts'
import { Zone } from './zone.ts'

/** A change of what is served, as it is passed on to the threads that answer: a zone's bytes are not copied, all of them read the same. */
export type TableChange =
  | {
      readonly kind: 'zone'
      readonly name: string
      /** undefined: the one that the table has */
      readonly base: SharedArrayBuffer | undefined
      readonly overlay: SharedArrayBuffer | undefined
    }
  /** there is such a zone, and its content is not known */
  | { readonly kind: 'unknown'; readonly name: string }
  | { readonly kind: 'removed'; readonly name: string }

/** A zone as the other threads get it. @param before what they have of it */
export const sharedZone = ({ name, base, overlay }: Zone, before: Zone | undefined): TableChange => ({
  ...{ kind: 'zone', name },
  base: before?.base === base ? undefined : base.memory,
  overlay: overlay?.memory,
})

/** Makes a table as the change says. */
export const applyChange = (table: ZoneTable, change: TableChange): void => {
  const before = table.get(change.name)
  apply(table, change)
  if (before !== undefined) noteReplaced(before, table.get(change.name))
}

const apply = (table: ZoneTable, change: TableChange): void => {
  switch (change.kind) {
    case 'zone':
      table.put(changedVersion(table, change))
      break
    case 'unknown':
      table.putUnknown(change.name)
      break
    case 'removed':
      table.remove(change.name)
  }
}

const changedVersion = (table: ZoneTable, { name, base, overlay }: Extract<TableChange, { kind: 'zone' }>): Zone => {
  const image = base === undefined ? table.get(name)?.base : new ZoneImage(base)
  if (image === undefined) throw new Error(`a change of the zone ${name} came before the zone`)
  return new Zone(name, image, overlay && new ZoneImage(overlay))
}
