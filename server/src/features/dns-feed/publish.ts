import type { Zone } from '@quantumnet/api'
import type { z } from 'zod'
import type { Ctx } from '../../ctx.ts'
import { sha256 } from '../../resource-kit/canonical.ts'
import { lockSerials, raiseSerials, readZones, type AddressRecord, type ZoneRow } from './store.ts'

/** A zone with the project that it belongs to. */
export interface PublishedZone {
  readonly project: string
  readonly zone: z.input<typeof Zone>
}

/** Seconds. Short, because a name moves with its VM. */
const TTL = 5

interface ReadZone {
  readonly row: ZoneRow
  readonly name: string
  readonly digest: Buffer
}

/** PostgreSQL gives the records in one order and one spelling. */
const digestOf = (records: readonly AddressRecord[]): Buffer => sha256(JSON.stringify(records))

const isPublished = ({ row, digest }: ReadZone): boolean => row.digest?.equals(digest) ?? false

const asZone = ({ row, name }: ReadZone, serial: number): PublishedZone => ({
  project: row.project,
  zone: { name, serial, records: row.records.map((record) => ({ ...record, type: 'A', ttl: TTL })) },
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
  const read = async (db: Parameters<typeof readZones>[0], ids: readonly string[]): Promise<ReadZone[]> =>
    (await readZones(db, ids, ctx.dnsZone)).map((row) => ({
      row,
      name: `${row.dns_label}.${ctx.dnsZone}`,
      digest: digestOf(row.records),
    }))

  const zones = await read(ctx.db, projects)
  const known = zones.filter(isPublished).map((zone) => asZone(zone, zone.row.serial ?? 1))
  const changed = zones.filter((zone) => !isPublished(zone))
  if (changed.length === 0) return known
  const raised = await ctx.db.tx(async (tx) => {
    await lockSerials(
      tx,
      changed.map(({ name }) => name),
    )
    // Read again under the lock: what was read before it may be older than what another server has published meanwhile.
    const now = await read(
      tx,
      changed.map(({ row }) => row.project),
    )
    const serials = await raiseSerials(
      tx,
      now.filter((zone) => !isPublished(zone)).map(({ name, digest }) => ({ zone: name, digest })),
    )
    return now.map((zone) => asZone(zone, serials.get(zone.name) ?? zone.row.serial ?? 1))
  })
  return [...known, ...raised]
}
