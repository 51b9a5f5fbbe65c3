import type { ZoneRecord } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Queryable } from '../../db/pool.ts'
import { contentOf, digestOf } from './content.ts'
import { lockPublishing, raiseSerials, readZones, type ZoneRow } from './store.ts'

/** A zone with the project that it belongs to. */
export interface PublishedZone {
  readonly project: string
  readonly zone: { readonly name: string; readonly serial: number; readonly records: ZoneRecord[] }
}

/** A zone as its records are now. */
export interface CurrentZone {
  readonly row: ZoneRow
  readonly records: ZoneRecord[]
  readonly digest: Buffer
  /** whether exactly this was published last */
  readonly isPublished: boolean
}

/** All zones of these projects. */
export const currentZones = async (
  db: Queryable,
  projects: readonly string[],
  root: string,
): Promise<readonly CurrentZone[]> =>
  (await readZones(db, projects, root)).map((row) => {
    const records = contentOf(row)
    const digest = digestOf(records)
    return { row, records, digest, isPublished: row.digest?.equals(digest) ?? false }
  })

const asZone = ({ row: { project, zone }, records }: CurrentZone, serial: number): PublishedZone => ({
  project,
  zone: { name: zone, serial, records },
})

type PublishCtx = Pick<Ctx, 'db' | 'dnsZone'>

/**
 * The zones of these projects, each with the serial of its content: the same for every reader, and higher whenever the content is another.
 *
 * The sequence number of the last event would not do. Events are numbered before they are committed, so a name can appear with an event
 * whose number is below one that was published before; the serial would stay, and a secondary would never fetch the name. So a serial is
 * counted when content that nobody has published is read, under a lock that makes later readers see what earlier ones saw.
 */
export const publishZones = async (ctx: PublishCtx, projects: readonly string[]): Promise<PublishedZone[]> => {
  const zones = await currentZones(ctx.db, projects, ctx.dnsZone)
  const changed = new Set(zones.flatMap(({ row, isPublished }) => (isPublished ? [] : [row.project])))
  const known = zones.filter(({ row }) => !changed.has(row.project))
  return [
    ...known.map((zone) => asZone(zone, zone.row.serial ?? 1)),
    ...(changed.size === 0 ? [] : await publishChanged(ctx, [...changed])),
  ]
}

/** The same for projects whose zones are most probably other than before: they are read once, under the lock. */
export const publishChanged = async (
  { db, dnsZone }: PublishCtx,
  projects: readonly string[],
): Promise<PublishedZone[]> =>
  await db.tx(async (tx) => {
    await lockPublishing(tx, projects)
    const zones = await currentZones(tx, projects, dnsZone)
    const fresh = zones.filter(({ isPublished }) => !isPublished)
    const serials =
      fresh.length === 0
        ? new Map<string, number>()
        : await raiseSerials(
            tx,
            fresh.map(({ row: { zone }, digest }) => ({ zone, digest })),
          )
    return zones.map((zone) => asZone(zone, serials.get(zone.row.zone) ?? zone.row.serial ?? 1))
  })
