import type { Referrer } from '@quantumnet/api'
import type { Queryable, Tx } from '../../db/pool.ts'
import { MOST_REFERRERS } from '../../resource-kit/refusals.ts'
import type { ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'

/** `name` is the domain. */
export interface DnsZoneRow extends ResourceRow {
  readonly project_id: string
}

export const dnsZones = new ResourceTable<DnsZoneRow>('dns_zone')

const LIMIT = `limit ${String(MOST_REFERRERS)}`

/**
 * Keeps the project's zones of these names as they are until this transaction ends, and nobody makes a record in them meanwhile. A statement of
 * its own: what is read after it is what they hold.
 */
export const holdZones = async (tx: Tx, project: string, names: readonly string[]): Promise<void> => {
  await tx.query(
    'select from dns_zone where project_id = $1 and name = any($2) and deleting_at is null order by id for update',
    [project, names],
  )
}

/** Records in zones above `name` that a zone of this name would hide. */
export const hiddenRecords = async (
  db: Queryable,
  project: string,
  name: string,
  above: readonly string[],
): Promise<Referrer[]> =>
  await db.query<Referrer>(
    `select 'dns_record' as kind, r.id, r.name || '.' || z.name || ' ' || r.type as name
     from dns_zone z join dns_record r on r.zone_id = z.id
     where z.project_id = $1 and z.name = any($3) and z.deleting_at is null and r.deleting_at is null
       and right('.' || r.name || '.' || z.name, length($2) + 1) = '.' || $2 ${LIMIT}`,
    [project, name, above],
  )

/** Records of a zone. */
export const dnsZoneReferrers = async (db: Queryable, id: string): Promise<Referrer[]> =>
  await db.query<Referrer>(
    `select 'dns_record' as kind, id, name || ' ' || type as name from dns_record where zone_id = $1 and deleting_at is null ${LIMIT}`,
    [id],
  )

/** The project's zones of these names. */
export const zonesNamed = async (
  db: Queryable,
  project: string,
  names: readonly string[],
): Promise<{ id: string; name: string }[]> =>
  await db.query<{ id: string; name: string }>(
    'select id, name from dns_zone where project_id = $1 and name = any($2) and deleting_at is null',
    [project, names],
    'dns_zones_named',
  )
