import type { IpRange } from '@quantumnet/api'
import type { Queryable, Tx } from '../../db/pool.ts'
import { addressOf, allocatableRanges, blockOf, ipText, type AllocatingSubnet } from '../ipam/index.ts'
import type { SubnetRow } from '../subnets/index.ts'
import type { SubnetCounts } from './usage-rules.ts'

const COUNT = `
select count(*) filter (where a.state = 'used' and a.type not in ('reserved', 'gateway', 'dns')) as used,
  count(*) filter (where a.state = 'releasing') as releasing,
  count(*) filter (where a.state = 'held') as held,
  count(*) filter (where exists (select from unnest($3::inet[], $4::inet[]) as part(lo, hi) where a.ip between part.lo and part.hi))
    as allocatable
from address a where a.network_id = $1 and a.subnet_id = $2`

// One walk along the primary key, for the longest run between two addresses that somebody has.
const LONGEST_V4 = `
with part as (select * from unnest($2::inet[], $3::inet[]) as part(lo, hi)),
taken as (
  select a.ip, part.lo, part.hi, lead(a.ip) over (partition by part.lo order by a.ip) as next
  from part join address a on a.network_id = $1 and a.ip between part.lo and part.hi)
select coalesce(max(run), 0)::text as longest from (
  select coalesce(next, hi + 1) - ip - 1 as run from taken
  union all select coalesce((select min(ip) from taken where taken.lo = part.lo), hi + 1) - lo from part) runs`

/** Differences of IPv6 addresses are too large for PostgreSQL, but subnets of IPv6 are never full. */
const longestV6 = async (db: Queryable, network: string, ranges: readonly IpRange[]): Promise<bigint> => {
  let longest = 0n
  for (const { first, last } of ranges) {
    const rows = await db.query<{ ip: string }>(
      'select host(ip) as ip from address where network_id = $1 and ip between $2 and $3 order by ip',
      [network, ipText(6, first), ipText(6, last)],
    )
    let start = first
    for (const value of [...rows.map(({ ip }) => addressOf(ip)), last + 1n]) {
      if (value - start > longest) longest = value - start
      start = value + 1n
    }
  }
  return longest
}

/** Counts the addresses of a subnet. */
export const countSubnet = async (db: Queryable, subnet: AllocatingSubnet): Promise<SubnetCounts> => {
  const { family } = blockOf(subnet.cidr)
  const ranges = allocatableRanges(subnet)
  const bounds = [ranges.map(({ first }) => ipText(family, first)), ranges.map(({ last }) => ipText(family, last))]
  const [counts] = await db.query<Omit<SubnetCounts, 'longest'>>(COUNT, [subnet.network_id, subnet.id, ...bounds])
  if (counts === undefined) throw new Error('a count gave no row')
  if (family === 6) return { ...counts, longest: await longestV6(db, subnet.network_id, ranges) }
  const [row] = await db.query<{ longest: string }>(LONGEST_V4, [subnet.network_id, ...bounds])
  return { ...counts, longest: BigInt(row?.longest ?? 0) }
}

/** Live subnets by id, or of a network. */
export const subnetsForUsage = async (
  db: Queryable,
  by: { readonly ids: readonly string[] } | { readonly network: string },
): Promise<SubnetRow[]> =>
  await db.query<SubnetRow>(
    `select t.*, '[]'::jsonb as shared_with from subnet t where deleting_at is null and ${'ids' in by ? 'id = any($1::uuid[])' : 'network_id = $1'}
     order by created_at, id`,
    ['ids' in by ? by.ids : by.network],
  )

/** Notes the threshold that a subnet is above, when it is another than before; gives its project then. */
export const writeLevel = async (tx: Tx, id: string, level: number): Promise<string | undefined> => {
  const [row] = await tx.query<{ project_id: string }>(
    `update subnet set usage_level = $2::smallint, usage_since = case when $2::smallint = 0 then null else now() end
     where id = $1 and usage_level <> $2::smallint and deleting_at is null returning project_id`,
    [id, level],
  )
  return row?.project_id
}
