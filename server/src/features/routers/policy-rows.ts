import { protocolNumber, type IpFamily } from '@quantumnet/api'
import type { Owner } from '../../ovn/external-ids.ts'
import { addressIn, all, fromInterface, is, numberIn, type Match, type Protocol } from '../../ovn/match.ts'
import { routerPortName } from '../../ovn/names.ts'
import type { DesiredRow } from '../../ovn/rows.ts'
import { routerPolicy } from '../../ovn/tables/router-policy.ts'
import { blockOf, familyOf } from '../ipam/index.ts'
import type { LoadedPolicy } from './load.ts'

type Fields = LoadedPolicy['match']

/** Protocols that OVN knows by name. ICMP is of one family each. */
const NAMED: Readonly<Partial<Record<string, Protocol>>> = {
  tcp: 'tcp',
  udp: 'udp',
  sctp: 'sctp',
  icmp: 'icmp4',
  icmpv6: 'icmp6',
}

/** The family that a policy is about, where it says one; next hops of another family would be sent what they cannot carry. */
const familyOfPolicy = ({ match, nextHops }: LoadedPolicy): IpFamily | undefined => {
  const text = match.source ?? match.destination ?? nextHops[0]
  return text === undefined ? undefined : familyOf(text)
}

const familyTerm = (family: IpFamily | undefined): Match => {
  if (family === undefined) return is('ip')
  return is(family === 4 ? 'ip4' : 'ip6')
}

const blockTerm = (side: 'src' | 'dst', cidr: string | null): readonly Match[] => {
  if (cidr === null) return []
  const block = blockOf(cidr)
  // The whole family is what the family's term says already.
  return block.prefixLength === 0 ? [] : [addressIn(side, block)]
}

const protocolTerms = ({
  protocol,
  source_ports: source,
  destination_ports: destination,
}: Fields): readonly Match[] => {
  const number = protocolNumber(protocol)
  if (number === null || number === undefined) return []
  const name = NAMED[protocol]
  if (name === undefined) return [numberIn('ip.proto', number)]
  if (name !== 'tcp' && name !== 'udp' && name !== 'sctp') return [is(name)]
  return [
    is(name),
    ...(source === null ? [] : [numberIn(`${name}.src`, source.min, source.max)]),
    ...(destination === null ? [] : [numberIn(`${name}.dst`, destination.min, destination.max)]),
  ]
}

const matchOf = (policy: LoadedPolicy): Match => {
  const { source, destination, inbound_interface: from } = policy.match
  return all(
    ...(from === null ? [] : [fromInterface(routerPortName(from))]),
    familyTerm(familyOfPolicy(policy)),
    ...blockTerm('src', source),
    ...blockTerm('dst', destination),
    ...protocolTerms(policy.match),
  )
}

/** Policy routes. At priority 0 OVN itself lets everything on to the routes, so ours begin above. */
export const policyRows = (owner: Owner, policies: readonly LoadedPolicy[]): readonly DesiredRow[] =>
  policies.map((policy) =>
    routerPolicy(owner, {
      part: policy.id,
      priority: policy.priority + 1,
      match: matchOf(policy),
      action: policy.action,
      nextHops: policy.nextHops,
      labels: { rule: policy.id },
    }),
  )
