import { isWithin, parseIp, reverseName, type DnsRecordValue, type ZoneRecord } from '@quantumnet/api'
import { sha256 } from '../../resource-kit/canonical.ts'
import type { RecordRow, ZoneRow } from './store.ts'

/** A record by which a reverse name leads to a host; `name` is its address. */
const atReverseName = ({ name, type, ttl, data }: RecordRow): ZoneRecord => {
  const ip = parseIp(name)
  if (ip === undefined) throw new TypeError(`"${name}" is not an IP address`)
  return { name: reverseName(ip), type, ttl, data }
}

type Rename = (name: string) => string

/** A name below `domain` as a zone of the name `zone` has it; edges translate it back. */
const renameFrom =
  (domain: string, zone: string): Rename =>
  (name) =>
    isWithin(name, domain) ? name.slice(0, name.length - domain.length) + zone : name

/** Data whose names lie in the zone itself, so that whoever answers from the zone finds what they lead to. */
const renamed = (type: ZoneRecord['type'], data: DnsRecordValue, rename: Rename): DnsRecordValue => {
  if (typeof data === 'string') return type === 'CNAME' || type === 'PTR' ? rename(data) : data
  if ('target' in data) return { ...data, target: rename(data.target) }
  return 'exchange' in data ? { ...data, exchange: rename(data.exchange) } : data
}

/** What a zone is published with. IPAM's reverse names come before those that people made for the same address. Pure. */
export const contentOf = ({ zone, domain, records }: Pick<ZoneRow, 'zone' | 'domain' | 'records'>): ZoneRecord[] => {
  const rename: Rename = domain === null ? (name) => name : renameFrom(domain, zone)
  const hosts = records.filter(({ reverse }) => reverse).map(atReverseName)
  const taken = new Set(hosts.map(({ name }) => name))
  const others = records.filter(({ reverse, type, name }) => !reverse && !(type === 'PTR' && taken.has(name)))
  return [
    ...hosts,
    ...others.map(({ name, type, ttl, data }) => ({ name, type, ttl, data: renamed(type, data, rename) })),
  ]
}

/** PostgreSQL gives the records in one order and one spelling. */
export const digestOf = (records: readonly ZoneRecord[]): Buffer => sha256(JSON.stringify(records))
