import type { Queryable, Tx } from '../../db/pool.ts'
import { allocatableRanges, blockOf, ipText, type AllocatingSubnet } from '../addresses/index.ts'
import type { SubnetRow } from '../subnets/index.ts'
import type { SubnetCounts } from './usage-rules.ts'

interface CountRow extends Omit<SubnetCounts, 'longest'> {
  readonly longest: string
}

// One walk along the primary key: the counts, and the longest run between two addresses that somebody has.
const COUNT = `
with taken as (
  select a.ip, a.state, a.type, a.owner_kind, part.n as part, lead(a.ip) over (partition by part.n order by a.ip) as next, part.hi
  from address a
  left join unnest($3::inet[], $4::inet[]) with ordinality as part(lo, hi, n) on a.ip between part.lo and part.hi
  where a.network_id = $1 and a.subnet_id = $2)
select count(*) filter (where state = 'used' and type not in ('reserved', 'gateway', 'dns')) as used,
  count(*) filter (where state = 'releasing') as releasing,
  count(*) filter (where state = 'held') as held,
  count(*) filter (where state = 'used' and type in ('reserved', 'gateway', 'dns')) as reserved,
  count(*) filter (where part is not null) as allocatable,
  coalesce(greatest(
    max(case when part is not null then coalesce(next - 1, hi) - ip end),
    (select max(coalesce((select min(t.ip) from taken t where t.part = p.n) - p.lo, p.hi - p.lo + 1))
     from unnest($3::inet[], $4::inet[]) with ordinality as p(lo, hi, n))), 0)::text as longest
from taken`

/** Counts the addresses of a subnet. */
export const countSubnet = async (db: Queryable, subnet: AllocatingSubnet): Promise<SubnetCounts> => {
  const { family } = blockOf(subnet.cidr)
  const ranges = allocatableRanges(subnet)
  const [row] = await db.query<CountRow>(COUNT, [
    subnet.network_id,
    subnet.id,
    ranges.map(({ first }) => ipText(family, first)),
    ranges.map(({ last }) => ipText(family, last)),
  ])
  if (row === undefined) throw new Error('a count gave no row')
  return { ...row, longest: BigInt(row.longest) }
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
    `update subnet set usage_level = $2, usage_since = case when $2 = 0 then null else now() end
     where id = $1 and usage_level <> $2 and deleting_at is null returning project_id`,
    [id, level],
  )
  return row?.project_id
}
