import type { LoadBalancerProtocol } from '@quantumnet/api'

/** A connection that a load balancer has sent to a member. */
export interface Balanced {
  /** of connection tracking: OVN has one for each logical port, and two for each router */
  readonly zone: number
  readonly protocol: LoadBalancerProtocol
  readonly address: string
  readonly port: number
  readonly memberAddress: string
  readonly memberPort: number
  /** both ways; null: the switch does not count */
  readonly packets: number | null
  readonly bytes: number | null
}

/** `ct_mark.natted` of OVN: set by load balancers alone, not by a router's NAT. */
const NATTED = 2n

const COUNTERS = String.raw`(?:,packets=(\d+),bytes=(\d+))?`
const TUPLES = new RegExp(
  String.raw`^(tcp|udp|sctp),orig=\(src=[^,]+,dst=([^,]+),sport=\d+,dport=(\d+)${COUNTERS}\),` +
    String.raw`reply=\(src=([^,]+),dst=[^,]+,sport=(\d+),dport=\d+${COUNTERS}\)`,
)

/** Both sides have ended it; conntrack keeps it a while for packets that come late. */
const ENDED: ReadonlySet<string> = new Set(['TIME_WAIT', 'LAST_ACK', 'CLOSED'])

/** Counters of nothing are left out, so that the answer's may be missing where the switch counts: of the first packet there is always one. */
const both = (original: string | undefined, answer: string | undefined): number | null =>
  original === undefined ? null : Number(original) + Number(answer ?? 0)

const fieldOf = (line: string, name: string): string | undefined =>
  new RegExp(`[,(]${name}=([0-9A-Za-z_]+)`).exec(line)?.[1]

/** A line of `dpctl/dump-conntrack -s`; undefined when it is no open connection of a load balancer. */
export const parseBalanced = (line: string): Balanced | undefined => {
  // Most lines are of others, and there may be many.
  const mark = line.includes(',mark=') ? BigInt(fieldOf(line, 'mark') ?? 0) : 0n
  if ((mark & NATTED) === 0n || ENDED.has(fieldOf(line, 'state') ?? '')) return undefined
  const found = TUPLES.exec(line)
  const zone = fieldOf(line, 'zone')
  if (found === null || zone === undefined) return undefined
  const [, protocol, address = '', port, packets, bytes, memberAddress = '', memberPort, morePackets, moreBytes] = found
  return {
    zone: Number(zone),
    protocol: protocol as LoadBalancerProtocol,
    ...{ address, port: Number(port), memberAddress, memberPort: Number(memberPort) },
    ...{ packets: both(packets, morePackets), bytes: both(bytes, moreBytes) },
  }
}
