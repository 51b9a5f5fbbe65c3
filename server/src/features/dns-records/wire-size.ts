import type { DnsRecordType, DnsRecordValue } from '@quantumnet/api'

/** A label has a byte of length, and the root one of its own. */
const nameBytes = (name: string): number => (name === '.' ? 1 : name.length + 2)

/** A text is cut into strings of at most 255 bytes, each with a byte of length (RFC 1035 §3.3.14). */
const textBytes = (text: string): number => {
  const bytes = Buffer.byteLength(text)
  return bytes + Math.max(1, Math.ceil(bytes / 255))
}

const scalarBytes = (type: DnsRecordType, text: string): number => {
  if (type === 'A') return 4
  if (type === 'AAAA') return 16
  return type === 'TXT' ? textBytes(text) : nameBytes(text)
}

const rdataBytes = (type: DnsRecordType, value: DnsRecordValue): number => {
  if (typeof value === 'string') return scalarBytes(type, value)
  if ('target' in value) return 6 + nameBytes(value.target)
  return 'exchange' in value ? 2 + nameBytes(value.exchange) : 2 + value.tag.length + value.value.length
}

/** Pointer to the name, type, class, TTL and length (RFC 1035 §3.2.1, §4.1.4). */
const HEAD = 12

/** How many bytes all records of a name and type take in an answer. */
export const rrsetBytes = (type: DnsRecordType, values: readonly DnsRecordValue[]): number =>
  values.reduce((sum, value) => sum + HEAD + rdataBytes(type, value), 0)
