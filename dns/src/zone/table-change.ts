import { ZoneImage } from './image.ts'
import type { ZoneTable } from './zone-table.ts'
import { Zone } from './zone.ts'

/** A change of what is served, as it is passed on to the threads that answer: a zone's bytes are not copied, all of them read the same. */
export type TableChange =
  | {
      readonly kind: 'zone'
      readonly name: string
      readonly base: SharedArrayBuffer
      readonly overlay: SharedArrayBuffer | undefined
    }
  /** there is such a zone, and its content is not known */
  | { readonly kind: 'unknown'; readonly name: string }
  | { readonly kind: 'removed'; readonly name: string }

/** A zone as the other threads get it. */
export const sharedZone = ({ name, base, overlay }: Zone): TableChange => ({
  ...{ kind: 'zone', name, base: base.memory, overlay: overlay?.memory },
})

/** Makes a table as the change says. */
export const applyChange = (table: ZoneTable, change: TableChange): void => {
  switch (change.kind) {
    case 'zone':
      table.put(new Zone(change.name, new ZoneImage(change.base), change.overlay && new ZoneImage(change.overlay)))
      break
    case 'unknown':
      table.putUnknown(change.name)
      break
    case 'removed':
      table.remove(change.name)
  }
}
