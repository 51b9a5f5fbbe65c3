import type { DnsRecordType, DnsRecordValue } from '@quantumnet/api'
import type { Queryable, Tx } from '../../db/pool.ts'
import type { Turn } from '../../housekeeping/housekeeping.ts'

/** The project of zones that belong to no project. */
export const PLATFORM = '00000000-0000-0000-0000-000000000000'

/** One record as it is published. */
export interface RecordRow {
  readonly type: DnsRecordType
  readonly ttl: number
  readonly data: DnsRecordValue
  /** made by IPAM from an address: it comes before what people made at the same name */
  readonly reverse?: true
}

/** A name of a zone with all its records; none: it went. */
export interface NameRow {
  readonly name: string
  readonly records: readonly RecordRow[]
}

/** A zone that there is, without its names. */
export interface ZoneRow {
  readonly zone: string
  readonly project: string
  /** what the zone is called by those who see it, where that is another name */
  readonly domain: string | null
  readonly version: number
}

/** Projects that have zones. */
export const liveProjects = async (db: Queryable): Promise<string[]> => {
  const rows = await db.query<{ id: string }>(
    `select id from project where deleting_at is null
     union select project_id from published_zone where project_id is not null order by id`,
  )
  return rows.map(({ id }) => id)
}

/** All zones that there are, the platform's last: the catalog names the others. `isNew`: changed by a transaction that is not before `xid`, or `xid` is undefined. */
export const liveZones = async (
  db: Queryable,
  xid: string | undefined,
): Promise<(ZoneRow & { readonly isNew: boolean })[]> =>
  await db.query(
    `select zone, project_id as project, domain, version, coalesce(xid >= $1::xid8, true) as "isNew" from published_zone
     where project_id is not null order by project_id = '${PLATFORM}', zone`,
    [xid ?? null],
    'published_zones',
  )

/** Names that there are, of each of these zones, and the version of the zone that they belong to; zones that went are left out. */
export const namesOf = async (
  db: Queryable,
  zones: readonly string[],
): Promise<(ZoneRow & { readonly names: NameRow[] })[]> =>
  await db.query(
    `select z.zone, z.project_id as project, z.domain, z.version, coalesce((
       select jsonb_agg(jsonb_build_object('name', n.name, 'records', n.records) order by n.name) from published_name n
       where n.zone = z.zone and n.records <> '[]'), '[]') as names
     from published_zone z where z.zone = any($1) and z.project_id is not null order by z.zone`,
    [zones],
    'published_names',
  )

/** Names that changed after a version, those that went too, up to the version that is given with them; undefined: that is too long ago, or the zone went. */
export const namesSince = async (
  db: Queryable,
  zone: string,
  version: number,
): Promise<{ readonly version: number; readonly names: NameRow[] } | undefined> => {
  const [row] = await db.query<{ version: number; names: NameRow[] }>(
    `select z.version, coalesce((
       select jsonb_agg(jsonb_build_object('name', n.name, 'records', n.records)) from published_name n
       where n.zone = z.zone and n.version > $2), '[]') as names
     from published_zone z where z.zone = $1 and z.project_id is not null and z.forgotten <= $2`,
    [zone, version],
    'published_names_since',
  )
  return row
}

/** Rows of one turn. */
const BATCH = 5_000

/** Forgets names that went a day ago: whoever was away for longer is told their zone as a whole. */
export const forgetNames = async (tx: Tx, now: Date): Promise<Turn> => {
  const [row] = await tx.query<{ count: number }>(
    `with gone as (
       select zone, name, version from published_name where records = '[]' and since < $1::timestamptz - interval '1 day' limit ${String(BATCH)}),
     noted as (
       update published_zone z set forgotten = greatest(z.forgotten, g.version)
       from (select zone, max(version) as version from gone group by zone) g where z.zone = g.zone),
     forgotten as (
       delete from published_name n using gone g where n.zone = g.zone and n.name = g.name and n.version = g.version returning 1)
     select count(*)::int as count from forgotten`,
    [now],
    'forget_names',
  )
  return { more: row?.count === BATCH, changed: false }
}
