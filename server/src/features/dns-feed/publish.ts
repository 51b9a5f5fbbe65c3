import type { ZoneRecord } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Queryable } from '../../db/pool.ts'
import { contentOf, digestOf } from './content.ts'
import { lockSerials, raiseSerials, readZones, type ZoneRow } from './store.ts'

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

/**
 * The zones of these projects, each with the serial of its content: the same for every reader, and higher whenever the content is another.
 *
 * The sequence number of the last event would not do. Events are numbered before they are committed, so a name can appear with an event
 * whose number is below one that was published before; the serial would stay, and a secondary would never fetch the name. So a serial is
 * counted when content that nobody has published is read, under a lock that makes later readers see what earlier ones saw.
 */
export const publishZones = async (
  ctx: Pick<Ctx, 'db' | 'dnsZone'>,
  projects: readonly string[],
): Promise<PublishedZone[]> => {
  const zones = await currentZones(ctx.db, projects, ctx.dnsZone)
  const known = zones.filter(({ isPublished }) => isPublished).map((zone) => asZone(zone, zone.row.serial ?? 1))
  const changed = zones.filter(({ isPublished }) => !isPublished)
  if (changed.length === 0) return known
  const locked = new Set(changed.map(({ row }) => row.zone))
  const raised = await ctx.db.tx(async (tx) => {
    await lockSerials(tx, [...locked])
    // Read again under the lock: what was read before it may be older than what another server has published meanwhile.
    const all = await currentZones(tx, [...new Set(changed.map(({ row }) => row.project))], ctx.dnsZone)
    const now = all.filter(({ row }) => locked.has(row.zone))
    const serials = await raiseSerials(
      tx,
      now.filter(({ isPublished }) => !isPublished).map(({ row: { zone }, digest }) => ({ zone, digest })),
    )
    return now.map((zone) => asZone(zone, serials.get(zone.row.zone) ?? zone.row.serial ?? 1))
  })
  return [...known, ...raised]
}
