import { routes } from '@quantumnet/api'
import { serveStream, type Served } from '../../http/serve.ts'
import { zoneEvents, type DnsCtx } from './feed.ts'

export const dnsFeedRoutes = (ctx: DnsCtx): Served[] => [
  serveStream(routes.dns.feed, (_, signal) => zoneEvents(ctx, signal)),
]
