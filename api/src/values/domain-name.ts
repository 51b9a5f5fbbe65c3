import { formatIp, parseIp, type Ip } from './ip.ts'

/**
 * Names of records and zones (RFC 1035 §2.3, RFC 2181 §11), in lower case and without the trailing dot. They may have underscores, which names
 * of hosts do not have: `_sip._tcp`.
 */

const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/
const HOST_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
/** 255 bytes on the wire (RFC 1035 §2.3.4) are 253 characters: a byte of length for each label, and the root's. */
const LONGEST = 253

/** The name as it is stored and compared: lower case, without the trailing dot. */
export const canonicalDomain = (text: string): string => text.toLowerCase().replace(/(?<=.)\.$/, '')

const isName = (text: string, label: RegExp): boolean => {
  const labels = text.split('.')
  const last = labels.at(-1) ?? ''
  // A last label of digits alone makes the name an address to many who read it (RFC 1123 §2.1).
  return text.length <= LONGEST && labels.length >= 2 && labels.every((each) => label.test(each)) && !/^\d+$/.test(last)
}

/** Whether a canonical text is an absolute name of at least two labels. */
export const isDomain = (text: string): boolean => isName(text, LABEL)

/** Whether a canonical text is an absolute name that a host can have: no underscores. */
export const isHostDomain = (text: string): boolean => isName(text, HOST_LABEL)

/** Whether a canonical text names a record below its zone: `@` for the zone itself, labels, and `*` as the first or only one of them. */
export const isRecordName = (text: string): boolean => {
  if (text === '@' || text === '*') return true
  const name = text.startsWith('*.') ? text.slice(2) : text
  return text.length <= LONGEST && name.split('.').every((label) => LABEL.test(label))
}

/** Whether `name` is `domain` or lies below it. Both are canonical. */
export const isWithin = (name: string, domain: string): boolean => name === domain || name.endsWith(`.${domain}`)

/** The absolute name of a record in a zone. */
export const absoluteName = (name: string, zone: string): string => (name === '@' ? zone : `${name}.${zone}`)

/** The address whose PTR records have this absolute name (RFC 1035 §3.5, RFC 3596 §2.5); undefined where it is no whole address. */
export const reversedAddress = (name: string): Ip | undefined => {
  const v4 = /^((?:\d{1,3}\.){4})in-addr\.arpa$/.exec(name)?.[1]
  if (v4 !== undefined) return parseIp(v4.split('.').slice(0, 4).reverse().join('.'))
  const v6 = /^((?:[0-9a-f]\.){32})ip6\.arpa$/.exec(name)?.[1]
  return v6 === undefined
    ? undefined
    : { family: 6, value: BigInt(`0x${v6.replaceAll('.', '').split('').reverse().join('')}`) }
}

/** Where a name server or forwarder listens. */
export interface ServerAddress {
  readonly ip: Ip
  readonly port: number
}

const DNS_PORT = 53

/** Reads `10.0.0.53`, `10.0.0.53:5353`, `2001:db8::53` or `[2001:db8::53]:5353`; undefined for anything else. */
export const parseServerAddress = (text: string): ServerAddress | undefined => {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? []
  const ip = parseIp(bracketed ?? plain ?? text)
  const number = port === undefined ? DNS_PORT : Number(port)
  if (ip === undefined || number < 1 || number > 65_535 || (bracketed !== undefined && ip.family === 4))
    return undefined
  return { ip, port: number }
}

/** The one spelling of a server's address: without the port when it is 53. */
export const formatServerAddress = ({ ip, port }: ServerAddress): string => {
  const text = formatIp(ip)
  if (port === DNS_PORT) return text
  return ip.family === 6 ? `[${text}]:${String(port)}` : `${text}:${String(port)}`
}
