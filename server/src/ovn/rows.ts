import type { Insert, Mutate, Remove, Row, Update, Uuid, Wait } from '@quantumnet/ovsdb-jsonrpc'
import type { NbTables } from './gen/nb.ts'
import type { Key } from './key.ts'

/**
 * The tables in which we have rows, and the columns that a row's root states. The others are OVN's or a person's, save for `ports` and
 * `acls`: who is in these sets is stated by the members (`Membership`), so that a root never reads or writes all members of a large one.
 */
export const statedColumns = {
  Logical_Switch: ['name', 'other_config', 'external_ids'],
  Logical_Switch_Port: [
    'name',
    'type',
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
  ACL: ['priority', 'direction', 'match', 'action', 'log', 'options', 'external_ids'],
  Address_Set: ['name', 'addresses', 'external_ids'],
} as const

export type Table = keyof typeof statedColumns
export const tables = Object.keys(statedColumns) as readonly Table[]

/** Rows of these live only while another row refers to them: leaving all sets is what deletes them. */
const kept: ReadonlySet<Table> = new Set(['Logical_Switch_Port', 'ACL'])
export const isKeptByMembership = (table: Table): boolean => kept.has(table)

type Stated<V> = V extends ReadonlyMap<unknown, unknown> ? Readonly<Record<string, string>> : V

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

/** Rows whose `ports` and `acls` hold others. */
export type Container = 'Logical_Switch' | 'Port_Group'
export const containers: readonly Container[] = ['Logical_Switch', 'Port_Group']
export const memberColumns = ['ports', 'acls'] as const
export type MemberColumn = (typeof memberColumns)[number]

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
