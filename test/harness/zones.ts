import { routes, type Client, type StreamEvent, type Zone, type ZoneChange } from '@quantumnet/api'
import { watch, type Watched } from './stream.ts'

type ZoneEvent = StreamEvent<typeof routes.dns.feed>

/** A zone after a change, as whoever follows the feed has it then. @throws Error when the change is not for what is known */
export const changedZone = (zone: Zone | undefined, { name, from, serial, names }: ZoneChange): Zone => {
  if (zone === undefined || zone.serial < from || zone.serial >= serial)
    throw new Error(`a change of ${name} from ${String(from)} to ${String(serial)} came at ${String(zone?.serial)}`)
  const changed = new Set(names.map((each) => each.name))
  const kept = zone.records.filter((record) => !changed.has(record.name))
  return { name, serial, records: [...kept, ...names.flatMap(({ records }) => records)] }
}

/** Follows the zone feed: each event with what its zone is then, as a whole. */
export const watchZones = (client: Client): Watched<typeof routes.dns.feed> => {
  const zones = new Map<string, Zone>()
  return watch(client, { route: routes.dns.feed }, (event): ZoneEvent => {
    if (event.event === 'zone_removed') zones.delete(event.data.name)
    if (event.event !== 'zone' && event.event !== 'zone_changed') return event
    const data = event.event === 'zone' ? event.data : changedZone(zones.get(event.data.name), event.data)
    zones.set(data.name, data)
    return { ...event, event: 'zone', data }
  })
}
