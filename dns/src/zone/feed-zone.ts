import { isDnsName, type Zone as FeedZone } from '@quantumnet/api'
import { TYPE } from '../wire/constants.ts'
import { parseName } from '../wire/name.ts'
import { addressRdata, createZone, type Zone, type ZoneEntry } from './zone.ts'

/**
 * How old a deleted or changed name may get at an edge that no NOTIFY reaches, as VMs' edges are: CoreDNS adds up to 5 s of its own. (New
 * names don't wait for it, an edge asks us for what its copy lacks.) The price is one query of the serial per network and interval.
 */
const REFRESH = 5

/** A zone as it comes from the server's feed, ready to be answered from. @throws Error that says what of it cannot be served */
export const zoneFromFeed = ({ name, serial, records }: FeedZone): Zone => {
  if (!isDnsName(name)) throw new Error(`"${name}" is not a zone's name`)
  if (serial >= 2 ** 32) throw new Error(`the serial ${String(serial)} has more than 32 bits`)
  return createZone({ name, serial, refresh: REFRESH, entries: entriesOf(name, records) })
}

function* entriesOf(zone: string, records: FeedZone['records']): Iterable<ZoneEntry> {
  for (const { name, ttl, data } of records) {
    const owner = parseName(name === '@' ? zone : `${name}.${zone}`)
    yield { owner, type: TYPE.A, ttl, rdata: addressRdata(data) }
  }
}
