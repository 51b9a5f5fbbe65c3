import { allRoutes, type Route } from '@quantumnet/api'
import type { Logger } from 'pino'
import { Waits } from '../events/waits.ts'
import { mountRoutes } from './mount.ts'
import { createHttpServer, type HttpServer } from './server.ts'
import type { Served } from './serve.ts'
import { openStreams } from './sse.ts'

const ADMIN = { tokenId: '00000000-0000-0000-0000-000000000000', tokenName: 'anybody', projectId: null, node: null }

const served = (route: Route): Served =>
  route.events === undefined
    ? {
        route,
        kind: 'answer',
        handler: async ({ caller }) => {
          caller.allowAny()
          return await Promise.resolve(route.example.answer)
        },
        reread: async ({ answered }) => await Promise.resolve({ document: answered, watch: [] }),
      }
    : {
        route,
        kind: 'stream',
        open: async function* () {
          yield await Promise.resolve({ event: 'none', data: {} })
        },
      }

/**
 * The HTTP layer as it is, in front of the examples of the contract: what requests cost without PostgreSQL, for benchmarks. Everybody may do
 * everything, and nothing happens.
 */
export const openExamples = (log: Logger): HttpServer => {
  const server = createHttpServer(log)
  mountRoutes(server.http, allRoutes.map(served), {
    authenticate: async () => await Promise.resolve({ ...ADMIN, role: 'platform_admin', roles: {} }),
    streams: openStreams(),
    waits: new Waits({ subscribe: () => () => undefined }),
  })
  return server
}
