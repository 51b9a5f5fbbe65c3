import type { LogPosition } from '../../events/tail.ts'
import type { Queryable } from '../../db/pool.ts'
import type { Published } from './publish.ts'
import { namesOf, namesSince, type NameRow, type ZoneRow } from './store.ts'

/** What became of a zone. */
export type News =
  | {
      readonly kind: 'changed'
      readonly zone: ZoneRow
      /** the oldest version that the names are for; 0: these are all that there are */
      readonly from: number
      readonly names: readonly NameRow[]
    }
  | { readonly kind: 'ended'; readonly zone: string }

/** What was published together, and up to where in the event log everything is told then. */
export interface Edition {
  readonly news: readonly News[]
  readonly position: LogPosition | undefined
}

/** A zone with all its names; none when it went meanwhile, which is told by its project's next turn. */
const whole = async (db: Queryable, zone: string): Promise<News[]> =>
  (await namesOf(db, [zone])).map(({ names, ...row }) => ({ kind: 'changed', zone: row, from: 0, names }))

/** What whoever knows a version of a zone has to be told, now that this is published. */
export const newsOf = async (
  db: Queryable,
  { raised, before, names, ...zone }: Published,
  known: number | undefined,
): Promise<News[]> => {
  if (known === zone.version) return []
  if (known === undefined) return await whole(db, zone.zone)
  if (raised && before === known) return [{ kind: 'changed', zone, from: known, names: names ?? [] }]
  // Somebody else has published something.
  const since = await namesSince(db, zone.zone, known)
  if (since === undefined) return await whole(db, zone.zone)
  return [{ kind: 'changed', zone: { ...zone, version: since.version }, from: known, names: since.names }]
}
