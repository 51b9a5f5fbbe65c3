import * as z from 'zod'
import { Ipv4 } from './fields.ts'
import { nothing, route } from './route.ts'

/** One name of a zone, relative to it. */
export const ZoneRecord = z
  .object({ name: z.string(), type: z.enum(['A']), ttl: z.int().describe('seconds'), data: Ipv4 })
  .meta({ id: 'ZoneRecord' })
/** One name of a zone. */
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

/** What DNS servers follow. */
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
} as const
