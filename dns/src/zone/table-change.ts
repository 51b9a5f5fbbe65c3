import type { Zone as FeedZone } from '@quantumnet/api'
import { CATALOG_ZONE } from '../corefile/index.ts'
import { createCatalog } from './catalog.ts'
import { zoneFromFeed } from './feed-zone.ts'
import type { ZoneTable } from './zone-table.ts'
import { createZone } from './zone.ts'

/** A change of what is served, as it is passed on to the threads that answer: small to copy, and each builds its own zones. */
export type TableChange =
  | { readonly kind: 'zone'; readonly zone: FeedZone }
  /** the root without names of its own */
  | { readonly kind: 'root'; readonly name: string; readonly serial: number }
  | { readonly kind: 'catalog'; readonly serial: number; readonly members: readonly string[] }
  /** there is such a zone, and its content is not known */
  | { readonly kind: 'unknown'; readonly name: string }
  | { readonly kind: 'removed'; readonly name: string }

/** Nothing of it ever changes, so a secondary need not look often. */
const ROOT_REFRESH = 300

/** Makes a table as the change says. @throws Error when a zone cannot be served; the table is then as before */
export const applyChange = (table: ZoneTable, change: TableChange, onLeftOut?: (problem: string) => void): void => {
  switch (change.kind) {
    case 'zone':
      table.put(zoneFromFeed(change.zone, onLeftOut))
      break
    case 'root':
      table.put(createZone({ name: change.name, serial: change.serial, refresh: ROOT_REFRESH, entries: [] }))
      break
    case 'catalog':
      table.put(createCatalog(CATALOG_ZONE, change.serial, change.members))
      break
    case 'unknown':
      table.putUnknown(change.name)
      break
    case 'removed':
      table.remove(change.name)
  }
}
