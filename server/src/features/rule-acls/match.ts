import { parseCidr, type IpFamily } from '@quantumnet/api'
import {
  addressIn,
  all,
  is,
  memberOf,
  numberIn,
  portIn,
  printMatch,
  type Match,
  type Protocol,
  type Side,
} from '../../ovn/match.ts'
import { addressGroupSetName, addressSetName, type PortGroupName } from '../../ovn/names.ts'
import type { RuleRow } from './load.ts'

/** What packets a rule is about, in OVN's language. Pure. */

export const familyOf = (ethertype: RuleRow['ethertype']): IpFamily => (ethertype === 'ipv4' ? 4 : 6)
const ip = (family: IpFamily): Match => is(family === 4 ? 'ip4' : 'ip6')

/** Protocols that OVN knows by name. ICMP is another protocol in each family. */
const protocolName = (protocol: number, family: IpFamily): Protocol | undefined => {
  const named = new Map<number, Protocol>([
    [6, 'tcp'],
    [17, 'udp'],
    [132, 'sctp'],
    family === 4 ? [1, 'icmp4'] : [58, 'icmp6'],
  ])
  return named.get(protocol)
}

const LAST_PORT = 65_535

const portTerms = ({ id, portMin, portMax }: RuleRow, protocol: Protocol | undefined): readonly Match[] => {
  const [min, max] = [portMin ?? portMax, portMax ?? portMin]
  if (min === null || max === null) return []
  if (protocol !== 'tcp' && protocol !== 'udp' && protocol !== 'sctp')
    throw new TypeError(`rule ${id} names ports, but its protocol has none: allowed are tcp, udp and sctp`)
  // ovn-controller expands a range to masks: all ports are said by saying none.
  return min <= 1 && max === LAST_PORT ? [] : [numberIn(`${protocol}.dst`, min, max)]
}

const icmpTerms = ({ id, icmpType, icmpCode }: RuleRow, protocol: Protocol | undefined): readonly Match[] => {
  if (icmpType === null && icmpCode === null) return []
  if (icmpType === null || (protocol !== 'icmp4' && protocol !== 'icmp6'))
    throw new TypeError(`rule ${id} names an ICMP type or code, but its protocol has none or the type is missing`)
  const type = numberIn(`${protocol}.type`, icmpType)
  return icmpCode === null ? [type] : [type, numberIn(`${protocol}.code`, icmpCode)]
}

const protocolTerms = (rule: RuleRow, family: IpFamily): readonly Match[] => {
  const name = rule.protocol === null ? undefined : protocolName(rule.protocol, family)
  const further = [...portTerms(rule, name), ...icmpTerms(rule, name)]
  if (rule.protocol === null) return further
  return [name === undefined ? numberIn('ip.proto', rule.protocol) : is(name), ...further]
}

const remoteTerms = (rule: RuleRow, family: IpFamily): readonly Match[] => {
  const side: Side = rule.direction === 'ingress' ? 'src' : 'dst'
  if (rule.remoteGroupId !== null) return [memberOf(side, family, addressSetName(rule.remoteGroupId, family))]
  if (rule.remoteAddressGroupId !== null)
    return [memberOf(side, family, addressGroupSetName(rule.remoteAddressGroupId, family))]
  if (rule.remoteCidr === null) return []
  const block = parseCidr(rule.remoteCidr)
  if (block?.family !== family)
    throw new TypeError(`rule ${rule.id}: ${rule.remoteCidr} is not an ${rule.ethertype} block`)
  return block.prefixLength === 0 ? [] : [addressIn(side, block)]
}

/** The packets of a rule that come to, or go out by, the ports of this group. @throws Error when the row says what no rule can */
export const matchOf = (rule: RuleRow, group: PortGroupName): Match => {
  const family = familyOf(rule.ethertype)
  return all(
    portIn(rule.direction === 'ingress' ? 'outport' : 'inport', group),
    ip(family),
    ...remoteTerms(rule, family),
    ...protocolTerms(rule, family),
  )
}

/** The same as text: it stands in every match that OVN makes of the rule. */
export const matchText = (rule: RuleRow, group: PortGroupName): string => printMatch(matchOf(rule, group))
