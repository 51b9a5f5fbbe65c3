import { formatIp, parseCidr, parseIp, type Cidr, type Ip, type IpFamily, type IpRange } from '@quantumnet/api'

/** A range of addresses as the API writes it; both ends belong to it. */
export interface AddressRange {
  readonly start: string
  readonly end: string
}

/** The block of an accepted request or of a row. */
export const blockOf = (cidr: string): Cidr => {
  const block = parseCidr(cidr)
  if (block === undefined) throw new TypeError(`"${cidr}" is not a CIDR block`)
  return block
}

/** An address of an accepted request or of a row. */
export const ipOf = (text: string): Ip => {
  const ip = parseIp(text)
  if (ip === undefined) throw new TypeError(`"${text}" is not an IP address`)
  return ip
}

/** The same as a number. */
export const addressOf = (text: string): bigint => ipOf(text).value

/** Canonical spelling. */
export const ipText = (family: IpFamily, value: bigint): string => formatIp({ family, value })

/** The family of a block or an address as text. */
export const familyOf = (text: string): IpFamily => (text.includes(':') ? 6 : 4)

/** Ranges as numbers, in the order given. */
export const boundsOf = (ranges: readonly AddressRange[]): IpRange[] =>
  ranges.map(({ start, end }) => ({ first: addressOf(start), last: addressOf(end) }))

const ascending = (a: IpRange, b: IpRange): number => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0)

/** What of `ranges` is in none of `holes`; ascending. */
export const subtract = (ranges: readonly IpRange[], holes: readonly IpRange[]): IpRange[] => {
  const sorted = [...holes].sort(ascending)
  return [...ranges].sort(ascending).flatMap(({ first, last }) => {
    const parts: IpRange[] = []
    let start = first
    for (const hole of sorted) {
      if (hole.last < start || hole.first > last) continue
      if (hole.first > start) parts.push({ first: start, last: hole.first - 1n })
      start = hole.last + 1n
    }
    return start <= last ? [...parts, { first: start, last }] : parts
  })
}

/** How many addresses disjoint ranges hold. */
export const sizeOf = (ranges: readonly IpRange[]): bigint =>
  ranges.reduce((total, { first, last }) => total + last - first + 1n, 0n)
