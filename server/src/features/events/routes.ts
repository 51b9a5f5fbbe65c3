import { routes } from '@quantumnet/api'
import { serveStream, type Served } from '../../http/serve.ts'
import type { Grants } from '../../resource-kit/caller.ts'
import { watchEvents, type Reader, type WatchCtx } from './reader.ts'

export interface EventsCtx extends WatchCtx {
  /** What a token may do now; undefined once it was revoked or has expired. */
  readonly grants: (tokenId: string) => Promise<Grants | undefined>
}

export const eventRoutes = (ctx: EventsCtx): Served[] => [
  serveStream(routes.events.watch, ({ caller, query, lastEventId }, signal) => {
    caller.visible()
    const { project: projects, kind: kinds, resource: resources, since } = query
    const reader: Reader = {
      visible: async () => {
        const grants = await ctx.grants(caller.tokenId)
        if (grants === undefined) return undefined
        return grants.role === 'platform_admin' ? 'all' : Object.keys(grants.roles)
      },
      concerns: ({ kind, id }) => kind === 'role_binding' || (kind === 'token' && id === caller.tokenId),
    }
    return watchEvents(ctx, reader, { projects, kinds, resources, since: lastEventId ?? since }, signal)
  }),
]
