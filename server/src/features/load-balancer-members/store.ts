import type { ConnectionStatistics, MemberHealth } from '@quantumnet/api'
import type { Queryable } from '../../db/pool.ts'
import { PartTable } from '../../resource-kit/part.ts'
import type { PartRow, ShownRow } from '../../resource-kit/rows.ts'
import { BALANCED_JOIN, balancedColumn } from '../statistics/index.ts'

/** The columns of a member's own. */
export interface MemberColumns {
  readonly load_balancer_id: string
  readonly pool_id: string
  /** null: the address is no port's */
  readonly port_id: string | null
  readonly ip: string
  readonly port_number: number
  readonly enabled: boolean
  readonly draining: boolean
  readonly health: MemberHealth
}

export interface MemberRow extends PartRow, MemberColumns {
  /** null: no hypervisor has told any */
  readonly statistics: ConnectionStatistics | null
}

export const members = new PartTable<MemberRow, ShownRow & Omit<MemberColumns, 'health'>>('load_balancer_member', {
  parent: 'load_balancer',
  column: 'load_balancer_id',
  columns: balancedColumn('member_id'),
  joins: BALANCED_JOIN,
})

/** The member of a pool that has a target. */
export const memberAt = async (
  db: Queryable,
  target: Pick<MemberColumns, 'pool_id' | 'ip' | 'port_number'>,
): Promise<{ id: string } | undefined> => {
  const [row] = await db.query<{ id: string }>(
    'select id from load_balancer_member where pool_id = $1 and ip = $2 and port_number = $3',
    [target.pool_id, target.ip, target.port_number],
  )
  return row
}

/** The members of pools, by pool, address and port number. */
export const membersAt = async (
  db: Queryable,
  pools: readonly string[],
): Promise<readonly { readonly id: string; readonly key: string }[]> =>
  await db.query<{ id: string; key: string }>(
    `select id, pool_id || ' ' || host(ip) || ' ' || port_number as key from load_balancer_member where pool_id = any($1::uuid[])`,
    [pools],
  )
