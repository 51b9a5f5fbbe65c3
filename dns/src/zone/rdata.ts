import { formatIp, parseIp, type DnsRecordType, type DnsRecordValue, type ZoneRecord } from '@quantumnet/api'
import { TYPE } from '../wire/constants.ts'
import { parseName, ROOT, type WireName } from '../wire/name.ts'
import type { Rdata } from '../wire/writer.ts'

/** RDATA of the feed's records, by type. Names that other types than those of RFC 1035 hold are written out: they must not be compressed. */

const typeNumbers: Readonly<Record<DnsRecordType, number>> = {
  A: TYPE.A,
  AAAA: TYPE.AAAA,
  CNAME: TYPE.CNAME,
  TXT: TYPE.TXT,
  SRV: TYPE.SRV,
  MX: TYPE.MX,
  CAA: TYPE.CAA,
  PTR: TYPE.PTR,
}

/** The number of a type, as IANA registers it. */
export const typeNumber = (type: DnsRecordType): number => typeNumbers[type]

/** RDATA of an A or AAAA record. @throws Error on what is no address of the family */
export const addressRdata = (text: string, family: 4 | 6): Rdata => {
  const ip = parseIp(text)
  if (ip?.family !== family) throw new Error(`"${text}" is not an IPv${String(family)} address`)
  if (family === 4) return [Buffer.from(formatIp(ip).split('.').map(Number))]
  return [Buffer.from(ip.value.toString(16).padStart(32, '0'), 'hex')]
}

const LONGEST_STRING = 255

/** RDATA of a TXT record: cut into strings of at most 255 bytes (RFC 1035 §3.3.14), wherever they end. */
export const textRdata = (text: string): Rdata => {
  const bytes = Buffer.from(text, 'utf8')
  const strings = Array.from({ length: Math.max(1, Math.ceil(bytes.length / LONGEST_STRING)) }, (_, index) =>
    bytes.subarray(index * LONGEST_STRING, (index + 1) * LONGEST_STRING),
  )
  return [Buffer.concat(strings.flatMap((string) => [Buffer.of(string.length), string]))]
}

const targetName = (text: string): WireName => (text === '.' ? ROOT : parseName(text))

const words = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(2 * values.length)
  values.forEach((value, index) => bytes.writeUInt16BE(value, 2 * index))
  return bytes
}

const scalarRdata = (type: DnsRecordType, text: string): Rdata => {
  switch (type) {
    case 'A':
      return addressRdata(text, 4)
    case 'AAAA':
      return addressRdata(text, 6)
    case 'TXT':
      return textRdata(text)
    case 'CNAME':
    case 'PTR':
      return [parseName(text)]
    default:
      throw new Error(`text is no data of a ${type} record`)
  }
}

const structuredRdata = (value: Exclude<DnsRecordValue, string>): Rdata => {
  if ('target' in value) {
    const { priority, weight, port, target } = value
    return [Buffer.concat([words(priority, weight, port), Buffer.from(`${targetName(target)}\0`, 'latin1')])]
  }
  if ('exchange' in value) return [words(value.preference), targetName(value.exchange)]
  const { flags, tag, value: text } = value
  return [Buffer.concat([Buffer.of(flags, tag.length), Buffer.from(tag + text, 'latin1')])]
}

const isOf = (type: DnsRecordType, value: Exclude<DnsRecordValue, string>): boolean =>
  type === ('target' in value ? 'SRV' : 'exchange' in value ? 'MX' : 'CAA')

/** The host that a record leads to, whose addresses are sent along (RFC 1035 §3.3.9, RFC 2782); undefined: none. */
export const targetOf = ({ data }: Pick<ZoneRecord, 'data'>): WireName | undefined => {
  if (typeof data === 'string') return undefined
  if ('target' in data) return data.target === '.' ? undefined : parseName(data.target)
  return 'exchange' in data && data.exchange !== '.' ? parseName(data.exchange) : undefined
}

/** RDATA of one record. @throws Error when the data is not of its type */
export const rdataOf = ({ type, data }: Pick<ZoneRecord, 'type' | 'data'>): Rdata => {
  if (typeof data === 'string') return scalarRdata(type, data)
  if (!isOf(type, data)) throw new Error(`the data is not that of a ${type} record`)
  return structuredRdata(data)
}
