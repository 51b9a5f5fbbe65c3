import { routes } from '@quantumnet/api'
import { serve, serveStream, type Served } from '../../http/serve.ts'
import { zoneEvents } from './feed.ts'
import { ZonePublisher, type DnsCtx } from './publisher.ts'
import { reportReached } from './reached.ts'
import { raiseStuck } from './stuck.ts'

export const dnsFeedRoutes = (ctx: DnsCtx): Served[] => {
  const publisher = new ZonePublisher(ctx)
  return [
    serveStream(routes.dns.feed, ({ query, lastEventId }, signal) =>
      zoneEvents(ctx, { publisher, since: lastEventId ?? query.since }, signal),
    ),
    serve(routes.dns.reached, async ({ body: { zones, stuck } }) => {
      if (stuck.length > 0) publisher.look(await raiseStuck(ctx.db, stuck))
      return { known: await reportReached(ctx, zones) }
    }),
  ]
}
