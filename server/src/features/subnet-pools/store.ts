import type { Referrer } from '@quantumnet/api'
import type { Queryable, Tx } from '../../db/pool.ts'
import { MOST_REFERRERS } from '../../resource-kit/refusals.ts'
import type { ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'

export interface SubnetPoolRow extends ResourceRow {
  readonly project_id: string
  readonly family: 4 | 6
  readonly default_prefix_length: number
  readonly min_prefix_length: number
  readonly max_prefix_length: number
  readonly prefixes: readonly string[]
}

export const subnetPools = new ResourceTable<SubnetPoolRow>('subnet_pool')

/** Enters the pool's prefixes where none may overlap. The exclusion constraint refuses what another pool of the project has. */
export const replacePrefixes = async (
  tx: Tx,
  { id, project_id: project }: Pick<SubnetPoolRow, 'id' | 'project_id'>,
  prefixes: readonly string[],
): Promise<void> => {
  await tx.query('delete from subnet_pool_prefix where pool_id = $1 and prefix <> all($2::cidr[])', [id, prefixes])
  await tx.query(
    `insert into subnet_pool_prefix (pool_id, project_id, prefix) select $1, $2, unnest($3::cidr[]) on conflict (pool_id, prefix) do nothing`,
    [id, project, prefixes],
  )
}

/** Another pool of the project that has one of these prefixes, or a part of it. */
export const findOverlappingPool = async (
  db: Queryable,
  pool: Pick<SubnetPoolRow, 'id' | 'project_id'>,
  prefixes: readonly string[],
): Promise<{ readonly name: string; readonly prefix: string; readonly asked: string } | undefined> => {
  const [row] = await db.query<{ name: string; prefix: string; asked: string }>(
    `select t.name, x.prefix, asked::text from subnet_pool_prefix x join subnet_pool t on t.id = x.pool_id
     join unnest($3::cidr[]) as asked on asked && x.prefix
     where x.project_id = $2 and x.pool_id <> $1 limit 1`,
    [pool.id, pool.project_id, prefixes],
  )
  return row
}

/** Blocks that are carved from a pool, those of tombstones too: their addresses may still be in OVN. */
export const carvedBlocks = async (db: Queryable, pool: string): Promise<{ cidr: string; deleting: boolean }[]> =>
  await db.query<{ cidr: string; deleting: boolean }>(
    'select cidr, deleting_at is not null as deleting from subnet where pool_id = $1 order by cidr',
    [pool],
  )

/** Subnets that are carved from a pool outside of these prefixes. */
export const carvedOutside = async (db: Queryable, id: string, prefixes: readonly string[]): Promise<Referrer[]> =>
  await db.query<Referrer>(
    `select 'subnet' as kind, id, name from subnet where pool_id = $1 and deleting_at is null
       and not exists (select from unnest($2::cidr[]) as prefix where cidr <<= prefix) limit ${String(MOST_REFERRERS)}`,
    [id, prefixes],
  )

/** Lets go of the blocks of tombstones: the pool goes before they are gone. */
export const detachTombstones = async (tx: Tx, id: string): Promise<void> => {
  await tx.query('update subnet set pool_id = null where pool_id = $1 and deleting_at is not null', [id])
}
