import { isDnsName, type Zone as FeedZone } from '@quantumnet/api'
import { parseName } from '../wire/name.ts'
import { rdataOf, typeNumber } from './rdata.ts'
import { createZone, type Zone, type ZoneEntry } from './zone.ts'

/**
 * How old a deleted or changed name may get at an edge that no NOTIFY reaches: CoreDNS adds up to 5 s of its own. (New names don't wait for it, an
 * edge asks us for what its copy lacks.) The price is one query of the serial per network and interval.
 */
const REFRESH = 5

/**
 * A zone as it comes from the server's feed, ready to be answered from. A record that cannot be served is left out and told: the others have
 * no part in it. @throws Error that says why there can be no such zone
 */
export const zoneFromFeed = (
  { name, serial, records }: FeedZone,
  onLeftOut: (problem: string) => void = () => undefined,
): Zone => {
  if (!isDnsName(name)) throw new Error(`"${name}" is not a zone's name`)
  if (serial >= 2 ** 32) throw new Error(`the serial ${String(serial)} has more than 32 bits`)
  return createZone({ name, serial, refresh: REFRESH, entries: entriesOf(name, records, onLeftOut) })
}

function* entriesOf(
  zone: string,
  records: FeedZone['records'],
  onLeftOut: (problem: string) => void,
): Iterable<ZoneEntry> {
  for (const record of records) {
    const entry = entryOf(zone, record, onLeftOut)
    if (entry !== undefined) yield entry
  }
}

const entryOf = (
  zone: string,
  record: FeedZone['records'][number],
  onLeftOut: (problem: string) => void,
): ZoneEntry | undefined => {
  const { name, ttl, type } = record
  try {
    const owner = parseName(name === '@' ? zone : `${name}.${zone}`)
    return { owner, type: typeNumber(type), ttl, rdata: rdataOf(record) }
  } catch (error) {
    onLeftOut(`the ${type} record "${name}" is left out: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  }
}
