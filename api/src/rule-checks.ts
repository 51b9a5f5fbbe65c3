import { parseCidr } from './values/ip.ts'
import { ANY_PROTOCOL, PROTOCOLS_WITH_PORTS } from './values/protocol.ts'

/** What of a rule has to go together: the same for requests, for changed rules, and for plans of the Terraform provider. Pure. */

/** A rule as far as its fields depend on each other; canonical spellings. */
export interface RuleShape {
  readonly ethertype: 'ipv4' | 'ipv6'
  readonly protocol: string
  readonly port_min: number | null
  readonly port_max: number | null
  readonly icmp_type: number | null
  readonly icmp_code: number | null
  readonly remote_cidr: string | null
  readonly remote_group: string | null
  readonly remote_address_group: string | null
}

/** What is wrong with one field of a rule, and what it must be. */
export interface RuleProblem {
  readonly field: keyof RuleShape
  readonly message: string
}

type Problems = readonly RuleProblem[]
const none: Problems = []

/** ICMP is another protocol in each family (RFC 792, RFC 4443). */
const ICMP = { ipv4: 'icmp', ipv6: 'icmpv6' } as const
const FAMILY = { ipv4: 4, ipv6: 6 } as const

const isIcmp = (protocol: string): boolean => protocol === ICMP.ipv4 || protocol === ICMP.ipv6

const protocolProblems = ({ protocol, ethertype }: RuleShape): Problems =>
  isIcmp(protocol) && protocol !== ICMP[ethertype]
    ? [{ field: 'protocol', message: `must be "${ICMP[ethertype]}" with ethertype ${ethertype}` }]
    : none

const portProblems = ({ protocol, port_min: min, port_max: max }: RuleShape): Problems => {
  if (min === null && max === null) return none
  if (!PROTOCOLS_WITH_PORTS.includes(protocol))
    return [
      {
        field: min === null ? 'port_max' : 'port_min',
        message: `must be left out: protocol ${protocol === ANY_PROTOCOL ? '"any"' : protocol} has no ports; tcp, udp and sctp have`,
      },
    ]
  if (min === null) return [{ field: 'port_min', message: 'must be given beside port_max' }]
  return max !== null && max < min
    ? [{ field: 'port_max', message: `must be at least port_min, which is ${String(min)}` }]
    : none
}

const icmpProblems = ({ protocol, icmp_type: type, icmp_code: code }: RuleShape): Problems => {
  if (type === null && code === null) return none
  if (!isIcmp(protocol))
    return [
      {
        field: type === null ? 'icmp_code' : 'icmp_type',
        message: `must be left out: protocol ${protocol === ANY_PROTOCOL ? '"any"' : protocol} has no such types; icmp and icmpv6 have`,
      },
    ]
  return type === null ? [{ field: 'icmp_type', message: 'must be given beside icmp_code' }] : none
}

const remoteFields = ['remote_cidr', 'remote_group', 'remote_address_group'] as const

const remoteProblems = (rule: RuleShape): Problems => {
  const [first, ...others] = remoteFields.filter((field) => rule[field] !== null)
  const surplus = others.map((field) => ({
    field,
    message: `must be left out beside ${first ?? ''}: a rule has one remote at most`,
  }))
  const family = FAMILY[rule.ethertype]
  const isForeign = rule.remote_cidr !== null && parseCidr(rule.remote_cidr)?.family !== family
  const foreign = {
    field: 'remote_cidr',
    message: `must be an IPv${String(family)} block with ethertype ${rule.ethertype}`,
  } as const
  return isForeign ? [foreign, ...surplus] : surplus
}

/** What is wrong with a rule whose fields are each valid by themselves; empty when nothing is. */
export const ruleProblems = (rule: RuleShape): Problems => [
  ...protocolProblems(rule),
  ...portProblems(rule),
  ...icmpProblems(rule),
  ...remoteProblems(rule),
]
