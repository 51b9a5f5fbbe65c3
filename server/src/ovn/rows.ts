import type { Insert, Mutate, Remove, Row, Update, Uuid, Wait } from '@quantumnet/ovsdb-jsonrpc'
import type { NbTables } from './gen/nb.ts'
import type { Key } from './key.ts'

/**
 * The tables in which we have rows, and the columns that a row's root states. The others are OVN's or a person's, save for sets of references
 * (`memberColumns`): who is in these is stated by the members (`Membership`), so that a root never reads or writes all members of a large one.
 */
export const statedColumns = {
  Logical_Switch: ['name', 'copp', 'other_config', 'external_ids'],
  Logical_Switch_Port: [
    'name',
    'type',
    'tag_request',
    'addresses',
    'port_security',
    'enabled',
    'dhcpv4_options',
    'dhcpv6_options',
    'options',
    'external_ids',
  ],
  DHCP_Options: ['cidr', 'options', 'external_ids'],
  Port_Group: ['name', 'external_ids'],
  ACL: [
    'name',
    'priority',
    'direction',
    'match',
    'action',
    'log',
    'severity',
    'meter',
    'label',
    'options',
    'external_ids',
  ],
  Address_Set: ['name', 'addresses', 'external_ids'],
  QoS: ['priority', 'direction', 'match', 'action', 'bandwidth', 'external_ids'],
  Meter: ['name', 'unit', 'fair', 'external_ids'],
  Meter_Band: ['action', 'rate', 'burst_size', 'external_ids'],
  Copp: ['name', 'meters', 'external_ids'],
  Logical_Router: ['name', 'enabled', 'copp', 'options', 'external_ids'],
  Logical_Router_Port: [
    'name',
    'mac',
    'networks',
    'enabled',
    'ha_chassis_group',
    'ipv6_ra_configs',
    'options',
    'external_ids',
  ],
  Logical_Router_Static_Route: [
    'ip_prefix',
    'nexthop',
    'output_port',
    'policy',
    'route_table',
    'bfd',
    'options',
    'external_ids',
  ],
  BFD: ['logical_port', 'dst_ip', 'external_ids'],
  Logical_Router_Policy: ['priority', 'match', 'action', 'nexthops', 'options', 'external_ids'],
  NAT: [
    'type',
    'external_ip',
    'external_mac',
    'external_port_range',
    'logical_ip',
    'logical_port',
    'gateway_port',
    'exempted_ext_ips',
    'options',
    'external_ids',
  ],
  HA_Chassis_Group: ['name', 'external_ids'],
  HA_Chassis: ['chassis_name', 'priority', 'external_ids'],
  Load_Balancer: ['name', 'protocol', 'vips', 'ip_port_mappings', 'selection_fields', 'options', 'external_ids'],
  Load_Balancer_Health_Check: ['vip', 'options', 'external_ids'],
} as const

export type Table = keyof typeof statedColumns
export const tables = Object.keys(statedColumns) as readonly Table[]

/** Sets of references to rows of ours, by the table that has them. No table holds the same kind of member in two columns. */
export const memberColumns = {
  Logical_Switch: ['ports', 'acls', 'qos_rules', 'load_balancer'],
  Port_Group: ['ports', 'acls'],
  Meter: ['bands'],
  Logical_Router: ['ports', 'static_routes', 'policies', 'nat', 'load_balancer'],
  HA_Chassis_Group: ['ha_chassis'],
  Load_Balancer: ['health_check'],
} as const

/** Rows that hold others in a set. */
export type Container = keyof typeof memberColumns
export type MemberColumn = (typeof memberColumns)[Container][number]

const isContainer = (table: string): table is Container => table in memberColumns

/** The sets of members that rows of a table have. */
export const memberColumnsOf = (table: Table): readonly MemberColumn[] =>
  isContainer(table) ? memberColumns[table] : []

type Stated<V> = V extends ReadonlyMap<unknown, infer T> ? Readonly<Record<string, T>> : V

/** What a builder has to say about a row: every stated column. */
export type Columns<N extends Table> = {
  readonly [C in (typeof statedColumns)[N][number] & keyof NbTables[N]]: Stated<NbTables[N][C]>
}

/** A row of ours that another one needs, and the root that makes it. */
export interface RowRef<N extends Table = Table> {
  readonly table: N
  readonly uuid: Uuid<N>
  readonly owner: Key
}

export interface Membership {
  readonly container: RowRef<Container>
  readonly column: MemberColumn
}

interface RowOf<N extends Table> {
  readonly table: N
  readonly uuid: Uuid<N>
  readonly columns: Columns<N>
  /** Every set that the row is in, and no other. */
  readonly memberOf: readonly Membership[]
  /** Rows that must be there, or OVN would drop a weak reference or a match would not parse. */
  readonly needs: readonly RowRef[]
}

/** A row as it should be. */
export type DesiredRow = { readonly [N in Table]: RowOf<N> }[Table]

/** A reconcile root as it should be in OVN; no rows: it should not be there. */
export interface Desired {
  readonly key: Key
  readonly rows: readonly DesiredRow[]
}

/** What the replica of the northbound database can be asked. */
export interface Replica {
  readonly row: (table: Table, uuid: Uuid) => Row | undefined
  /** Rows that carry the tag of our deployment and this key. */
  readonly owned: (key: Key) => readonly OwnedRow[]
  /** Sets that hold this row. */
  readonly containersOf: (uuid: Uuid) => readonly HoldingSet[]
  /** Members of this row's sets that don't carry our tag, by name or else UUID. */
  readonly strangersIn: (table: Table, uuid: Uuid) => readonly string[]
}

type Named<O> = O & { readonly where: Uuid<Table> }

/** An operation on one row, by its UUID: what a transaction does to which row is known before it is sent. */
export type RowOperation =
  Insert<Table> | Named<Wait<Table>> | Named<Update<Table>> | Named<Mutate<Table>> | Named<Remove<Table>>

export interface OwnedRow {
  readonly table: Table
  readonly uuid: Uuid<Table>
}

export interface ContainerSet {
  readonly table: Container
  readonly uuid: Uuid<Container>
  readonly column: MemberColumn
}

export interface HoldingSet extends ContainerSet {
  /** Whether the row with the set carries our tag. */
  readonly isOurs: boolean
}

/** What people find a row by, in tables that have such a column. */
export const nameOf = (row: Row | undefined): string | undefined => {
  const name = row?.['name']
  return typeof name === 'string' && name !== '' ? name : undefined
}
