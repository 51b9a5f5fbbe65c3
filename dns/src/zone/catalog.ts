import { createHash } from 'node:crypto'
import { TYPE } from '../wire/constants.ts'
import { childOf, parseName } from '../wire/name.ts'
import { nameBytes } from '../wire/record-set.ts'
import { textRdata } from './rdata.ts'
import { createZone, type Zone, type ZoneEntry } from './zone.ts'

const TTL = 0
/** RFC 9432 §4.1: nobody resolves names in a catalog, so its NS record points nowhere. */
const NOWHERE = parseName('invalid')

/** A catalog of zones, version 2 (RFC 9432): a secondary that follows it adds and removes zones by itself. */
export const createCatalog = (name: string, serial: number, members: Iterable<string>): Zone =>
  createZone({ name, serial, refresh: 30, nameServer: NOWHERE, entries: entriesOf(name, members) })

function* entriesOf(name: string, members: Iterable<string>): Iterable<ZoneEntry> {
  const apex = parseName(name)
  yield { owner: childOf(apex, 'version'), type: TYPE.TXT, ttl: TTL, rdata: textRdata('2') }
  const zones = childOf(apex, 'zones')
  for (const member of members)
    yield { owner: childOf(zones, memberLabel(member)), type: TYPE.PTR, ttl: TTL, rdata: nameBytes(parseName(member)) }
}

/** The same for a zone at all times: a secondary whose member gets another label throws its copy away and starts again (RFC 9432 §5.4). */
const memberLabel = (member: string): string => createHash('sha256').update(member).digest('hex').slice(0, 32)
