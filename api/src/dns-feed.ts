import * as z from 'zod'
import { DnsRecordType, DnsRecordValue } from './dns-record-values.ts'
import { nothing, route } from './route.ts'
import { CATALOG_ZONE, VIEW_DOMAIN } from './values/zone-names.ts'

export { CATALOG_ZONE, VIEW_DOMAIN }

/** The name by which primaries hold what a network or a zone of a project is answered from. @param id of the network or the zone */
export const viewZone = (id: string): string => `${id.replaceAll('-', '')}.${VIEW_DOMAIN}`

/** One record of a zone. */
export const ZoneRecord = z
  .object({
    name: z.string().describe('below the zone; "@": the zone itself'),
    type: DnsRecordType,
    ttl: z.int().describe('seconds'),
    data: DnsRecordValue,
  })
  .meta({ id: 'ZoneRecord' })
/** One record of a zone. */
export type ZoneRecord = z.infer<typeof ZoneRecord>

/** A whole zone. The serial is the same for every reader of the same content and never goes back (RFC 1982 arithmetic, 32 bits). */
export const Zone = z
  .object({
    name: z.string().describe('without a trailing dot'),
    serial: z.int().min(1).describe('grows with every change (RFC 1982)'),
    records: z.array(ZoneRecord),
  })
  .meta({ id: 'Zone' })
/** A whole zone. */
export type Zone = z.infer<typeof Zone>

/** A name of a zone with all its records. */
export const ZoneName = z
  .object({ name: z.string().describe('below the zone; "@": the zone itself'), records: z.array(ZoneRecord) })
  .meta({ id: 'ZoneName' })
/** A name of a zone with all its records. */
export type ZoneName = z.infer<typeof ZoneName>

/**
 * What became of a zone, for a reader who has it at `from` or at a later serial before `serial`: each of these names has exactly these records now,
 * and all others are as they were.
 */
export const ZoneChange = z
  .object({
    name: z.string().describe('without a trailing dot'),
    from: z.int().min(1).describe('the oldest serial that it is for'),
    serial: z.int().min(1).describe('the one that it has then (RFC 1982)'),
    names: z.array(ZoneName).describe('names that changed; one without records went'),
  })
  .meta({ id: 'ZoneChange' })
/** What became of a zone. */
export type ZoneChange = z.infer<typeof ZoneChange>

const Serial = z.int().min(1).max(4_294_967_295)

/** Zones as the edges have them. */
export const ZonesReached = z
  .strictObject({
    zones: z
      .array(
        z.strictObject({
          name: z.string().max(253),
          serial: Serial.describe('every edge that can be asked has this one or a newer one'),
        }),
      )
      .max(1000),
    stuck: z
      .array(
        z.strictObject({
          name: z.string().max(253),
          serial: Serial.describe('the zone gets a greater one, unless it has'),
        }),
      )
      .max(1000)
      .default([])
      .describe(
        'zones that an edge does not take at the serial that is served, because it let them expire or has a greater one',
      ),
  })
  .meta({ id: 'ZonesReached' })

/** What DNS servers follow, and what they report. */
export const dnsRoutes = {
  feed: route({
    name: 'watchZones',
    method: 'GET',
    path: '/v1/dns/zones',
    tag: 'DNS',
    access: 'feed',
    status: 200,
    summary:
      'Follow the zones: all of them at once, then what changes. "synced" marks the end of the first pass. Events have ids: with "since", the first pass has only zones that changed after the event with this id.',
    params: nothing,
    query: z.strictObject({
      since: z
        .string()
        .max(200)
        .optional()
        .describe('the id of the last event that the reader has; one that cannot be gone on from means none'),
    }),
    body: undefined,
    answer: undefined,
    errors: [],
    example: {
      events: {
        zone: { name: 'shop.internal', serial: 7, records: [{ name: 'vm1', type: 'A', ttl: 60, data: '10.0.0.10' }] },
        zone_changed: {
          ...{ name: 'shop.internal', from: 7, serial: 8 },
          names: [{ name: 'vm2', records: [{ name: 'vm2', type: 'A', ttl: 5, data: '10.0.0.11' }] }],
        },
        zone_removed: { name: 'old.internal' },
        synced: { zones: [{ name: 'shop.internal', serial: 8 }] },
      },
    },
    events: {
      zone: Zone,
      zone_changed: ZoneChange,
      zone_removed: z.object({ name: z.string() }).meta({ id: 'ZoneRemoved' }),
      synced: z
        .object({
          zones: z
            .array(
              z.object({
                name: z.string().describe('without a trailing dot'),
                serial: z.int().min(1).describe('as it was told, now or before'),
              }),
            )
            .describe('all zones there are: forget any other, and ask for everything if one has another serial'),
        })
        .meta({ id: 'ZonesSynced' }),
    },
  }),
  reached: route({
    name: 'reportZones',
    method: 'POST',
    path: '/v1/dns/reached',
    tag: 'DNS',
    access: 'feed',
    status: 200,
    summary: 'Tell which serials of zones the edges have: what they hold counts as realized.',
    params: nothing,
    query: nothing,
    body: ZonesReached,
    events: undefined,
    answer: z
      .object({ known: z.int().describe('how many of them the server has published') })
      .meta({ id: 'ZonesKnown' }),
    errors: [],
    example: { body: { zones: [{ name: 'shop.internal', serial: 7 }] }, answer: { known: 1 } },
  }),
} as const
