import { CATALOG_ZONE, isDnsName, type Zone as FeedZone, type ZoneChange } from '@quantumnet/api'
import { parseName, type WireName } from '../wire/name.ts'
import { rdataOf, typeNumber } from './rdata.ts'
import { changedZone } from './zone-delta.ts'
import { createZone, type Zone, type ZoneEntry } from './zone.ts'

/**
 * How old a deleted or changed name may get at an edge that no NOTIFY reaches: CoreDNS adds up to 5 s of its own. (New names don't wait for it, an
 * edge asks us for what its copy lacks.) The price is one query of the serial per network and interval.
 */
const REFRESH = 5
const CATALOG_REFRESH = 30
/** RFC 9432 §4.1: nobody resolves names in a catalog, so its NS record points nowhere. */
const NOWHERE = parseName('invalid')

/** The whole name of a record of a zone. */
export const ownerOf = (zone: string, name: string): WireName => parseName(name === '@' ? zone : `${name}.${zone}`)

/**
 * A zone as it comes from the server's feed, ready to be answered from. A record that cannot be served is left out and told: the others have
 * no part in it. @throws Error that says why there can be no such zone
 */
export const zoneFromFeed = (
  { name, serial, records }: FeedZone,
  onLeftOut: (problem: string) => void = () => undefined,
): Zone => {
  if (!isDnsName(name)) throw new Error(`"${name}" is not a zone's name`)
  checkSerial(serial)
  const entries = entriesOf(name, records, onLeftOut)
  return name === CATALOG_ZONE
    ? createZone({ name, serial, refresh: CATALOG_REFRESH, nameServer: NOWHERE, entries })
    : createZone({ name, serial, refresh: REFRESH, entries })
}

/** What became of a zone by a change of the feed; records that cannot be served are left out as they are of a whole zone. @throws Error as well */
export const zoneAfter = (
  zone: Zone,
  { serial, names }: ZoneChange,
  onLeftOut: (problem: string) => void = () => undefined,
): Zone => {
  checkSerial(serial)
  return changedZone(
    zone,
    serial,
    new Map(
      names.map(({ name, records }) => [ownerOf(zone.name, name), [...entriesOf(zone.name, records, onLeftOut)]]),
    ),
  )
}

const checkSerial = (serial: number): void => {
  if (serial >= 2 ** 32) throw new Error(`the serial ${String(serial)} has more than 32 bits`)
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
    return { owner: ownerOf(zone, name), type: typeNumber(type), ttl, rdata: rdataOf(record) }
  } catch (error) {
    onLeftOut(`the ${type} record "${name}" is left out: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  }
}
