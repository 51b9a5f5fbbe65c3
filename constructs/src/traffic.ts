import { CidrBlock } from '@quantumnet/api'
import { Token } from 'cdktf'

/** Which packets a rule is about: values without a construct of their own. */

/** One family's protocol, as a rule names it. */
interface Match {
  readonly protocol: string
  readonly portMin?: number
  readonly portMax?: number
  readonly icmpType?: number
}

/** The two families that a rule can be about. */
export type Ethertype = 'ipv4' | 'ipv6'

const checkPort = (port: number): number => {
  if (Token.isUnresolved(port))
    throw new Error(
      'a rule is named by its port, and this one is known only to Terraform: make the rule with SecurityGroupRuleResource',
    )
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`port is ${String(port)}: must be a whole number from 1 to 65535; for every port leave it out`)
  return port
}

/** A protocol with its destination ports. */
export class Port {
  /** Names the rule, such as `tcp-80`. */
  readonly key: string
  readonly #matches: Readonly<Record<Ethertype, Match>>

  private constructor(key: string, ipv4: Match, ipv6 = ipv4) {
    this.key = key
    this.#matches = { ipv4, ipv6 }
  }

  /** @throws Error when a port is not from 1 to 65535 or a token, or the last is before the first */
  static #ranged(protocol: string, first?: number, last = first): Port {
    if (first === undefined || last === undefined) return new Port(protocol, { protocol })
    const match = { protocol, portMin: checkPort(first), portMax: checkPort(last) }
    if (last < first)
      throw new Error(`ports are ${String(first)} to ${String(last)}: the last must not be before the first`)
    return new Port([protocol, ...new Set([first, last])].join('-'), match)
  }

  /** TCP to one port, to `first` up to `last`, or to any. */
  static tcp(first?: number, last?: number): Port {
    return Port.#ranged('tcp', first, last)
  }

  /** UDP to one port, to `first` up to `last`, or to any. */
  static udp(first?: number, last?: number): Port {
    return Port.#ranged('udp', first, last)
  }

  /** SCTP to one port, to `first` up to `last`, or to any. */
  static sctp(first?: number, last?: number): Port {
    return Port.#ranged('sctp', first, last)
  }

  /** Echo requests: type 8 of ICMP, type 128 of ICMPv6 (RFC 792, RFC 4443). */
  static ping(): Port {
    return new Port('ping', { protocol: 'icmp', icmpType: 8 }, { protocol: 'icmpv6', icmpType: 128 })
  }

  /** Every protocol. */
  static all(): Port {
    return new Port('all', { protocol: 'any' })
  }

  /** How a rule of that family says it. */
  match(ethertype: Ethertype): Match {
    return this.#matches[ethertype]
  }
}

/** Who the other end of a rule may be. */
export interface Remote {
  /** Names the rule. Default: the group's id. */
  readonly key?: string
  /** The families that its addresses are of: there is a rule for each. */
  readonly ethertypes: readonly Ethertype[]
  /** A block of addresses. Without it and remoteGroup: every address of the families. */
  readonly remoteCidr?: string
  /** UUID of a security group, whose members it is. */
  readonly remoteGroup?: string
}

/** Other ends that are blocks of addresses. */
export const Peer = {
  /** A block, such as `10.0.0.0/8` or `2001:db8::/32`. @throws Error when it is none, and for a token, whose family nobody knows yet */
  cidr: (cidr: string): Remote => {
    if (Token.isUnresolved(cidr))
      throw new Error('the family of a CIDR that is known only to Terraform must be said: use Peer.ipv4 or Peer.ipv6')
    const problem = CidrBlock.safeParse(cidr).error?.issues[0]
    if (problem !== undefined) throw new Error(`cidr is "${cidr}": ${problem.message}`)
    return { key: cidr, ethertypes: [cidr.includes(':') ? 'ipv6' : 'ipv4'], remoteCidr: cidr }
  },
  /** An IPv4 block that only Terraform knows; `key` names its rules. */
  ipv4: (key: string, cidr: string): Remote => ({ key, ethertypes: ['ipv4'], remoteCidr: cidr }),
  /** An IPv6 block that only Terraform knows; `key` names its rules. */
  ipv6: (key: string, cidr: string): Remote => ({ key, ethertypes: ['ipv6'], remoteCidr: cidr }),
  /** Every IPv4 address. */
  anyIpv4: (): Remote => ({ key: 'any', ethertypes: ['ipv4'] }),
  /** Every IPv6 address. */
  anyIpv6: (): Remote => ({ key: 'any', ethertypes: ['ipv6'] }),
} as const
