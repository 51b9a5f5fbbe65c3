import type { AddressState } from '@quantumnet/api'
import type { Queryable, Tx } from '../../db/pool.ts'
import type { ResourceRow } from '../../resource-kit/rows.ts'
import { labelConditions } from '../../resource-kit/label-selector.ts'
import { ResourceTable, type Selection } from '../../resource-kit/table.ts'
import type { AddressType } from '../ipam/index.ts'

/** A row of `address`, which is a resource with a name only where somebody reserved it. */
export interface AllocationRow extends Omit<ResourceRow, 'name'> {
  readonly name: string
  readonly is_reserved: boolean
  readonly network_id: string
  readonly subnet_id: string
  readonly project_id: string
  /** of the network: its members see who has what */
  readonly network_project: string
  readonly ip: string
  readonly type: AddressType
  readonly state: AddressState
  readonly owner_kind: string
  readonly owner_id: string
  readonly mac: string | null
  readonly hostname: string | null
  readonly reserved_mac: string | null
  readonly reserved_hostname: string | null
  readonly since: Date
  readonly hold_until: Date | null
}

export const allocations = new ResourceTable<AllocationRow>('allocation')

/** Which addresses a list has; what is undefined does not filter. */
export interface AllocationQuery {
  readonly project?: string | undefined
  readonly network?: string | undefined
  readonly subnet?: string | undefined
  readonly ip?: string | undefined
  readonly types?: readonly AddressType[] | undefined
  readonly state?: AddressState | undefined
  readonly port?: string | undefined
}

/** What of all a list has, and where it goes on. */
export interface AllocationPage {
  readonly selection: Pick<Selection, 'labels' | 'projects'>
  readonly limit: number
  readonly after: { readonly network: string; readonly ip: string } | undefined
}

/** Networks in which these projects have addresses: their own, and those that are shared with them. The primary key begins with the network. */
const inNetworksOf = (projects: string): string =>
  `t.network_id in (select id from network where project_id = any(${projects}) or shared_with ?| (${projects})::text[])`

/**
 * Addresses by network and address, as the primary key has them. Members of the network's project see every address of it, whoever has it.
 */
export const listAllocations = async (
  db: Queryable,
  query: AllocationQuery,
  { selection, limit, after }: AllocationPage,
): Promise<AllocationRow[]> => {
  const values: unknown[] = []
  const place = (value: unknown): string => `$${String(values.push(value))}`
  const conditions: string[] = []
  const add = (value: unknown, condition: (place: string) => string): void => {
    if (value !== undefined) conditions.push(condition(place(value)))
  }
  if (selection.projects !== 'all')
    add(
      selection.projects,
      (at) =>
        `(t.project_id = any(${at}::uuid[]) or t.network_project = any(${at}::uuid[])) and ${inNetworksOf(`${at}::uuid[]`)}`,
    )
  // Of others' addresses their labels and owners are not told, so nothing is found by them either.
  const byWhatIsHidden = query.port !== undefined || (selection.labels ?? []).length > 0
  if (selection.projects !== 'all' && byWhatIsHidden)
    add(selection.projects, (at) => `t.project_id = any(${at}::uuid[])`)
  add(query.project, (at) => `t.project_id = ${at} and ${inNetworksOf(`array[${at}]::uuid[]`)}`)
  add(query.network, (at) => `t.network_id = ${at}`)
  add(query.subnet, (at) => `t.subnet_id = ${at} and t.network_id = (select network_id from subnet where id = ${at})`)
  // By the primary key of each network, rather than through all addresses.
  add(query.ip, (at) => `(t.network_id, t.ip) in (select id, ${at}::inet from network)`)
  add(query.types, (at) => `t.type = any(${at})`)
  add(query.state, (at) => `t.state = ${at}`)
  add(query.port, (at) => `t.owner_id = ${at} and t.owner_kind = 'port' and t.state <> 'held'`)
  conditions.push(...labelConditions(selection.labels ?? [], 't.labels', place))
  if (after !== undefined) conditions.push(`(t.network_id, t.ip) > (${place(after.network)}, ${place(after.ip)}::inet)`)
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`
  return await db.query<AllocationRow>(
    `select t.*, host(t.ip) as ip from allocation t ${where} order by t.network_id, t.ip limit ${place(limit)}`,
    values,
  )
}

/** What of a reservation can be written. */
export interface ReservationColumns {
  readonly name: string
  readonly description: string
  readonly labels: Readonly<Record<string, string>>
  readonly hostname: string | null
  readonly mac: string | null
}

/** Makes an address that was just taken a reservation. */
export const writeReservation = async (
  tx: Tx,
  id: string,
  { name, description, labels, hostname, mac }: ReservationColumns,
  digest: Buffer,
): Promise<void> => {
  await tx.query(
    `update address set name = $2, description = $3, labels = $4, reserved_hostname = $5, reserved_mac = $6, hostname = $5, mac = $6,
       generation = 1, create_digest = $7, created_at = now(), updated_at = now() where id = $1`,
    [id, name, description, labels, hostname, mac, digest],
  )
}

/** Changes a reservation. What a port has taken over meanwhile stays the port's. */
export const updateReservation = async (tx: Tx, id: string, next: ReservationColumns): Promise<void> => {
  const { name, description, labels, hostname, mac } = next
  await tx.query(
    `update address set name = $2, description = $3, labels = $4, reserved_hostname = $5, reserved_mac = $6,
       hostname = case when owner_kind = 'address' then $5 else hostname end,
       mac = case when owner_kind = 'address' then $6 else mac end,
       generation = generation + 1, updated_at = now() where id = $1`,
    [id, name, description, labels, hostname, mac],
  )
}

/** Makes a reservation a mere address again: what a port that is being deleted still has. */
export const forgetReservation = async (tx: Tx, id: string): Promise<void> => {
  await tx.query(
    `update address set name = null, description = null, labels = null, generation = null, create_digest = null, created_at = null,
       updated_at = null, reserved_mac = null, reserved_hostname = null, type = case when owner_kind = 'port' then 'static' else type end
     where id = $1`,
    [id],
  )
}

/** Locks an address for a change. */
export const lockAllocation = async (tx: Tx, id: string): Promise<AllocationRow | undefined> => {
  await tx.query('select from address where id = $1 for update', [id])
  return await allocations.find(tx, id)
}

/** The name of who has an address, when that is a port. */
export const ownerName = async (
  db: Queryable,
  { owner_kind, owner_id }: AllocationRow,
): Promise<string | undefined> => {
  if (owner_kind !== 'port') return undefined
  const [row] = await db.query<{ name: string }>('select name from port where id = $1', [owner_id])
  return row?.name
}
