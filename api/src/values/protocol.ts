/** IP protocols by name and number (IANA, Assigned Internet Protocol Numbers), as rules name them. */

/** What a rule calls "whatever the protocol". */
export const ANY_PROTOCOL = 'any'

/** The protocols that have a name here; every other is named by its number. */
export const PROTOCOL_NUMBERS = {
  icmp: 1,
  igmp: 2,
  ipip: 4,
  tcp: 6,
  udp: 17,
  gre: 47,
  esp: 50,
  ah: 51,
  icmpv6: 58,
  ospf: 89,
  vrrp: 112,
  sctp: 132,
  udplite: 136,
} as const

const byName: ReadonlyMap<string, number> = new Map(Object.entries(PROTOCOL_NUMBERS))
const byNumber: ReadonlyMap<number, string> = new Map([...byName].map(([name, number]) => [number, name]))

/** Protocols whose packets carry port numbers that OVN can compare. */
export const PROTOCOLS_WITH_PORTS: readonly string[] = ['tcp', 'udp', 'sctp']

/** The canonical spelling of a protocol number: its name, or the number. */
export const protocolName = (number: number): string => byNumber.get(number) ?? String(number)

/** The number that a canonical spelling stands for; null for `any`, undefined when it is no protocol. */
export const protocolNumber = (name: string): number | null | undefined => {
  if (name === ANY_PROTOCOL) return null
  if (/^(0|[1-9]\d{0,2})$/.test(name)) return Number(name) <= 255 ? Number(name) : undefined
  return byName.get(name)
}

/** The canonical spelling of what people write (`TCP`, `6`), or undefined when it is no protocol. */
export const parseProtocol = (text: string): string | undefined => {
  const number = protocolNumber(text.toLowerCase())
  if (number === undefined) return undefined
  return number === null ? ANY_PROTOCOL : protocolName(number)
}
