import type { Queryable, Tx } from '../../db/pool.ts'
import type { AddressOwner, AddressType } from './wish.ts'

/** The statements by which addresses change hands. All of them take many rows at once. */

/** One row that is to be somebody's. */
export interface Claim {
  readonly id: string
  readonly network_id: string
  readonly ip: string
  readonly subnet_id: string
  readonly project_id: string
  readonly type: AddressType
  readonly owner_kind: AddressOwner['kind']
  readonly owner_id: AddressOwner['id']
  readonly mac: string | null
  readonly hostname: string | null
  readonly position: number
}

const COLUMNS = 'network_id, ip, id, subnet_id, project_id, type, owner_kind, owner_id, mac, hostname, position'
const RECORD = `json_to_recordset($1::json) as r(network_id uuid, ip inet, id uuid, subnet_id uuid, project_id uuid,
  type text, owner_kind text, owner_id uuid, mac macaddr, hostname text, position smallint)`

/**
 * Rows are inserted in one order by everybody, so that two statements which want the same addresses never wait for each other crosswise.
 * An address that is held goes to whoever comes after its hold-down, and before that to its own project when it asks for this very one.
 */
const CLAIM = `
insert into address as a (${COLUMNS})
select ${COLUMNS} from ${RECORD} order by network_id, ip
on conflict (network_id, ip) do update set id = excluded.id, subnet_id = excluded.subnet_id, project_id = excluded.project_id,
  type = excluded.type, state = 'used', owner_kind = excluded.owner_kind, owner_id = excluded.owner_id, mac = excluded.mac,
  hostname = excluded.hostname, position = excluded.position, since = now(), hold_until = null
where a.state = 'held'
  and (a.hold_until <= now() or a.project_id = excluded.project_id and excluded.id = any($2::uuid[]))
returning id`

/**
 * Takes addresses that nobody has, and gives the ids of the claims that got theirs. Waits for transactions that want the same ones.
 * @param own ids of the claims for an address that is their owner's by name, MAC or id
 */
export const claimAddresses = async (
  tx: Tx,
  claims: readonly Claim[],
  own: readonly string[],
): Promise<ReadonlySet<string>> => {
  if (claims.length === 0) return new Set()
  const rows = await tx.query<{ id: string }>(CLAIM, [JSON.stringify(claims), own], 'address_claim')
  return new Set(rows.map(({ id }) => id))
}

export interface TakenOver {
  readonly claim: string
  readonly id: string
  readonly mac: string | null
}

/**
 * A row that changes its owner and stays: a reservation goes to who asks for its address in the same project, a gateway that nobody routes
 * for goes to a router, the gateway and DNS address of a subnet that is being deleted go to the subnet made in its place, with their MACs,
 * and what an owner has given back and OVN has not confirmed goes back to it.
 */
const TAKE_OVER = `
with wanted as (select * from ${RECORD}),
before as (
  select a.*, w.id as claim, w.owner_kind as next_kind, w.owner_id as next_owner, w.position as next_position,
    w.mac as next_mac, w.hostname as next_hostname, w.subnet_id as next_subnet, w.type as next_type
  from wanted w join address a using (network_id, ip)
  where a.project_id = w.project_id and (
    a.state = 'used' and a.owner_kind = 'address' and w.owner_kind <> 'address'
    or a.state = 'used' and a.owner_kind = 'subnet' and a.type = 'gateway' and w.type = 'router'
    or a.owner_kind = 'subnet' and w.owner_kind = 'subnet'
    or a.state = 'releasing' and a.owner_kind = w.owner_kind and a.owner_id = w.owner_id)
  order by a.network_id, a.ip for update of a),
told as (
  insert into address_history (network_id, subnet_id, project_id, ip, type, owner_kind, owner_id, mac, hostname, since)
  select network_id, subnet_id, project_id, ip, type, owner_kind, owner_id, mac, hostname, since from before)
update address a set owner_kind = b.next_kind, owner_id = b.next_owner, position = b.next_position, since = now(),
  state = 'used', release_root = null, release_generation = null, subnet_id = b.next_subnet,
  type = case when b.next_kind = 'subnet' then b.next_type else a.type end,
  mac = case when b.owner_kind = 'subnet' then a.mac else coalesce(b.next_mac, a.mac) end,
  hostname = coalesce(b.next_hostname, a.hostname)
from before b where a.network_id = b.network_id and a.ip = b.ip
returning b.claim, a.id, a.mac`

/** Takes over what is reserved for these, and gives those that were. */
export const takeOverAddresses = async (tx: Tx, claims: readonly Claim[]): Promise<TakenOver[]> =>
  claims.length === 0 ? [] : await tx.query<TakenOver>(TAKE_OVER, [JSON.stringify(claims)], 'address_take_over')

/** What a row was before somebody took it over, as columns of an update of `address a`: a reservation, or the gateway of its subnet. */
export const FALLBACK = `
  owner_kind = case when a.name is not null then 'address' else 'subnet' end,
  owner_id = case when a.name is not null then a.id else a.subnet_id end,
  mac = case when a.name is not null then a.reserved_mac else a.mac end, hostname = a.reserved_hostname,
  position = 0, since = now(), state = 'used', release_root = null, release_generation = null`
/** Whether somebody else had the row before its owner, and gets it back. */
export const IS_TAKEN_OVER = `(a.name is not null and a.owner_kind <> 'address' or a.type = 'gateway' and a.owner_kind <> 'subnet')`

const UNDO = `
with back as (
  update address a set ${FALLBACK} where id = any($1::uuid[]) and ${IS_TAKEN_OVER}),
macs as (delete from mac_address where owner_id in (select id from address a where id = any($1::uuid[]) and not ${IS_TAKEN_OVER}))
delete from address a where id = any($1::uuid[]) and not ${IS_TAKEN_OVER}`

/** Gives back at once what this very transaction has taken and nobody has seen. */
export const undoClaims = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  if (ids.length > 0) await tx.query(UNDO, [ids], 'address_undo')
}

/** Who has an address, as far as a refusal says so. */
export interface Holder {
  readonly network_id: string
  readonly ip: string
  readonly state: 'used' | 'releasing' | 'held'
  readonly type: AddressType
  readonly owner_kind: string
  readonly owner_id: string
  readonly project_id: string
  readonly name: string | null
}

/** Those who have these addresses of these networks. Ports and reservations are named. */
export const holdersOf = async (
  db: Queryable,
  places: readonly { readonly network_id: string; readonly ip: string }[],
): Promise<Holder[]> =>
  await db.query<Holder>(
    `select a.network_id, host(a.ip) as ip, a.state, a.type, a.owner_kind, a.owner_id, a.project_id, coalesce(p.name, a.name) as name
     from unnest($1::uuid[], $2::inet[]) as w(network_id, ip) join address a using (network_id, ip)
     left join port p on a.owner_kind = 'port' and p.id = a.owner_id`,
    [places.map(({ network_id }) => network_id), places.map(({ ip }) => ip)],
  )
