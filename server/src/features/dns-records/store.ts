import type { DnsRecordType, DnsRecordValue, Referrer } from '@quantumnet/api'
import type { Queryable, Tx } from '../../db/pool.ts'
import type { ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'

/** The columns of a record's own. */
export interface DnsRecordColumns {
  readonly project_id: string
  /** null: the project's own zone */
  readonly zone_id: string | null
  readonly type: DnsRecordType
  readonly ttl: number
  readonly values: readonly DnsRecordValue[]
}

interface BareDnsRecordRow extends ResourceRow, DnsRecordColumns {}

/** `name` is below the zone. */
export interface DnsRecordRow extends BareDnsRecordRow {
  readonly zone_name: string | null
  /** the first label of the project's own zone */
  readonly dns_label: string
}

export const dnsRecords = new ResourceTable<DnsRecordRow, BareDnsRecordRow>('dns_record', {
  columns: 'z.name as zone_name, project.dns_label',
  joins: 'join project on project.id = t.project_id left join dns_zone z on z.id = t.zone_id',
})

/**
 * Waits for ports of the project that are being made, and makes new ones wait: their foreign key holds the project's row. What is read after it is
 * what hostnames there are, until this transaction ends.
 */
export const holdHostnames = async (tx: Tx, project: string): Promise<void> => {
  await tx.query('select from project where id = $1 for update', [project], 'dns_record_hold_hostnames')
}

/** The port of a project that has a hostname; `wildcard`: only if everything below it leads to the port too. */
export const portNamed = async (
  db: Queryable,
  project: string,
  { hostname, wildcard }: { readonly hostname: string; readonly wildcard: boolean },
): Promise<Referrer | undefined> => {
  const [row] = await db.query<Referrer>(
    `select 'port' as kind, id, name from port
     where project_id = $1 and hostname = $2 and (wildcard or not $3) and deleting_at is null`,
    [project, hostname, wildcard],
    'dns_record_port_named',
  )
  return row
}

/** The port of a project that has a hostname and this address, by which it is found. */
export const portAt = async (db: Queryable, project: string, ip: string): Promise<Referrer | undefined> => {
  const [row] = await db.query<Referrer>(
    `select 'port' as kind, p.id, p.name from address a join port p on p.id = a.owner_id
     where a.ip = $2 and p.project_id = $1 and p.hostname is not null and p.deleting_at is null limit 1`,
    [project, ip],
  )
  return row
}

/** A record of a project's own zone by which a name leads to a host. */
export interface HostRecord {
  readonly project: string
  readonly name: string
  readonly type: DnsRecordType
}

/** Those of these names of these projects that records of their own zones have. */
export const hostRecordsNamed = async (
  db: Queryable,
  names: readonly Pick<HostRecord, 'project' | 'name'>[],
): Promise<HostRecord[]> =>
  await db.query<HostRecord>(
    `select r.project_id as project, r.name, r.type
     from unnest($1::uuid[], $2::text[]) as w(project, name)
     join dns_record r on coalesce(r.zone_id, r.project_id) = w.project and r.name = w.name
     where r.type in ('A', 'AAAA', 'CNAME') and r.deleting_at is null`,
    [names.map(({ project }) => project), names.map(({ name }) => name)],
    'dns_host_records_named',
  )
