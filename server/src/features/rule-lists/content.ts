import { ANY_PROTOCOL, protocolName, protocolNumber, type RuleRequest } from '@quantumnet/api'

/** What a rule says, as its row has it. */
export interface RuleContent {
  readonly direction: 'ingress' | 'egress'
  readonly ethertype: 'ipv4' | 'ipv6'
  /** IANA protocol number; null: any */
  readonly protocol: number | null
  readonly port_min: number | null
  readonly port_max: number | null
  readonly icmp_type: number | null
  readonly icmp_code: number | null
  readonly remote_cidr: string | null
  readonly remote_group_id: string | null
  readonly remote_address_group_id: string | null
  readonly action: 'allow' | 'drop' | 'reject'
  readonly position: number
  readonly enabled: boolean
  readonly log: boolean
  readonly description: string
  readonly labels: Readonly<Record<string, string>>
}

/** The columns of what a rule says. */
export const contentColumns = [
  'direction',
  'ethertype',
  'protocol',
  'port_min',
  'port_max',
  'icmp_type',
  'icmp_code',
  'remote_cidr',
  'remote_group_id',
  'remote_address_group_id',
  'action',
  'position',
  'enabled',
  'log',
  'description',
  'labels',
] as const satisfies readonly (keyof RuleContent)[]

type Unbranded = 'remote_group' | 'remote_address_group'
/** What a rule says, as the API has it. */
export type SaidRule = Omit<RuleRequest, Unbranded> & Readonly<Record<Unbranded, string | null>>

/** The columns that an accepted request asks for: `port_min` alone is one port. */
export const contentOf = ({ remote_group, remote_address_group, ...said }: SaidRule): RuleContent => ({
  direction: said.direction,
  ethertype: said.ethertype,
  protocol: protocolNumber(said.protocol) ?? null,
  port_min: said.port_min,
  port_max: said.port_max ?? said.port_min,
  icmp_type: said.icmp_type,
  icmp_code: said.icmp_code,
  remote_cidr: said.remote_cidr,
  remote_group_id: remote_group,
  remote_address_group_id: remote_address_group,
  action: said.action,
  position: said.position,
  enabled: said.enabled,
  log: said.log,
  description: said.description,
  labels: said.labels,
})

/** What a row says, in the words of the API, without its labels. */
export const shownContent = (row: RuleContent): Omit<SaidRule, 'labels'> => ({
  direction: row.direction,
  ethertype: row.ethertype,
  protocol: row.protocol === null ? ANY_PROTOCOL : protocolName(row.protocol),
  port_min: row.port_min,
  port_max: row.port_max,
  icmp_type: row.icmp_type,
  icmp_code: row.icmp_code,
  remote_cidr: row.remote_cidr,
  remote_group: row.remote_group_id,
  remote_address_group: row.remote_address_group_id,
  action: row.action,
  position: row.position,
  enabled: row.enabled,
  log: row.log,
  description: row.description,
})

/** A rule as its group or policy shows it in its own list. */
export const listedRule = (
  row: RuleContent & { readonly id: string },
): Omit<SaidRule, 'labels'> & { readonly id: string } => ({
  id: row.id,
  ...shownContent(row),
})

const LAST_PORT = 65_535
const isAllPorts = ({ port_min: min, port_max: max }: RuleContent): boolean => min === 1 && max === LAST_PORT
const isAllAddresses = (cidr: string | null): boolean => cidr?.endsWith('/0') === true

/**
 * Equal for rules that the same packets match, however that is said: all ports is the same as no ports, the whole address space the same
 * as no remote.
 */
export const matchKey = (rule: RuleContent): string =>
  JSON.stringify([
    rule.direction,
    rule.ethertype,
    rule.protocol,
    ...(isAllPorts(rule) ? [null, null] : [rule.port_min, rule.port_max]),
    rule.icmp_type,
    rule.icmp_code,
    isAllAddresses(rule.remote_cidr) ? null : rule.remote_cidr,
    rule.remote_group_id,
    rule.remote_address_group_id,
  ])

/** Equal for rules of which only one can have an effect: the same packets at the same position. */
export const twinKey = (rule: RuleContent): string => `${String(rule.position)} ${matchKey(rule)}`

const portWords = ({ port_min: min, port_max: max }: RuleContent): readonly string[] => {
  if (min === null) return []
  return [max === null || max === min ? String(min) : `${String(min)}-${String(max)}`]
}

const icmpWords = ({ icmp_type: type, icmp_code: code }: RuleContent): readonly string[] => {
  if (type === null) return []
  return [`type ${String(type)}${code === null ? '' : ` code ${String(code)}`}`]
}

const remoteWords = (rule: RuleContent): string => {
  if (rule.remote_group_id !== null) return `security group ${rule.remote_group_id}`
  if (rule.remote_address_group_id !== null) return `address group ${rule.remote_address_group_id}`
  return rule.remote_cidr ?? 'anywhere'
}

/** A rule in a few words, by which messages name it: `allow ingress ipv4 tcp 443 from 192.0.2.0/24`. */
export const ruleWords = (rule: RuleContent): string =>
  [
    rule.action,
    rule.direction,
    rule.ethertype,
    rule.protocol === null ? 'any protocol' : protocolName(rule.protocol),
    ...portWords(rule),
    ...icmpWords(rule),
    rule.direction === 'ingress' ? 'from' : 'to',
    remoteWords(rule),
  ].join(' ')
