import type { IpRange } from '@quantumnet/api'
import type { Queryable, Tx } from '../../db/pool.ts'
import { addressOf, blockOf, ipText } from './ip.ts'
import type { AllocatingSubnet } from './wish.ts'

/** Looking for free addresses in the database: for a bitmap that begins, and before a subnet counts as exhausted. */

/** Every address of the subnet that somebody has, as offsets from the first one of its block. IPv4 only. */
export const takenOffsets = async (
  db: Queryable,
  subnet: Pick<AllocatingSubnet, 'network_id' | 'cidr'>,
): Promise<number[]> => {
  const [row] = await db.query<{ offsets: number[] | null }>(
    `select array_agg((ip - host(network($2::cidr))::inet)::int) as offsets from address
     where network_id = $1 and ip >= host(network($2::cidr))::inet and ip <= host(broadcast($2::cidr))::inet`,
    [subnet.network_id, subnet.cidr],
  )
  return row?.offsets ?? []
}

const MOST_GAPS = 64

/**
 * Free addresses, as gaps in the order of the ranges; none means that all of them are taken. The window function reads the primary key in
 * order and stops at the 64th gap (measured 2.4 times as fast as an anti-join of the table with itself). Not prepared by name: a plan made
 * while the table is nearly empty scans it whole, and would be kept.
 */
export const findGaps = async (
  db: Queryable,
  { network_id: network, cidr }: Pick<AllocatingSubnet, 'network_id' | 'cidr'>,
  ranges: readonly IpRange[],
): Promise<IpRange[]> => {
  const { family } = blockOf(cidr)
  const rows = await db.query<{ first: string; last: string }>(
    `select host(gap.first) as first, host(gap.last) as last
     from unnest($2::inet[], $3::inet[]) with ordinality as part (lo, hi, n)
     cross join lateral (
       select part.lo as first,
              coalesce((select min(ip) from address where network_id = $1 and ip between part.lo and part.hi) - 1, part.hi) as last
       union all
       (select ip + 1, coalesce(next - 1, part.hi)
        from (select ip, lead(ip) over (order by ip) as next
              from address where network_id = $1 and ip between part.lo and part.hi) taken
        where next is distinct from ip + 1 and ip < part.hi
        limit ${String(MOST_GAPS)})
     ) gap
     where gap.first <= gap.last
     order by part.n, gap.first
     limit ${String(MOST_GAPS)}`,
    [network, ranges.map(({ first }) => ipText(family, first)), ranges.map(({ last }) => ipText(family, last))],
  )
  return rows.map(({ first, last }) => ({ first: addressOf(first), last: addressOf(last) }))
}

/** Makes those who search this subnet come one after the other, until this transaction ends. A statement of its own: a snapshot older than the lock would see nothing of what the one before has taken. */
export const lockSearch = async (tx: Tx, subnet: string): Promise<void> => {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 7))', [subnet], 'address_lock_search')
}

/**
 * Ends the hold-down of the addresses that were held longest, for a subnet that has no other left (their end is in the history already), and
 * gives them.
 */
export const reuseHeld = async (
  tx: Tx,
  { id, network_id: network, cidr }: Pick<AllocatingSubnet, 'id' | 'network_id' | 'cidr'>,
  ranges: readonly IpRange[],
  count: number,
): Promise<bigint[]> => {
  const { family } = blockOf(cidr)
  const rows = await tx.query<{ ip: string }>(
    // Materialized: a subquery with a limit that is run again for each row would choose others each time.
    `with oldest as materialized (
       select a.ip from address a where a.subnet_id = $1 and a.state = 'held'
         and exists (select from unnest($3::inet[], $4::inet[]) as part(lo, hi) where a.ip between part.lo and part.hi)
       order by a.hold_until, a.ip limit $5 for update skip locked)
     delete from address a using oldest where a.network_id = $2 and a.ip = oldest.ip returning host(a.ip) as ip`,
    [
      id,
      network,
      ranges.map(({ first }) => ipText(family, first)),
      ranges.map(({ last }) => ipText(family, last)),
      count,
    ],
  )
  return rows.map(({ ip }) => addressOf(ip))
}
