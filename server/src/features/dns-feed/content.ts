import { isWithin, type DnsRecordValue, type ZoneName, type ZoneRecord } from '@quantumnet/api'
import type { NameRow, ZoneRow } from './store.ts'

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

/** Names as the feed tells them. IPAM's reverse names come before those that people made for the same address. Pure. */
export const namesAsTold = (
  { zone, domain }: Pick<ZoneRow, 'zone' | 'domain'>,
  names: readonly NameRow[],
): ZoneName[] => {
  const rename: Rename = domain === null ? (name) => name : renameFrom(domain, zone)
  return names.map(({ name, records }) => {
    const isHost = records.some(({ reverse }) => reverse)
    const told = records.filter(({ type, reverse }) => !isHost || type !== 'PTR' || reverse)
    return {
      name,
      records: told.map(({ type, ttl, data }) => ({ name, type, ttl, data: renamed(type, data, rename) })),
    }
  })
}
