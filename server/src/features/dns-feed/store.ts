import { VIEW_DOMAIN, type DnsRecordType, type DnsRecordValue } from '@quantumnet/api'
import type { Queryable, Tx } from '../../db/pool.ts'

/** One record as PostgreSQL has it. */
export interface RecordRow {
  readonly name: string
  readonly type: DnsRecordType
  readonly ttl: number
  readonly data: DnsRecordValue
  /** `name` is an address, and the record stands at its reverse name */
  readonly reverse?: true
}

/** A zone's records, and what was published of it last. */
export interface ZoneRow {
  readonly project: string
  readonly zone: string
  /** what the zone is called by those who see it, where that is another name; null: the same, or none */
  readonly domain: string | null
  readonly records: readonly RecordRow[]
  /** null: never published */
  readonly serial: number | null
  readonly digest: Buffer | null
  /** the serial that the edges are known to have */
  readonly reached: number | null
}

/** Projects that have zones. */
export const liveProjects = async (db: Queryable): Promise<string[]> => {
  const rows = await db.query<{ id: string }>(
    'select id from project where deleting_at is null order by created_at, id',
  )
  return rows.map(({ id }) => id)
}

/** Seconds, of what IPAM makes. Short, because a name moves with its VM. */
const TTL = 5

const RECORD = `jsonb_build_object('name', name, 'type', type, 'ttl', ttl, 'data', data)`
/** In one order and one spelling, so that equal content is equal text. */
const listOf = (record: string): string =>
  `coalesce(jsonb_agg(${record} order by name collate "C", type, data::text collate "C"), '[]')`

const OF_PORTS = `
select p.hostname as name, case family(a.ip) when 4 then 'A' else 'AAAA' end as type, ${String(TTL)} as ttl, to_jsonb(host(a.ip)) as data, p.wildcard
from port p join address a on a.owner_id = p.id and a.state = 'used'
where p.project_id = t.id and p.hostname is not null and p.deleting_at is null`

/** `<label>.<root>`: hosts, what is below those that are wildcards, and the records that belong to no other zone. */
const OWN = `
select t.id as project, t.dns_label || '.' || $2 as zone, null as domain, (
  select ${listOf(RECORD)} from (
    with host as (${OF_PORTS})
    select name, type, ttl, data from host
    union all select '*.' || name, type, ttl, data from host where wildcard
    union all select r.name, r.type, r.ttl, v from dns_record r, jsonb_array_elements(r.values) v
      where r.project_id = t.id and r.zone_id is null and r.deleting_at is null) every) as records
from project t where t.id = any($1) and t.deleting_at is null`

const viewOf = (id: string): string => `replace(${id}::text, '-', '') || '.${VIEW_DOMAIN}'`
const IS_REVERSE = `(z.name like '%.in-addr.arpa' or z.name like '%.ip6.arpa')`

/** A zone that a project has beside its own. Reverse zones are part of those of its networks. */
const BESIDE = `
select z.project_id as project, ${viewOf('z.id')} as zone, z.name as domain, (
  select ${listOf(RECORD)} from (
    select r.name, r.type, r.ttl, v as data from dns_record r, jsonb_array_elements(r.values) v
    where r.zone_id = z.id and r.deleting_at is null) every) as records
from dns_zone z join project t on t.id = z.project_id
where z.project_id = any($1) and z.deleting_at is null and t.deleting_at is null and not ${IS_REVERSE}`

/**
 * A network's reverse names: those of its project's ports in it, and what its project has in reverse zones. Ports of guests are left out: their
 * names are for their own projects.
 */
const REVERSE = `
select n.project_id as project, ${viewOf('n.id')} as zone, null as domain, (
  select ${listOf(`${RECORD} || case when reverse then '{"reverse": true}'::jsonb else '{}' end`)} from (
    select host(a.ip) as name, 'PTR' as type, ${String(TTL)} as ttl, to_jsonb(p.hostname || '.' || t.dns_label || '.' || $2) as data, true as reverse
    from port p join address a on a.owner_id = p.id and a.state = 'used'
    where p.network_id = n.id and p.project_id = n.project_id and p.hostname is not null and p.deleting_at is null
    union all
    select case r.name when '@' then z.name else r.name || '.' || z.name end, r.type, r.ttl, v, false
    from dns_zone z join dns_record r on r.zone_id = z.id, jsonb_array_elements(r.values) v
    where z.project_id = n.project_id and ${IS_REVERSE} and z.deleting_at is null and r.deleting_at is null) every) as records
from network n join project t on t.id = n.project_id
where n.project_id = any($1) and n.deleting_at is null and t.deleting_at is null`

const ZONES = `
select found.*, published.serial, published.digest, published.reached
from (${OWN} union all ${BESIDE} union all ${REVERSE}) found left join zone_serial published using (zone)
order by project, zone`

/**
 * All zones of these projects; those that are being deleted have none. Records and serial are read in one statement, so they belong
 * together. A name is there from the allocation of its address until the port's deletion is asked for.
 */
export const readZones = async (db: Queryable, projects: readonly string[], root: string): Promise<ZoneRow[]> =>
  await db.query<ZoneRow>(ZONES, [projects, root], 'zones_read')

/**
 * Makes whoever publishes zones of one of these projects wait, until this transaction ends; in one order, so that two never wait for each other.
 * Two projects whose locks meet by chance only wait for each other's.
 */
export const lockPublishing = async (tx: Tx, projects: readonly string[]): Promise<void> => {
  await tx.query(
    `select pg_advisory_xact_lock(${String(PUBLISHING)}, key)
     from (select distinct hashtext(id::text) as key from unnest($1::uuid[]) as id order by key) ordered`,
    [projects],
    'publishing_lock',
  )
}

/** The class of our advisory locks; any number that nobody else takes. */
const PUBLISHING = 53

/**
 * Counts new serials and gives them by zone. At least the time in seconds, so that a serial does not go back when the database was restored
 * from an older copy; 32 bits of it last until 2106.
 */
export const raiseSerials = async (
  tx: Tx,
  zones: readonly { readonly zone: string; readonly digest: Buffer }[],
): Promise<Map<string, number>> => {
  const rows = await tx.query<{ zone: string; serial: number }>(
    `insert into zone_serial as t (zone, serial, digest)
     select zone, extract(epoch from now())::bigint, digest from unnest($1::text[], $2::bytea[]) as wanted (zone, digest) order by zone
     on conflict (zone) do update
     set serial = greatest(t.serial + 1, excluded.serial), digest = excluded.digest, since = now()
     returning zone, serial`,
    [zones.map(({ zone }) => zone), zones.map(({ digest }) => digest)],
    'serials_raise',
  )
  return new Map(rows.map(({ zone, serial }) => [zone, serial]))
}
