import { DEFAULT_SECURITY_GROUP, type Binding, type DhcpOverrides, type PortStatistics } from '@quantumnet/api'
import type { Queryable, Tx } from '../../db/pool.ts'
import type { NewRow, ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'
import { PORT_STATISTICS } from '../statistics/index.ts'

export interface FixedIp {
  readonly subnet: string
  readonly ip: string
}

export interface AddressPair {
  readonly ip: string
  readonly mac: string | null
}

/** The columns of a port's own table. */
export interface PortColumns extends ResourceRow {
  readonly project_id: string
  readonly network_id: string
  readonly type: 'vm' | 'virtual'
  readonly mac: string
  readonly hostname: string | null
  readonly wildcard: boolean
  readonly vm_id: string | null
  readonly vm_name: string | null
  readonly port_security: boolean
  readonly allowed_address_pairs: readonly AddressPair[]
  readonly dhcp_options: DhcpOverrides
  readonly qos_policy_id: string | null
  readonly admin_up: boolean
  readonly node: string | null
  readonly binding_node: string | null
  readonly binding_state: Binding['state']
  readonly binding_reason: string | null
  readonly binding_since: Date
}

/** A port with its addresses, in the order of the request, its groups, and the first label of its project's zone. */
export interface PortRow extends PortColumns {
  readonly fixed_ips: readonly FixedIp[]
  readonly security_groups: readonly string[]
  readonly dns_label: string
  /** whether the only node that may bind it is registered, and not decommissioned; true where any may */
  readonly has_node: boolean
  /** null: not counted yet */
  readonly statistics: PortStatistics | null
}

/** In SQL, of a port `t`: whether the only node that may bind it is registered, and not decommissioned. */
export const HAS_NODE =
  "(t.node is null or exists (select from node n where n.name = t.node and n.service <> 'decommissioned')) as has_node"

// What is being given back is not the port's any more, unless all of it is.
const COLUMNS = `project.dns_label,
    (select coalesce(json_agg(json_build_object('subnet', a.subnet_id, 'ip', host(a.ip)) order by a.position, a.ip), '[]')
     from address a where a.owner_id = t.id and (a.state = 'used' or t.deleting_at is not null and a.state = 'releasing')) as fixed_ips,
    array(select g.group_id::text from port_security_group g where g.port_id = t.id order by g.group_id) as security_groups,
    ${HAS_NODE},
    ${PORT_STATISTICS}`
const JOINS = 'join project on project.id = t.project_id'

// By the primary key of address, once for each network.
const WITH_IP = (ip: string): string =>
  `t.id in (select a.owner_id from network n join address a on a.network_id = n.id and a.ip = ${ip}::inet where a.state = 'used')`

export const ports = new ResourceTable<PortRow>('port', { columns: COLUMNS, joins: JOINS, filters: { ip: WITH_IP } })

/** Those of these ports that there are. */
export const portsByIds = async (db: Queryable, ids: readonly string[]): Promise<PortRow[]> =>
  await db.query<PortRow>(`select t.*, ${COLUMNS} from port t ${JOINS} where t.id = any($1::uuid[])`, [ids])

type SetByReports = 'binding_node' | 'binding_state' | 'binding_reason' | 'binding_since'
/** A port that is to be inserted. */
export type NewPort = Omit<NewRow<PortColumns>, SetByReports> & { readonly security_groups: readonly string[] }

const INSERT = `
with asked as (
  select * from json_to_recordset($1::json) as r(n int, id uuid, project_id uuid, network_id uuid, name text, type text, mac macaddr,
    hostname text, wildcard boolean, vm_id text, vm_name text, port_security boolean, allowed_address_pairs jsonb, dhcp_options jsonb,
    qos_policy_id uuid, admin_up boolean, node text, description text, labels jsonb, create_digest text, security_groups uuid[])),
made as (
  insert into port (id, project_id, network_id, name, type, mac, hostname, wildcard, vm_id, vm_name, port_security, allowed_address_pairs,
    dhcp_options, qos_policy_id, admin_up, node, description, labels, create_digest)
  select id, project_id, network_id, name, type, mac, hostname, wildcard, vm_id, vm_name, port_security, allowed_address_pairs,
    dhcp_options, qos_policy_id, admin_up, node, description, labels, decode(create_digest, 'hex')
  from asked order by project_id, hostname, id
  on conflict do nothing returning *),
joined as (
  insert into port_security_group (port_id, group_id)
  select made.id, unnest(asked.security_groups) from made join asked using (id))
select t.id, t.created_at, project.dns_label, ${HAS_NODE} from made t join project on project.id = t.project_id`

/**
 * Inserts ports without addresses, each with its groups in the same statement: there is no moment at which a secured port has none. Gives
 * those that were inserted; another one has an id or a hostname that is taken.
 */
export const insertPorts = async (tx: Tx, rows: readonly NewPort[]): Promise<readonly InsertedPort[]> =>
  rows.length === 0
    ? []
    : await tx.query<InsertedPort>(
        INSERT,
        [JSON.stringify(rows.map((row) => ({ ...row, create_digest: row.create_digest.toString('hex') })))],
        'ports_insert',
      )

/** Takes out ports that this very transaction has inserted and nobody has seen. */
export const undoPorts = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  if (ids.length > 0) await tx.query('delete from port where id = any($1::uuid[])', [ids], 'ports_undo')
}

/** What the database says of a port that was inserted; the rest is known (`newRow`). */
export interface InsertedPort {
  readonly id: string
  readonly created_at: Date
  readonly dns_label: string
  readonly has_node: boolean
}

