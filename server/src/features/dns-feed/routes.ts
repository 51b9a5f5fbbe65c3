import { routes } from '@quantumnet/api'
import { serve, serveStream, type Served } from '../../http/serve.ts'
import { zoneEvents, type DnsCtx } from './feed.ts'
import { reportReached } from './reached.ts'

export const dnsFeedRoutes = (ctx: DnsCtx): Served[] => [
  serveStream(routes.dns.feed, (_, signal) => zoneEvents(ctx, signal)),
  serve(routes.dns.reached, async ({ body }) => ({ known: await reportReached(ctx, body.zones) })),
]
