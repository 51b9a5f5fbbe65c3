import { DEFAULT_SECURITY_GROUP, quotaKinds, type Kind, type QuotaKind, type Referrer } from '@quantumnet/api'
import type { Queryable } from '../db/pool.ts'
import { MOST_REFERRERS } from './refusals.ts'

/**
 * What a project holds, by kind: what its quotas count, and what keeps it from being deleted. The table of a kind has the kind's name. A
 * resource has `project_id` and `deleting_at`; a part belongs to the project of its parent.
 */
type Holding =
  /** keeps its project */
  | 'kept'
  /** keeps its project, but for those that this condition names: they come and go with it */
  | { readonly butFor: string }
  /** keeps its project, as far as this condition holds: its table has no tombstones, and rows that are nobody's resource */
  | { readonly where: string }
  /** with the column that refers to its parent */
  | { readonly parent: Kind; readonly column: string }

/** In the order in which a project is best emptied, which is how a refusal names them. */
const holdings: Readonly<Record<QuotaKind, Holding>> = {
  port_forward: 'kept',
  floating_ip: 'kept',
  // Those that somebody reserved, also in networks of others; the rest goes with who has it.
  address: { where: "name is not null and state <> 'held'" },
  router: 'kept',
  router_interface: { parent: 'router', column: 'router_id' },
  router_route: { parent: 'router', column: 'router_id' },
  router_policy_route: { parent: 'router', column: 'router_id' },
  load_balancer: 'kept',
  port: 'kept',
  qos_policy: 'kept',
  dns_record: 'kept',
  dns_zone: 'kept',
  dns_forwarder: 'kept',
  subnet: 'kept',
  network: 'kept',
  subnet_pool: 'kept',
  // features/default-groups
  security_group: { butFor: `name = '${DEFAULT_SECURITY_GROUP}'` },
  address_group: 'kept',
  load_balancer_listener: { parent: 'load_balancer', column: 'load_balancer_id' },
  load_balancer_pool: { parent: 'load_balancer', column: 'load_balancer_id' },
  load_balancer_member: { parent: 'load_balancer', column: 'load_balancer_id' },
  security_group_rule: { parent: 'security_group', column: 'group_id' },
}

/** Which rows of a kind's own table count. */
const countedWhere = (holding: Exclude<Holding, { readonly parent: Kind }>): string =>
  `project_id = $1 and ${typeof holding !== 'string' && 'where' in holding ? holding.where : 'deleting_at is null'}`

/** The statement that counts what a project ($1) has of a kind, as `used`. */
const countOf = (kind: QuotaKind): string => {
  const holding = holdings[kind]
  return holding === 'kept' || !('parent' in holding)
    ? `select count(*) as used from ${kind} where ${countedWhere(holding)}`
    : `select count(*) as used from ${kind} t join ${holding.parent} p on p.id = t.${holding.column}
       where p.project_id = $1 and p.deleting_at is null`
}

/** How many a project has of a kind. */
export const countHeld = async (db: Queryable, kind: QuotaKind, project: string): Promise<number> => {
  const [row] = await db.query<{ used: number }>(countOf(kind), [project])
  return row?.used ?? 0
}

/** How many a project has of each kind, in one statement. */
export const usageOf = async (db: Queryable, project: string): Promise<ReadonlyMap<QuotaKind, number>> => {
  const each = quotaKinds.map((kind) => `select '${kind}' as kind, used from (${countOf(kind)}) c`)
  const rows = await db.query<{ kind: QuotaKind; used: number }>(each.join(' union all '), [project])
  return new Map(rows.map(({ kind, used }) => [kind, used]))
}

/** What keeps a project from being deleted, of all kinds, without what is being deleted itself. */
export const holdingsOf = async (db: Queryable, project: string): Promise<Referrer[]> => {
  const limit = `limit ${String(MOST_REFERRERS)}`
  const each = Object.entries(holdings).flatMap(([kind, holding]) => {
    if (holding !== 'kept' && 'parent' in holding) return []
    const keeps = holding !== 'kept' && 'butFor' in holding ? `and not (${holding.butFor})` : ''
    return `(select '${kind}' as kind, id, name from ${kind} where ${countedWhere(holding)} ${keeps} order by created_at, id ${limit})`
  })
  return await db.query<Referrer>(`${each.join(' union all ')} ${limit}`, [project])
}