/** The row of a port that was just inserted, without reading it: a hundred ports have as many rows of thirty columns. */
export const newRow = (
  { security_groups, ...columns }: NewPort,
  { created_at, dns_label, has_node }: InsertedPort,
  fixedIps: readonly FixedIp[],
): PortRow => ({
  ...columns,
  generation: 1,
  applied_generation: 0,
  realized_generation: 0,
  conditions: [],
  binding_node: null,
  binding_state: 'unbound',
  binding_reason: null,
  binding_since: created_at,
  created_at,
  updated_at: created_at,
  deleting_at: null,
  dns_label,
  has_node,
  security_groups,
  fixed_ips: fixedIps,
  statistics: null,
})

/** Which of these ids belong to a port. */
export const takenIds = async (db: Queryable, ids: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set((await db.query<{ id: string }>('select id from port where id = any($1::uuid[])', [ids])).map(({ id }) => id))

/** The port that has a hostname. */
export interface HostnameHolder {
  readonly project_id: string
  readonly hostname: string
  readonly id: string
  readonly name: string
}

/** The live ports that have these hostnames of these projects. */
export const hostnameHolders = async (
  db: Queryable,
  wanted: readonly Pick<PortColumns, 'project_id' | 'hostname'>[],
): Promise<HostnameHolder[]> =>
  await db.query<HostnameHolder>(
    `select project_id, hostname, id, name from port
     where (project_id, hostname) in (select * from unnest($1::uuid[], $2::text[])) and deleting_at is null`,
    [wanted.map(({ project_id }) => project_id), wanted.map(({ hostname }) => hostname)],
  )

/** The port that has the hostname that a port's project has once only. */
export const hostnameHolder = async (
  db: Queryable,
  port: string,
  hostname: string,
): Promise<HostnameHolder | undefined> => {
  const [holder] = await db.query<HostnameHolder>(
    `select h.project_id, h.hostname, h.id, h.name from port p join port h on h.project_id = p.project_id
     where p.id = $1 and h.hostname = $2 and h.deleting_at is null`,
    [port, hostname],
  )
  return holder
}

/** A project as far as a new port is concerned. */
export interface PortProject {
  readonly id: string
  readonly name: string
  readonly deleting: boolean
  readonly default_group: string | null
}

/** These projects, and those that these networks belong to, with the groups that new ports join when they name none. */
export const portProjects = async (
  tx: Tx,
  ids: readonly string[],
  networks: readonly string[] = [],
): Promise<readonly PortProject[]> =>
  await tx.query<PortProject>(
    `select p.id, p.name, p.deleting_at is not null as deleting,
       (select g.id from security_group g where g.project_id = p.id and g.name = '${DEFAULT_SECURITY_GROUP}' and g.deleting_at is null) as default_group
     from project p where p.id = any($1::uuid[] || array(select n.project_id from network n where n.id = any($2::uuid[])))
     order by p.id for key share of p`,
    [ids, networks],
    'ports_projects',
  )

/** A group that a request names. */
export interface NamedGroup {
  readonly id: string
  readonly name: string
  readonly project_id: string
  readonly stateful: boolean
  readonly deleting_at: Date | null
}

/** Groups by id; none of them can be deleted before this transaction ends. */
export const lockGroups = async (tx: Tx, ids: readonly string[]): Promise<readonly NamedGroup[]> =>
  ids.length === 0
    ? []
    : await tx.query<NamedGroup>(
        'select id, name, project_id, stateful, deleting_at from security_group where id = any($1::uuid[]) order by id for key share',
        [ids],
        'ports_groups',
      )

/** A reservation that a request asks for, by its id or by its address. */
export interface Reservation {
  readonly id: string
  readonly network_id: string
  readonly subnet_id: string
  readonly project_id: string
  readonly name: string
  readonly ip: string
  readonly mac: string | null
  readonly hostname: string | null
}

/** Reservations with one of these ids, or of these addresses. */
export const findReservations = async (
  tx: Tx,
  ids: readonly string[],
  places: readonly { readonly network: string; readonly ip: string }[],
): Promise<readonly Reservation[]> =>
  ids.length + places.length === 0
    ? []
    : await tx.query<Reservation>(
        `select id, network_id, subnet_id, project_id, name, host(ip) as ip, reserved_mac as mac, reserved_hostname as hostname
         from address where name is not null and state <> 'held' and (id = any($1::uuid[])
           or (network_id, ip) in (select * from unnest($2::uuid[], $3::inet[])))`,
        [ids, places.map(({ network }) => network), places.map(({ ip }) => ip)],
        'ports_reservations',
      )

/** Makes these the port's groups, and gives those that it joined or left. */
export const replaceGroups = async (tx: Tx, port: string, groups: readonly string[]): Promise<string[]> => {
  const rows = await tx.query<{ group_id: string }>(
    `with left_group as (delete from port_security_group where port_id = $1 and group_id <> all($2::uuid[]) returning group_id),
     joined as (
       insert into port_security_group (port_id, group_id) select $1, unnest($2::uuid[]) on conflict do nothing returning group_id)
     select group_id from left_group union select group_id from joined`,
    [port, groups],
  )
  return rows.map(({ group_id }) => group_id)
}

/** Writes a port's hostname into its addresses, which tell it of themselves. */
export const renameAddresses = async (tx: Tx, port: string, hostname: string | null): Promise<void> => {
  await tx.query(`update address set hostname = $2 where owner_id = $1 and owner_kind = 'port' and state = 'used'`, [
    port,
    hostname,
  ])
}

/** Puts a port's addresses in this order. */
export const orderAddresses = async (tx: Tx, port: string, ips: readonly string[]): Promise<void> => {
  await tx.query(
    `update address a set position = o.n - 1 from unnest($2::inet[]) with ordinality as o(ip, n)
     where a.owner_id = $1 and a.owner_kind = 'port' and a.ip = o.ip and a.position <> o.n - 1`,
    [port, ips],
  )
}
