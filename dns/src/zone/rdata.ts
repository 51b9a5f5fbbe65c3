import { formatIp, parseIp, type DnsRecordType, type DnsRecordValue, type ZoneRecord } from '@quantumnet/api'
import { TYPE } from '../wire/constants.ts'
import { parseName, ROOT } from '../wire/name.ts'
import { nameBytes } from '../wire/record-set.ts'

/** RDATA of the feed's records, by type, with every name written out. */

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
export const addressRdata = (text: string, family: 4 | 6): Buffer => {
  const ip = parseIp(text)
  if (ip?.family !== family) throw new Error(`"${text}" is not an IPv${String(family)} address`)
  if (family === 4) return Buffer.from(formatIp(ip).split('.').map(Number))
  return Buffer.from(ip.value.toString(16).padStart(32, '0'), 'hex')
}

const LONGEST_STRING = 255

/** RDATA of a TXT record: cut into strings of at most 255 bytes (RFC 1035 §3.3.14), wherever they end. */
export const textRdata = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'utf8')
  const strings = Array.from({ length: Math.max(1, Math.ceil(bytes.length / LONGEST_STRING)) }, (_, index) =>
    bytes.subarray(index * LONGEST_STRING, (index + 1) * LONGEST_STRING),
  )
  return Buffer.concat(strings.flatMap((string) => [Buffer.of(string.length), string]))
}

const targetName = (text: string): Buffer => nameBytes(text === '.' ? ROOT : parseName(text))

const words = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(2 * values.length)
  values.forEach((value, index) => bytes.writeUInt16BE(value, 2 * index))
  return bytes
}

const scalarRdata = (type: DnsRecordType, text: string): Buffer => {
  switch (type) {
    case 'A':
      return addressRdata(text, 4)
    case 'AAAA':
      return addressRdata(text, 6)
    case 'TXT':
      return textRdata(text)
    case 'CNAME':
    case 'PTR':
      return nameBytes(parseName(text))
    default:
      throw new Error(`text is no data of a ${type} record`)
  }
}

const structuredRdata = (value: Exclude<DnsRecordValue, string>): Buffer => {
  if ('target' in value) {
    const { priority, weight, port, target } = value
    return Buffer.concat([words(priority, weight, port), targetName(target)])
  }
  if ('exchange' in value) return Buffer.concat([words(value.preference), targetName(value.exchange)])
  const { flags, tag, value: text } = value
  return Buffer.concat([Buffer.of(flags, tag.length), Buffer.from(tag + text, 'latin1')])
}

const isOf = (type: DnsRecordType, value: Exclude<DnsRecordValue, string>): boolean =>
  type === ('target' in value ? 'SRV' : 'exchange' in value ? 'MX' : 'CAA')

/** RDATA of one record. @throws Error when the data is not of its type */
export const rdataOf = ({ type, data }: Pick<ZoneRecord, 'type' | 'data'>): Buffer => {
  if (typeof data === 'string') return scalarRdata(type, data)
  if (!isOf(type, data)) throw new Error(`the data is not that of a ${type} record`)
  return structuredRdata(data)
}
