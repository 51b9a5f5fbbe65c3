/** A rule as the reconciler sees it. */
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

/** SQL: the rules of a table that belong to this row, as a list of `RuleRow`. All three come from code. */
export const ruleRows = (table: string, column: string, parent: string): string => `
  coalesce((
    select json_agg(json_build_object('id', r.id, 'direction', r.direction, 'ethertype', r.ethertype,
      'protocol', r.protocol, 'portMin', r.port_min, 'portMax', r.port_max, 'remoteCidr', r.remote_cidr::text,
      'remoteGroupId', r.remote_group_id, 'remoteAddressGroupId', r.remote_address_group_id,
      'icmpType', r.icmp_type, 'icmpCode', r.icmp_code, 'action', r.action, 'position', r.position,
      'enabled', r.enabled, 'log', r.log) order by r.position, r.id)
    from ${table} r where r.${column} = ${parent}
  ), '[]')`
