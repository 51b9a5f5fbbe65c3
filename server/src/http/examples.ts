import { allRoutes, type Route } from '@quantumnet/api'
import type { Logger } from 'pino'
import type { Clock } from '../ctx.ts'
import { Waits } from '../events/waits.ts'
import type { Queryable } from '../db/pool.ts'
import { openAuthenticator } from './auth.ts'
import { mountRoutes } from './mount.ts'
import { createHttpServer, type HttpServer } from './server.ts'
import type { Served } from './serve.ts'
import { openStreams } from './sse.ts'

const ADMIN = {
  tokenId: '00000000-0000-0000-0000-000000000000',
  tokenName: 'anybody',
  role: 'platform_admin',
  projectId: null,
  node: null,
  expiresAt: null,
  bound: null,
}

/** Every token is an admin's. */
const ADMINS: Queryable = { query: async <T extends object>() => await Promise.resolve([ADMIN] as unknown as T[]) }

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
 * The HTTP layer as it is (authentication, validation, serialisation), in front of the examples of the contract: what requests cost without
 * PostgreSQL, for benchmarks. Every token may do everything, and nothing happens.
 */
export const openExamples = (log: Logger, clock: Clock): HttpServer => {
  const server = createHttpServer(log)
  const { authenticate } = openAuthenticator(ADMINS, clock, (error) => {
    log.error({ err: error }, 'the uses of tokens were not written')
  })
  mountRoutes(server.http, allRoutes.map(served), {
    authenticate,
    streams: openStreams(),
    waits: new Waits({ subscribe: () => () => undefined }),
  })
  return server
}
