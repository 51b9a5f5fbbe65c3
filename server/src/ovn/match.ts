import { formatCidr, formatIp, type Cidr, type Ip } from '@quantumnet/api'
import type { AddressSetName, LogicalPortName, PortGroupName, RouterPortName } from './names.ts'

/**
 * Matches of ACLs as data. OVN's northbound database takes any text for a match, and a drop that does not parse lets everything pass: so
 * a match is only ever printed from this tree, whose leaves are addresses, numbers and checked names.
 */
export type Match =
  | { readonly kind: 'all'; readonly of: readonly Match[] }
  | { readonly kind: 'any'; readonly of: readonly Match[] }
  | { readonly kind: 'is'; readonly protocol: Protocol }
  | { readonly kind: 'port'; readonly side: 'inport' | 'outport'; readonly group: PortGroupName }
  | { readonly kind: 'interface'; readonly name: RouterPortName | LogicalPortName }
  | { readonly kind: 'address'; readonly side: Side; readonly block: Cidr }
  | { readonly kind: 'member'; readonly side: Side; readonly family: 4 | 6; readonly set: AddressSetName }
  | { readonly kind: 'number'; readonly field: NumberField; readonly min: number; readonly max: number }

export type Protocol = 'ip' | 'ip4' | 'ip6' | 'tcp' | 'udp' | 'sctp' | 'icmp4' | 'icmp6'
export type Side = 'src' | 'dst'

/** Fields that are compared with numbers, and their greatest value. */
const NUMBER_FIELDS = {
  'ip.proto': 255,
  'tcp.src': 65_535,
  'tcp.dst': 65_535,
  'udp.src': 65_535,
  'udp.dst': 65_535,
  'sctp.src': 65_535,
  'sctp.dst': 65_535,
  'icmp4.type': 255,
  'icmp4.code': 255,
  'icmp6.type': 255,
  'icmp6.code': 255,
} as const
export type NumberField = keyof typeof NUMBER_FIELDS

export const all = (...of: readonly Match[]): Match => ({ kind: 'all', of })
export const any = (...of: readonly Match[]): Match => ({ kind: 'any', of })
export const is = (protocol: Protocol): Match => ({ kind: 'is', protocol })
/** The logical port that a packet came in by (egress rules), or goes out by (ingress rules), is in the group. */
export const portIn = (side: 'inport' | 'outport', group: PortGroupName): Match => ({ kind: 'port', side, group })
/** The port of a router or a switch that a packet came in by; known wherever the packet goes out. */
export const fromInterface = (name: RouterPortName | LogicalPortName): Match => ({ kind: 'interface', name })
export const addressIn = (side: Side, block: Cidr): Match => ({ kind: 'address', side, block })
export const addressIs = (side: Side, ip: Ip): Match =>
  addressIn(side, { family: ip.family, network: ip.value, prefixLength: ip.family === 4 ? 32 : 128 })
export const memberOf = (side: Side, family: 4 | 6, set: AddressSetName): Match => ({
  kind: 'member',
  side,
  family,
  set,
})
/** Fields whose numbers are names, so that OVN knows no order among them, and no range. */
const isNominal = (field: NumberField): boolean => field === 'ip.proto' || field.startsWith('icmp')

/** @throws RangeError when the bounds are not whole numbers that the field can hold, or it has no ranges */
export const numberIn = (field: NumberField, min: number, max: number = min): Match => {
  const limit = NUMBER_FIELDS[field]
  if (![min, max].every((bound) => Number.isInteger(bound) && bound >= 0 && bound <= limit) || max < min)
    throw new RangeError(`${field} cannot be from ${String(min)} to ${String(max)}: allowed is 0 to ${String(limit)}`)
  if (max > min && isNominal(field)) throw new RangeError(`${field} is compared with one number, not with a range`)
  return { kind: 'number', field, min, max }
}

const block = (cidr: Cidr): string => {
  const whole = cidr.prefixLength === (cidr.family === 4 ? 32 : 128)
  return whole ? formatIp({ family: cidr.family, value: cidr.network }) : formatCidr(cidr)
}

const number = (field: NumberField, min: number, max: number): string =>
  min === max ? `${field} == ${String(min)}` : `${field} >= ${String(min)} && ${field} <= ${String(max)}`

const grouped = (text: string, inParentheses: boolean): string => (inParentheses ? `(${text})` : text)

/** `within` is the operator that stands around all of it, and so around a single term. */
const joined = (of: readonly Match[], operator: '&&' | '||', within: '&&' | '||'): string => {
  // An empty conjunction would match everything.
  if (of.length === 0) throw new RangeError('a match needs at least one term')
  const isSingle = of.length === 1
  const terms = of.map((term) => print(term, isSingle ? within : operator))
  return grouped(terms.join(` ${operator} `), !isSingle && within !== operator)
}

type Composite = Extract<Match, { readonly kind: 'all' | 'any' | 'number' }>

/** A term that is one comparison or one word, and needs no parentheses anywhere. */
const leaf = (match: Exclude<Match, Composite>): string => {
  switch (match.kind) {
    case 'is':
      return match.protocol
    case 'port':
      return `${match.side} == @${match.group}`
    case 'interface':
      return `inport == "${match.name}"`
    case 'address':
      return `ip${String(match.block.family)}.${match.side} == ${block(match.block)}`
    case 'member':
      return `ip${String(match.family)}.${match.side} == $${match.set}`
  }
}

/** `within` is the operator that stands around the term: the other one needs parentheses, which OVN's grammar demands. */
const print = (match: Match, within: '&&' | '||'): string => {
  switch (match.kind) {
    case 'all':
      return joined(match.of, '&&', within)
    case 'any':
      return joined(match.of, '||', within)
    case 'number':
      return grouped(number(match.field, match.min, match.max), within === '||' && match.min !== match.max)
    default:
      return leaf(match)
  }
}

/** The match in OVN's language (ovn-sb(5), Logical_Flow). northd joins it to others by `&&` without parentheses. */
export const printMatch = (match: Match): string => print(match, '&&')
