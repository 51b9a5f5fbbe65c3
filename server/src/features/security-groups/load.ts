import type { Queryable } from '../../db/pool.ts'
import type { RootRow } from '../../reconcile/root-row.ts'

export interface RuleRow {
  readonly id: string
  readonly direction: 'ingress' | 'egress'
  readonly ethertype: 'ipv4' | 'ipv6'
  /** IANA protocol number; null: any */
  readonly protocol: number | null
  readonly portMin: number | null
  readonly portMax: number | null
  readonly remoteCidr: string | null
  readonly remoteGroupId: string | null
  readonly remoteAddressGroupId: string | null
  readonly icmpType: number | null
  readonly icmpCode: number | null
  readonly action: 'allow' | 'drop' | 'reject'
  readonly position: number
  readonly enabled: boolean
  readonly log: boolean
}

/** A security group as the reconciler sees it: its rules, and the addresses of its members for rules that refer to it. */
export interface SecurityGroupRoot extends RootRow {
  readonly name: string
  readonly stateful: boolean
  readonly defaultEgress: 'allow' | 'deny'
  readonly rules: readonly RuleRow[]
  readonly addresses: readonly string[]
}

// A port that is being deleted has given back its addresses with that. Networks may use the same addresses, so members may share one: each is in the set once.
const LOAD = `
select g.id, g.project_id as "projectId", g.generation, g.applied_generation as "appliedGeneration",
  g.realized_generation as "realizedGeneration", g.conditions, g.deleting_at is not null as deleting,
  g.name, g.stateful, g.default_egress as "defaultEgress",
  coalesce((
    select json_agg(json_build_object('id', r.id, 'direction', r.direction, 'ethertype', r.ethertype,
      'protocol', r.protocol, 'portMin', r.port_min, 'portMax', r.port_max, 'remoteCidr', r.remote_cidr::text,
      'remoteGroupId', r.remote_group_id, 'remoteAddressGroupId', r.remote_address_group_id,
      'icmpType', r.icmp_type, 'icmpCode', r.icmp_code, 'action', r.action, 'position', r.position,
      'enabled', r.enabled, 'log', r.log) order by r.position, r.id)
    from security_group_rule r where r.group_id = g.id
  ), '[]') as rules,
  array(
    select distinct host(a.ip) from port_security_group member
    join address a on a.owner_id = member.port_id and a.state = 'used'
    where member.group_id = g.id
  ) as addresses
from security_group g
where g.id = any($1::uuid[])`

export const loadSecurityGroups = async (
  db: Queryable,
  ids: readonly string[],
): Promise<readonly SecurityGroupRoot[]> => await db.query<SecurityGroupRoot>(LOAD, [ids], 'load-security-groups')
