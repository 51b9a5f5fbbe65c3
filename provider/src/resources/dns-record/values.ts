import { parseRecordValues, type DnsRecordType, type DnsRecordValue } from '@quantumnet/api'

/** Values of records as zone files write them (RFC 1035 §5.1, RFC 2782, RFC 8659): one text each, whatever the type. */

/** What does not look like a number is left to the API's check, which says what it must be. */
const numeral = (text: string | undefined): unknown =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined

const CAA = /^\s*(\S*)\s*(\S*)\s*(?:"(.*)"|(.*?))\s*$/s

const readers: Partial<Record<DnsRecordType, (text: string) => unknown>> = {
  SRV: (text) => {
    const [priority, weight, port, ...target] = text.trim().split(/\s+/)
    return { priority: numeral(priority), weight: numeral(weight), port: numeral(port), target: target.join(' ') }
  },
  MX: (text) => {
    const [preference, ...exchange] = text.trim().split(/\s+/)
    return { preference: numeral(preference), exchange: exchange.join(' ') }
  },
  CAA: (text) => {
    const [, flags, tag, quoted, bare] = CAA.exec(text) ?? []
    return { flags: numeral(flags), tag, value: quoted ?? bare }
  },
}

/** The API's value for a text; what it cannot be stays in it, for the check. */
export const readValue = (type: string, text: string): unknown => readers[type as DnsRecordType]?.(text) ?? text

/** The text of a value that the API answers. */
export const writeValue = (value: DnsRecordValue): string => {
  if (typeof value === 'string') return value
  if ('target' in value)
    return `${String(value.priority)} ${String(value.weight)} ${String(value.port)} ${value.target}`
  if ('exchange' in value) return `${String(value.preference)} ${value.exchange}`
  return `${String(value.flags)} ${value.tag} "${value.value}"`
}

/** The texts as the API would answer them, in an order of their own; undefined when it would not take them. */
export const canonicalTexts = (type: DnsRecordType, texts: readonly string[]): readonly string[] | undefined => {
  const { values, problems } = parseRecordValues(type, texts.map((text) => readValue(type, text)) as DnsRecordValue[])
  return problems.length > 0 ? undefined : values.map(writeValue).sort()
}
