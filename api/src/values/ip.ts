/** IP addresses and CIDR blocks as numbers: what IPAM, DHCP and DNS calculate with. Text forms follow RFC 5952 (v6) and dotted quad (v4). */

export type IpFamily = 4 | 6

/** One address; `value` is the address as an unsigned integer of 32 or 128 bits. */
export interface Ip {
  readonly family: IpFamily
  readonly value: bigint
}

/** One block; `network` is its first address, host bits cleared. */
export interface Cidr {
  readonly family: IpFamily
  readonly network: bigint
  readonly prefixLength: number
}

/** Inclusive bounds. */
export interface IpRange {
  readonly first: bigint
  readonly last: bigint
}

const BITS = { 4: 32, 6: 128 } as const

/** Width of an address of this family in bits. */
export const addressBits = (family: IpFamily): number => BITS[family]

// A leading zero is octal for some readers and decimal for others, so it is refused.
const V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/

// 32 bits are a number's own: only the result is a bigint.
const parseV4 = (text: string): bigint | undefined =>
  V4.test(text) ? BigInt(text.split('.').reduce((value, part) => value * 256 + Number(part), 0)) : undefined

const parseV6 = (text: string): bigint | undefined => {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const groupsOf = (half: string): string[] => (half === '' ? [] : half.split(':'))
  const head = groupsOf(halves[0] ?? '')
  const tail = groupsOf(halves[1] ?? '')
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail]
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined
  return groups.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n)
}

/** The address that `text` spells, or undefined. Zone ids and v4-mapped spellings are refused. */
export const parseIp = (text: string): Ip | undefined => {
  const family: IpFamily = text.includes(':') ? 6 : 4
  const value = family === 4 ? parseV4(text) : parseV6(text)
  return value === undefined ? undefined : { family, value }
}

const longestZeroRun = (groups: readonly number[]): { start: number; length: number } => {
  let best = { start: 0, length: 0 }
  let start = 0
  groups.forEach((group, index) => {
    if (group !== 0) start = index + 1
    else if (index - start + 1 > best.length) best = { start, length: index - start + 1 }
  })
  return best
}

const formatV4 = (value: number): string =>
  `${String(value >>> 24)}.${String((value >>> 16) & 255)}.${String((value >>> 8) & 255)}.${String(value & 255)}`

const formatV6 = (value: bigint): string => {
  const groups = Array.from({ length: 8 }, (_, index) => Number((value >> BigInt(112 - 16 * index)) & 0xffffn))
  const hex = groups.map((group) => group.toString(16))
  const run = longestZeroRun(groups)
  if (run.length < 2) return hex.join(':')
  return `${hex.slice(0, run.start).join(':')}::${hex.slice(run.start + run.length).join(':')}`
}

/** The canonical spelling. */
export const formatIp = ({ family, value }: Ip): string => (family === 6 ? formatV6(value) : formatV4(Number(value)))

/** How many addresses the block holds. */
export const cidrSize = ({ family, prefixLength }: Cidr): bigint => 1n << BigInt(addressBits(family) - prefixLength)

/** First and last address of the block, both inclusive. */
export const cidrRange = (cidr: Cidr): IpRange => ({ first: cidr.network, last: cidr.network + cidrSize(cidr) - 1n })

/** The block that `text` spells, host bits cleared, or undefined. */
export const parseCidr = (text: string): Cidr | undefined => {
  const [address, length, ...rest] = text.split('/')
  const ip = parseIp(address ?? '')
  if (ip === undefined || length === undefined || rest.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(length))
    return undefined
  const prefixLength = Number(length)
  if (prefixLength > addressBits(ip.family)) return undefined
  const size = 1n << BigInt(addressBits(ip.family) - prefixLength)
  return { family: ip.family, network: ip.value - (ip.value % size), prefixLength }
}

/** The canonical spelling. */
export const formatCidr = ({ family, network, prefixLength }: Cidr): string =>
  `${formatIp({ family, value: network })}/${String(prefixLength)}`

export const rangeContains = ({ first, last }: IpRange, value: bigint): boolean => value >= first && value <= last

export const cidrContains = (cidr: Cidr, ip: Ip): boolean =>
  cidr.family === ip.family && rangeContains(cidrRange(cidr), ip.value)

export const cidrsOverlap = (a: Cidr, b: Cidr): boolean => {
  const [left, right] = [cidrRange(a), cidrRange(b)]
  return a.family === b.family && left.first <= right.last && right.first <= left.last
}

/**
 * The addresses of a block that a port may have: on IPv4 without the network and broadcast address, but /31 and /32 are used whole
 * (RFC 3021).
 */
export const hostRange = (cidr: Cidr): IpRange => {
  const { first, last } = cidrRange(cidr)
  const whole = cidr.family === 6 || cidr.prefixLength >= 31
  return whole ? { first, last } : { first: first + 1n, last: last - 1n }
}
