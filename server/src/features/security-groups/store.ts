import type { Referrer } from '@quantumnet/api'
import type { Queryable, Tx } from '../../db/pool.ts'
import { MOST_REFERRERS } from '../../resource-kit/refusals.ts'
import type { NewRow, ResourceRow } from '../../resource-kit/rows.ts'
import type { OwnedReferrer } from '../../resource-kit/strangers.ts'
import { ResourceTable } from '../../resource-kit/table.ts'
import { referringRules, rulesOfRow, type ExistingRule } from '../rule-lists/index.ts'
import type { SharedPort } from './rules.ts'

/** The columns of a group's own table. */
interface SecurityGroupColumns extends ResourceRow {
  readonly project_id: string
  readonly stateful: boolean
  readonly default_egress: 'allow' | 'deny'
}

/** A group with its rules, in the order in which they decide. */
export interface SecurityGroupRow extends SecurityGroupColumns {
  readonly rules: readonly ExistingRule[]
}

export const securityGroups = new ResourceTable<SecurityGroupRow, SecurityGroupColumns>('security_group', {
  columns: `${rulesOfRow({ name: 'security_group_rule', column: 'group_id' })} as rules`,
})

/** Inserts a group, which has no rule yet. */
export const insertGroup = async (tx: Tx, group: NewRow<SecurityGroupColumns>): Promise<SecurityGroupRow> => ({
  ...(await securityGroups.insert(tx, group)),
  rules: [],
})

/** The ports in a group and the rules of others that name it, without what is being deleted. */
export const groupReferrers = async (db: Queryable, id: string): Promise<OwnedReferrer[]> => {
  const ports = await db.query<Referrer>(
    `select 'port' as kind, port.id, port.name from port_security_group member join port on port.id = member.port_id
     where member.group_id = $1 and port.deleting_at is null
     order by port.created_at, port.id limit ${String(MOST_REFERRERS)}`,
    [id],
  )
  return [...ports, ...(await referringRules(db, 'remote_group_id', id))].slice(0, MOST_REFERRERS)
}

/** Ports of a group that are in another one too which does, or does not, track connections as this one will; the first of them. */
export const portsInOthers = async (db: Queryable, id: string, stateful: boolean): Promise<SharedPort[]> =>
  await db.query<SharedPort>(
    `select port.name as port, other.name as group from port_security_group member
     join port on port.id = member.port_id and port.deleting_at is null
     join port_security_group beside on beside.port_id = member.port_id and beside.group_id <> member.group_id
     join security_group other on other.id = beside.group_id and other.stateful <> $2
     where member.group_id = $1 order by port.created_at, port.id limit 1`,
    [id, stateful],
  )

/** The project of a group, by which a refusal names it. */
export const projectOfGroup = async (db: Queryable, id: string): Promise<Referrer[]> =>
  await db.query<Referrer>(`select 'project' as kind, id, name from project where id = $1`, [id])
