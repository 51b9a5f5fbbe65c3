import * as z from 'zod'
import { DnsRecordType, DnsRecordValue } from './dns-record-values.ts'
import { nothing, route } from './route.ts'
import { VIEW_DOMAIN } from './values/zone-names.ts'

export { VIEW_DOMAIN }

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

/** Zones as the edges have them. */
export const ZonesReached = z
  .strictObject({
    zones: z
      .array(
        z.strictObject({
          name: z.string().max(253),
          serial: z
            .int()
            .min(1)
            .max(4_294_967_295)
            .describe('every edge that can be asked has this one or a newer one'),
        }),
      )
      .min(1)
      .max(1000),
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
    summary: 'Follow the zones: all of them at once, then each that changes. "synced" marks the end of the first pass.',
    params: nothing,
    query: nothing,
    body: undefined,
    answer: undefined,
    errors: [],
    example: {
      events: {
        zone: { name: 'shop.internal', serial: 7, records: [{ name: 'vm1', type: 'A', ttl: 60, data: '10.0.0.10' }] },
        zone_removed: { name: 'old.internal' },
        synced: { zones: ['shop.internal'] },
      },
    },
    events: {
      zone: Zone,
      zone_removed: z.object({ name: z.string() }).meta({ id: 'ZoneRemoved' }),
      synced: z
        .object({ zones: z.array(z.string()).describe('all zones there are: forget any other') })
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
