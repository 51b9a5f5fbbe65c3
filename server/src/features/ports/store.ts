import type { Binding, Referrer } from '@quantumnet/api'
import type { Queryable, Tx } from '../../db/pool.ts'
import type { NewRow, ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'

export interface FixedIp {
  readonly subnet: string
  readonly ip: string
}

/** The columns of a port's own table. */
interface PortColumns extends ResourceRow {
  readonly project_id: string
  readonly network_id: string
  readonly mac: string
  readonly hostname: string | null
  readonly vm_id: string | null
  readonly vm_name: string | null
  readonly port_security: boolean
  readonly admin_up: boolean
  readonly node: string | null
  readonly binding_node: string | null
  readonly binding_state: Binding['state']
  readonly binding_reason: string | null
  readonly binding_since: Date
}

/** A port with its addresses, in the order of the request, and the first label of its project's zone. */
export interface PortRow extends PortColumns {
  readonly fixed_ips: readonly FixedIp[]
  readonly dns_label: string
}

export const ports = new ResourceTable<PortRow>('port', {
  columns: `project.dns_label,
    (select coalesce(json_agg(json_build_object('subnet', a.subnet_id, 'ip', host(a.ip)) order by a.position), '[]')
     from address a where a.port_id = t.id) as fixed_ips`,
  joins: 'join project on project.id = t.project_id',
})

type SetByReports = 'binding_node' | 'binding_state' | 'binding_reason' | 'binding_since'
export type NewPort = Omit<NewRow<PortColumns>, SetByReports>

/** A port without its addresses, and the groups that it joined. */
export interface InsertedPort {
  readonly row: Omit<PortRow, 'fixed_ips'>
  readonly groups: readonly string[]
}

const INSERT = `
with made as (
  insert into port (id, project_id, network_id, name, mac, hostname, vm_id, vm_name, port_security, admin_up, node,
                    description, labels, create_digest)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning *),
joined as (
  insert into port_security_group (port_id, group_id)
  select made.id, security_group.id from made join security_group on security_group.project_id = made.project_id
  where made.port_security and security_group.name = 'default' and security_group.deleting_at is null
  returning group_id)
select made.*, project.dns_label, array(select group_id::text from joined) as groups
from made join project on project.id = made.project_id`

/** Inserts a port without addresses; a secured one joins its project's default group in the same statement. */
export const insertPort = async (tx: Tx, port: NewPort): Promise<InsertedPort> => {
  const who = [port.id, port.project_id, port.network_id, port.name, port.mac, port.hostname]
  const what = [port.vm_id, port.vm_name, port.port_security, port.admin_up, port.node]
  const [inserted] = await tx.query<InsertedPort['row'] & { groups: string[] }>(
    INSERT,
    [...who, ...what, port.description, port.labels, port.create_digest],
    'port_insert',
  )
  if (inserted === undefined) throw new Error('insert into port returned no row')
  return { row: inserted, groups: inserted.groups }
}

export interface Claim extends FixedIp {
  readonly port: string
  readonly type: 'dynamic' | 'static'
  readonly position: number
}

/**
 * Takes an address; false when somebody has it. Waits for a transaction that has it without having committed, and takes it when that one
 * fails. Blocks of one network never overlap, so a port that has the same address by another subnet is a tombstone of a deleted subnet: it
 * may still be in OVN.
 */
export const claimAddress = async (tx: Tx, { subnet, ip, port, type, position }: Claim): Promise<boolean> => {
  const rows = await tx.query(
    `insert into address (subnet_id, ip, type, port_id, position)
     select $1, $2, $3, $4, $5 where not exists (
       select from subnet own join subnet other on other.network_id = own.network_id and other.id <> own.id
       join address a on a.subnet_id = other.id and a.ip = $2 and a.port_id is not null
       where own.id = $1)
     on conflict (subnet_id, ip) do nothing returning ip`,
    [subnet, ip, type, port, position],
    'address_claim',
  )
  return rows.length > 0
}

/** The port that has an address on the subnet's network, with whether it is being deleted. */
export const addressHolder = async (
  db: Queryable,
  { subnet, ip }: FixedIp,
): Promise<(Referrer & { readonly deleting: boolean }) | undefined> => {
  const [row] = await db.query<Referrer & { deleting: boolean }>(
    `select 'port' as kind, port.id, port.name, port.deleting_at is not null as deleting
     from subnet own join subnet on subnet.network_id = own.network_id
     join address on address.subnet_id = subnet.id and address.ip = $2 join port on port.id = address.port_id
     where own.id = $1 order by address.subnet_id = $1 desc limit 1`,
    [subnet, ip],
  )
  return row
}

/** Makes a port's groups those that its `port_security` asks for, and gives the groups that it joined or left. */
export const settleGroups = async (tx: Tx, port: string): Promise<string[]> => {
  const rows = await tx.query<{ group_id: string }>(
    `with left_group as (
       delete from port_security_group using port
       where port_id = port.id and port.id = $1 and not port.port_security returning group_id),
     joined as (
       insert into port_security_group (port_id, group_id)
       select port.id, security_group.id from port join security_group on security_group.project_id = port.project_id
       where port.id = $1 and port.port_security and security_group.name = 'default' and security_group.deleting_at is null
       on conflict do nothing returning group_id)
     select group_id from left_group union select group_id from joined`,
    [port],
  )
  return rows.map(({ group_id }) => group_id)
}

export const groupsOf = async (db: Queryable, port: string): Promise<string[]> => {
  const rows = await db.query<{ group_id: string }>('select group_id from port_security_group where port_id = $1', [
    port,
  ])
  return rows.map(({ group_id }) => group_id)
}
