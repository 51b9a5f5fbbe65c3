import type { Queryable, Tx } from '../../db/pool.ts'

/** One address record: the host's name below the zone, and the address. */
export interface AddressRecord {
  readonly name: string
  readonly data: string
}

/** A project's names, and what was published of its zone last. */
export interface ZoneRow {
  readonly project: string
  readonly dns_label: string
  readonly records: readonly AddressRecord[]
  /** null: never published */
  readonly serial: number | null
  readonly digest: Buffer | null
}

/** Projects that have a zone. */
export const liveProjects = async (db: Queryable): Promise<string[]> => {
  const rows = await db.query<{ id: string }>(
    'select id from project where deleting_at is null order by created_at, id',
  )
  return rows.map(({ id }) => id)
}

/**
 * The zones of these projects; those that are being deleted have none. Names and serial are read in one statement, so they belong
 * together. A name is there from the allocation of its address until the port's deletion is asked for.
 */
export const readZones = async (db: Queryable, projects: readonly string[], zone: string): Promise<ZoneRow[]> =>
  await db.query<ZoneRow>(
    `select t.id as project, t.dns_label, published.serial, published.digest,
       (select coalesce(json_agg(json_build_object('name', port.hostname, 'data', host(a.ip)) order by port.hostname, a.ip), '[]')
        from port join address a on a.owner_id = port.id and a.state = 'used' and family(a.ip) = 4
        where port.project_id = t.id and port.hostname is not null and port.deleting_at is null) as records
     from project t left join zone_serial published on published.zone = t.dns_label || '.' || $2
     where t.id = any($1) and t.deleting_at is null`,
    [projects, zone],
    'zones_read',
  )

/** Makes whoever publishes one of these zones wait; in one order, so that two of them never wait for each other. */
export const lockSerials = async (tx: Tx, zones: readonly string[]): Promise<void> => {
  await tx.query(
    `insert into zone_serial (zone, serial, digest) select zone, 1, '' from unnest($1::text[]) as zone order by zone
     on conflict do nothing`,
    [zones],
  )
  await tx.query('select from zone_serial where zone = any($1) order by zone for update', [zones])
}

/**
 * Counts new serials and gives them by zone. At least the time in seconds, so that a serial does not go back when the database was restored
 * from an older copy; 32 bits of it last until 2106.
 */
export const raiseSerials = async (
  tx: Tx,
  zones: readonly { readonly zone: string; readonly digest: Buffer }[],
): Promise<Map<string, number>> => {
  const rows = await tx.query<{ zone: string; serial: number }>(
    `update zone_serial t
     set serial = greatest(t.serial + 1, extract(epoch from now())::bigint), digest = wanted.digest, since = now()
     from unnest($1::text[], $2::bytea[]) as wanted (zone, digest)
     where t.zone = wanted.zone returning t.zone, t.serial`,
    [zones.map(({ zone }) => zone), zones.map(({ digest }) => digest)],
  )
  return new Map(rows.map(({ zone, serial }) => [zone, serial]))
}
