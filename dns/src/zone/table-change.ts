import type { Zone as FeedZone } from '@quantumnet/api'
import { zoneFromFeed } from './feed-zone.ts'
import type { ZoneTable } from './zone-table.ts'

/** A change of what is served, as it is passed on to the threads that answer: small to copy, and each builds its own zones. */
export type TableChange =
  | { readonly kind: 'zone'; readonly zone: FeedZone }
  /** there is such a zone, and its content is not known */
  | { readonly kind: 'unknown'; readonly name: string }
  | { readonly kind: 'removed'; readonly name: string }

/** Makes a table as the change says. @throws Error when a zone cannot be served; the table is then as before */
export const applyChange = (table: ZoneTable, change: TableChange, onLeftOut?: (problem: string) => void): void => {
  switch (change.kind) {
    case 'zone':
      table.put(zoneFromFeed(change.zone, onLeftOut))
      break
    case 'unknown':
      table.putUnknown(change.name)
      break
    case 'removed':
      table.remove(change.name)
  }
}
