import type { Queryable } from '../../db/pool.ts'
import type { RootRow } from '../../reconcile/root-row.ts'
import { ruleRows, type RuleRow } from '../rule-acls/index.ts'

/** A security group as the reconciler sees it: its rules, and the addresses of its members for rules that refer to it. */
export interface SecurityGroupRoot extends RootRow {
  readonly name: string
  readonly stateful: boolean
  readonly defaultEgress: 'allow' | 'deny'
  readonly rules: readonly RuleRow[]
  /** addresses and blocks that members may send from, in no order, each once */
  readonly addresses: readonly string[]
}

// A port that is being deleted has given back its addresses with that, and its address pairs end with it too. Networks may use the same addresses,
// so members may share one: each is in the set once. A pair of all addresses stands for no address: as a member it would let everybody in.
const LOAD = `
select g.id, g.project_id as "projectId", g.generation, g.applied_generation as "appliedGeneration",
  g.realized_generation as "realizedGeneration", g.conditions, g.deleting_at is not null as deleting,
  g.name, g.stateful, g.default_egress as "defaultEgress", ${ruleRows('security_group_rule', 'group_id', 'g.id')} as rules,
  array(
    select host(a.ip) from port_security_group member
    join address a on a.owner_id = member.port_id and a.state = 'used'
    where member.group_id = g.id
    union
    select abbrev(pair.ip) from port_security_group member
    join port p on p.id = member.port_id and p.allowed_address_pairs <> '[]' and p.deleting_at is null,
      jsonb_to_recordset(p.allowed_address_pairs) as pair(ip inet)
    where member.group_id = g.id and masklen(pair.ip) > 0
  ) as addresses
from security_group g
where g.id = any($1::uuid[])`

export const loadSecurityGroups = async (
  db: Queryable,
  ids: readonly string[],
): Promise<readonly SecurityGroupRoot[]> => await db.query<SecurityGroupRoot>(LOAD, [ids], 'load-security-groups')
