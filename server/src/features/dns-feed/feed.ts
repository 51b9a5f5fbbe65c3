import type { routes } from '@quantumnet/api'
import type { Sent } from '../../http/serve.ts'
import { writePosition } from '../events/index.ts'
import { namesAsTold } from './content.ts'
import type { Edition, News } from './news.ts'
import { placeOf } from './place.ts'
import type { DnsCtx, ZonePublisher } from './publisher.ts'
import { serialOf } from './serial.ts'
import { liveZones, namesOf } from './store.ts'
import { EditionQueue } from './queue.ts'
import { ToldZones } from './told.ts'

type ZoneEvent = Sent<typeof routes.dns.feed>

/** Zones read at once. */
const BATCH = 100

const asEvent = (news: News): ZoneEvent => {
  if (news.kind === 'ended') return { event: 'zone_removed', data: { name: news.zone } }
  const { zone, from, names } = news
  const [name, serial, told] = [zone.zone, serialOf(zone.version), namesAsTold(zone, names)]
  if (from === 0) return { event: 'zone', data: { name, serial, records: told.flatMap(({ records }) => records) } }
  return { event: 'zone_changed', data: { name, from: serialOf(from), serial, names: told } }
}

/** Everything that there is, or only what is new, and then that this was all. */
async function* firstPass(
  ctx: DnsCtx,
  told: ToldZones,
  { since, position }: { since: string | undefined; position: Edition['position'] },
): AsyncGenerator<ZoneEvent> {
  const place = position && since !== undefined ? placeOf(since, position) : undefined
  const zones = await liveZones(ctx.db, place?.xid)
  for (const zone of zones) if (!zone.isNew) told.note(zone)
  const fresh = zones.flatMap(({ isNew, zone }) => (isNew ? [zone] : []))
  for (let start = 0; start < fresh.length; start += BATCH)
    for (const { names, ...zone } of await namesOf(ctx.db, fresh.slice(start, start + BATCH))) {
      told.note(zone)
      yield asEvent({ kind: 'changed', zone, from: 0, names })
    }
  yield { event: 'synced', ...idOf(position), data: { zones: told.versions().map(asSynced) } }
}

const asSynced = ([name, version]: readonly [string, number]): { name: string; serial: number } => ({
  name,
  serial: serialOf(version),
})

const idOf = (position: Edition['position']): { id?: string } =>
  position === undefined ? {} : { id: writePosition(position) }

/** All zones or those that are new since a position, then "synced", then what changes. */
export async function* zoneEvents(
  ctx: DnsCtx,
  { publisher, since }: { readonly publisher: ZonePublisher; readonly since: string | undefined },
  signal: AbortSignal,
): AsyncGenerator<ZoneEvent> {
  const queue = new EditionQueue(signal)
  const unsubscribe = publisher.subscribe((edition) => {
    queue.add(edition)
  })
  try {
    await publisher.complete()
    const told = new ToldZones()
    yield* firstPass(ctx, told, { since, position: publisher.position })
    for (let edition = await queue.take(); edition !== undefined; edition = await queue.take()) {
      const events = edition.news.filter((news) => told.takes(news)).map(asEvent)
      for (const event of events.slice(0, -1)) yield event
      for (const event of events.slice(-1)) yield { ...event, ...idOf(edition.position) }
    }
  } finally {
    unsubscribe()
  }
}
