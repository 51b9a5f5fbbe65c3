import { localMac } from '@quantumnet/api'
import type { Tx } from '../../db/pool.ts'
import { someRandomBytes } from '../../random.ts'

/** A MAC address that somebody wants on a network: this one, or a generated one. */
export interface MacWish {
  /** the port, or the address that has a MAC of its own */
  readonly owner: string
  readonly network: string
  readonly mac: string | undefined
}

/** A generated MAC address: unicast, locally administered, forty random bits. */
export const randomMac = (): string => localMac(someRandomBytes(5))

/** Generated addresses that were all taken by chance: forty random bits make even one of them unlikely. */
const ATTEMPTS = 5

/** A MAC address that is to be somebody's. */
export interface MacEntry {
  readonly owner_id: string
  readonly network_id: string
  readonly mac: string
  readonly generated: boolean
}

const ENTER = `
insert into mac_address (owner_id, network_id, mac, generated)
select owner_id, network_id, mac, generated
from json_to_recordset($1::json) as r(owner_id uuid, network_id uuid, mac macaddr, generated boolean)
order by network_id, mac
on conflict do nothing returning owner_id`

/** Enters MAC addresses, and gives the owners that have theirs. The unique indexes decide, as below. */
export const enterMacs = async (tx: Tx, entries: readonly MacEntry[]): Promise<ReadonlySet<string>> => {
  const rows = await tx.query<{ owner_id: string }>(ENTER, [JSON.stringify(entries)], 'mac_take')
  return new Set(rows.map(({ owner_id }) => owner_id))
}

/** Those of these ids that have a MAC address. */
export const macOwners = async (tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  const text = 'select owner_id from mac_address where owner_id = any($1::uuid[])'
  return new Set((await tx.query<{ owner_id: string }>(text, [ids], 'mac_owners')).map(({ owner_id }) => owner_id))
}

/**
 * Enters MAC addresses, and gives each owner's; none for a wish whose MAC somebody else has on the network. The unique indexes decide: a
 * given one is unique on its network, a generated one in the whole deployment.
 */
export const takeMacs = async (tx: Tx, wishes: readonly MacWish[]): Promise<ReadonlyMap<string, string>> => {
  const taken = new Map<string, string>()
  let open = wishes
  for (let attempt = 1; open.length > 0 && attempt <= ATTEMPTS; attempt++) {
    const entries = open.map(({ owner, network, mac }): MacEntry => ({
      owner_id: owner,
      network_id: network,
      mac: mac ?? randomMac(),
      generated: mac === undefined,
    }))
    const won = await enterMacs(tx, entries)
    for (const entry of entries) if (won.has(entry.owner_id)) taken.set(entry.owner_id, entry.mac)
    open = open.filter(({ owner, mac }) => mac === undefined && !won.has(owner))
  }
  return taken
}

/** Gives MAC addresses back. OVN must not have them any more. */
export const forgetMacs = async (tx: Tx, owners: readonly string[]): Promise<void> => {
  if (owners.length > 0)
    await tx.query('delete from mac_address where owner_id = any($1::uuid[])', [owners], 'mac_forget')
}
