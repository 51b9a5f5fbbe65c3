import type { Queryable, Tx } from '../../db/pool.ts'
import { FALLBACK, IS_TAKEN_OVER } from './claim.ts'
import type { AddressHints } from './hints.ts'
import type { AddressOwner, AddressType } from './wish.ts'

/**
 * The two phases of a release (ADR 22). An address that its owner gives back stays entered until OVN has confirmed that it has forgotten
 * it, and then with its project until the subnet's hold-down is over: neither a late packet nor an old ARP or DNS answer reaches somebody new.
 */

/** What takes addresses out of OVN: the reconcile root, and its generation from which on they are not in it any more. */
export interface Release {
  readonly root: string
  readonly generation: number
  /** default: all of the owner's */
  readonly ips?: readonly string[]
}

/** First phase: the owner gives addresses back. Part of the command's transaction. */
export const releaseAddresses = async (
  tx: Tx,
  owner: AddressOwner,
  { root, generation, ips }: Release,
): Promise<void> => {
  await tx.query(
    `update address set state = 'releasing', release_root = $3, release_generation = $4
     where owner_id = $2 and owner_kind = $1 and state = 'used' and ($5::inet[] is null or ip = any($5))`,
    [owner.kind, owner.id, root, generation, ips ?? null],
    'address_release',
  )
}

/**
 * Locks addresses that are about to change hands, in the order in which claims are made (claim.ts): two owners that exchange theirs would wait for
 * each other crosswise.
 */
export const lockAddresses = async (tx: Tx, network: string, ips: readonly string[]): Promise<void> => {
  await tx.query(
    'select from address where network_id = $1 and ip = any($2::inet[]) order by network_id, ip for update',
    [network, ips],
    'address_lock',
  )
}

/** The same for all addresses of many owners that are roots themselves. */
export const releaseOwners = async (
  db: Queryable,
  kind: AddressOwner['kind'],
  owners: readonly string[],
  generation: number,
): Promise<void> => {
  await db.query(
    `update address set state = 'releasing', release_root = owner_id, release_generation = $3
     where owner_id = any($2::uuid[]) and owner_kind = $1 and state = 'used'`,
    [kind, owners, generation],
    'address_release_owners',
  )
}

/** A root as far as OVN has it. */
export interface Confirmed {
  readonly root: string
  readonly generation: number
}

/** Above every generation: the root is gone. */
const GONE = Number.MAX_SAFE_INTEGER

// A reservation and a gateway come back to who had them before; the rest is held, or free at once in a subnet without hold-down.
const CONFIRM = `
with ended as (
  select a.network_id, a.ip, s.hold_down, ${IS_TAKEN_OVER} as comes_back
  from unnest($1::uuid[], $2::bigint[]) as r(root, generation)
  join address a on a.release_root = r.root and a.state = 'releasing' and a.release_generation <= r.generation
  join subnet s on s.id = a.subnet_id
  order by a.network_id, a.ip for update of a),
told as (
  insert into address_history (network_id, subnet_id, project_id, ip, type, owner_kind, owner_id, mac, hostname, since)
  select a.network_id, a.subnet_id, a.project_id, a.ip, a.type, a.owner_kind, a.owner_id, a.mac, a.hostname, a.since
  from ended join address a using (network_id, ip)),
back as (
  update address a set ${FALLBACK} from ended e where a.network_id = e.network_id and a.ip = e.ip and e.comes_back),
held as (
  update address a set state = 'held', hold_until = now() + e.hold_down * interval '1 second', release_root = null, release_generation = null,
    name = null, description = null, labels = null, generation = null, create_digest = null, created_at = null, updated_at = null,
    reserved_mac = null, reserved_hostname = null
  from ended e where a.network_id = e.network_id and a.ip = e.ip and not e.comes_back and e.hold_down > 0
  returning a.id),
freed as (
  delete from address a using ended e
  where a.network_id = e.network_id and a.ip = e.ip and not e.comes_back and e.hold_down = 0
  returning a.id, a.subnet_id, host(a.ip) as ip),
macs as (delete from mac_address m using (select id from held union all select id from freed) done where m.owner_id = done.id)
select subnet_id as subnet, ip from freed`

/** Second phase: OVN holds these roots at these generations, so it has forgotten what they gave back. */
export const confirmReleases = async (db: Queryable, roots: readonly Confirmed[]): Promise<readonly FreedAddress[]> =>
  roots.length === 0
    ? []
    : await db.query<FreedAddress>(
        CONFIRM,
        [roots.map(({ root }) => root), roots.map(({ generation }) => generation)],
        'address_confirm',
      )

/** Rows of these roots are gone, and OVN holds nothing of them: their addresses and MAC addresses come free. */
export const confirmGone = async (tx: Tx, roots: readonly string[]): Promise<readonly FreedAddress[]> => {
  if (roots.length === 0) return []
  await tx.query('delete from mac_address where owner_id = any($1::uuid[])', [roots], 'mac_forget')
  return await confirmReleases(
    tx,
    roots.map((root) => ({ root, generation: GONE })),
  )
}

/**
 * A subnet ($1) that is to be removed takes its addresses with it: its own, and those that are merely held. Those of others stay, and by the
 * foreign key the subnet with them.
 */
export const END_SUBNETS = `
with ended as (delete from address where subnet_id = any($1::uuid[]) and (owner_kind = 'subnet' or state = 'held') returning *),
macs as (delete from mac_address m using ended e where m.owner_id = e.id)
insert into address_history (network_id, subnet_id, project_id, ip, type, owner_kind, owner_id, mac, hostname, since)
select network_id, subnet_id, project_id, ip, type, owner_kind, owner_id, mac, hostname, since from ended where state <> 'held'`

/** An address that anybody may have now. */
export interface FreedAddress {
  readonly subnet: string
  readonly ip: string
}

const REAPED_AT_ONCE = 2_000

/** Frees addresses whose hold-down is over. Every server may do it at any time: rows that another one frees are skipped. */
export const freeHeld = async (db: Queryable): Promise<readonly FreedAddress[]> =>
  await db.query<FreedAddress>(
    `with over as materialized (
       select network_id, ip from address where state = 'held' and hold_until <= now() limit $1 for update skip locked)
     delete from address a using over where a.network_id = over.network_id and a.ip = over.ip
     returning a.subnet_id as subnet, host(a.ip) as ip`,
    [REAPED_AT_ONCE],
    'address_reap',
  )

/** Notes in the hint what came free. */
export const noteFreed = (hints: AddressHints, freed: readonly FreedAddress[]): void => {
  for (const { subnet, ip } of freed) {
    hints.released(subnet, ip)
    hints.touch(subnet)
  }
}

/** An address as its owner has it. */
export interface OwnedAddress {
  readonly id: string
  readonly network: string
  readonly subnet: string
  readonly ip: string
  readonly mac: string | null
  readonly type: AddressType
  readonly state: 'used' | 'releasing'
}

/** The addresses of an owner, in the order in which it asked for them. */
export const addressesOf = async (db: Queryable, owner: AddressOwner): Promise<OwnedAddress[]> =>
  await db.query<OwnedAddress>(
    `select id, network_id as network, subnet_id as subnet, host(ip) as ip, mac, type, state from address
     where owner_id = $2 and owner_kind = $1 and state <> 'held' order by position, ip`,
    [owner.kind, owner.id],
    'addresses_of',
  )
