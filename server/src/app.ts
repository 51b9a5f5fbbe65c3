import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Clock, Ctx } from './ctx.ts'
import { migrateUp, readMigrations, type Migration } from './db/migrate.ts'
import { openNotifier } from './db/notify.ts'
import { openDb, type Db } from './db/pool.ts'
import { openEventTail, type EventTail, type LoggedEvent } from './events/tail.ts'
import { Waits } from './events/waits.ts'
import { AddressHints } from './features/ipam/index.ts'
import { allocationJobs } from './features/addresses/index.ts'
import { EventHub, USUAL_EVENT_LIMITS, type EventLimits } from './features/events/index.ts'
import { deploymentId } from './features/nodes/index.ts'
import { openAuthenticator, type Authenticator } from './http/auth.ts'
import { enterBootstrapTokens } from './http/bootstrap-tokens.ts'
import { mountRoutes } from './http/mount.ts'
import { mountOpenApi } from './http/openapi.ts'
import { mountProviderMirror } from './http/provider-mirror.ts'
import { createHttpServer } from './http/server.ts'
import { openStreams, type StreamLimits, type Streams } from './http/sse.ts'
import { startHousekeeping } from './housekeeping/housekeeping.ts'
import { houseJobs, USUAL_RETENTION, type HouseRetention } from './jobs.ts'
import { startReconciler, type Reconciler } from './reconcile/index.ts'
import { keyReaper } from './resource-kit/idempotency.ts'
import { servedRoutes } from './served.ts'

// For benchmarks and tests of allocation without HTTP around it.
export { Coalescer } from './db/coalescer.ts'
export { openDb, type Db } from './db/pool.ts'
export * as ipam from './features/ipam/index.ts'
export { openExamples } from './http/examples.ts'

export interface AppOptions {
  readonly config: Omit<Config, 'listen' | 'logLevel' | 'sbRemotes'> & Partial<Pick<Config, 'sbRemotes'>>
  readonly log: Logger
  readonly clock: Clock
  /** Most connections of the pool. Default 20. */
  readonly connections?: number
  readonly streams?: Partial<StreamLimits>
  readonly events?: EventLimits
  /** What is kept of events and audit. */
  readonly retention?: HouseRetention
}

/** A server that is put together, and does not listen yet. */
export interface App {
  /** Starts to listen, and gives the address as `http://host:port`. Port 0 takes a free one. */
  listen(address: Config['listen']): Promise<string>
  /** Ends streams, lets requests finish, and closes everything. */
  close(): Promise<void>
}

const originOf = ({ address, port }: AddressInfo): string =>
  `http://${address.includes(':') ? `[${address}]` : address}:${String(port)}`

/** Revocations are told by the event log, so every server hears of them within milliseconds. */
const changesAccess = ({ kind, action }: LoggedEvent): boolean =>
  kind === 'role_binding' || (kind === 'token' && action !== 'created')

/** A token that expires, or is replaced at the start of a server, has no event: its streams end this much later at most. */
const CHECK_STREAMS_MS = 15_000

const openAccess = ({ db, clock, log }: Ctx, tail: EventTail, streams: Streams): Authenticator => {
  const authenticator = openAuthenticator(db, clock, (error) => {
    log.warn({ err: error }, 'it was not written down when tokens were used')
  })
  const checkStreams = async (): Promise<void> => {
    try {
      await streams.endUnless(async (tokenId) => (await authenticator.current(tokenId)) !== undefined)
    } catch (error) {
      log.warn({ err: error }, 'it was not looked whether the tokens of streams are still good')
    }
  }
  const timer = setInterval(() => void checkStreams(), CHECK_STREAMS_MS).unref()
  tail.subscribe((events) => {
    if (!events.some(changesAccess)) return
    authenticator.forget()
    void checkStreams()
  })
  const { authenticate, current, forget } = authenticator
  return {
    authenticate,
    current,
    forget,
    close: async () => {
      clearInterval(timer)
      await authenticator.close()
    },
  }
}

/** What runs beside the requests whoever leads in OVN: what streams of events share, and the jobs of the house. */
const startBeside = (
  ctx: Ctx & { readonly free: AddressHints },
  tail: EventTail,
  { events: limits = USUAL_EVENT_LIMITS, retention = USUAL_RETENTION }: AppOptions,
): { readonly hub: EventHub; readonly limits: EventLimits; readonly close: () => Promise<void> } => {
  const hub = new EventHub({ ...ctx, tail, gatherMs: limits.gatherMs })
  const housekeeping = startHousekeeping({
    ...ctx,
    jobs: [...houseJobs(retention), ...allocationJobs(ctx.free), keyReaper],
  })
  return {
    hub,
    limits,
    close: async () => {
      hub.close()
      await housekeeping.close()
    },
  }
}

/** Takes every step, whatever became of the ones before. @throws the first error */
const inOrder = async (steps: readonly (() => Promise<void>)[]): Promise<void> => {
  const [step, ...rest] = steps
  if (step === undefined) return
  try {
    await step()
  } finally {
    await inOrder(rest)
  }
}

/** Brings the database up to date, and gives its deployment's id. */
const prepare = async (
  db: Db,
  tokenFiles: Config['tokenFiles'],
  migrations: readonly Migration[],
  log: Logger,
): Promise<string> => {
  await migrateUp(db, log, migrations)
  await enterBootstrapTokens(db, tokenFiles)
  return await deploymentId(db)
}

/** What keeps OVN as PostgreSQL says; undefined where this server was told of no OVN. */
const startOvn = (
  ctx: Ctx,
  { nbRemotes, sbRemotes = [] }: AppOptions['config'],
  deploymentId: string,
): Reconciler | undefined =>
  nbRemotes.length === 0 ? undefined : startReconciler({ ...ctx, nbRemotes, sbRemotes, deploymentId })

/**
 * Puts the server together: brings the schema up to date, enters the bootstrap tokens, and starts what runs beside the requests.
 * @throws MigrationError, ConfigError; DomainError unavailable when there is no database
 */
export const buildApp = async (options: AppOptions): Promise<App> => {
  const { config, log, clock, connections = 20 } = options
  const onIdleError = (error: Error): void => {
    log.warn({ err: error }, 'a database connection was lost')
  }
  const db = openDb({ url: config.databaseUrl, max: connections, onIdleError })
  const migrations = await readMigrations()
  const deployment = await prepare(db, config.tokenFiles, migrations, log).catch(async (error: unknown) => {
    await db.close()
    throw error
  })

  const notify = openNotifier(db, log)
  const streams = openStreams(options.streams)
  const tail = openEventTail({
    db,
    notify,
    log,
    onRestored: () => {
      streams.end()
    },
  })
  const inside = { db, notify, log, clock, dnsZone: config.dnsZone }
  const reconciler = startOvn(inside, config, deployment)
  const ctx = { ...inside, realization: reconciler?.realization }
  const free = new AddressHints()
  const waits = new Waits(tail)
  const beside = startBeside({ ...ctx, free }, tail, options)
  const authenticator = openAccess(ctx, tail, streams)
  const { http, close: closeHttp } = createHttpServer(log)
  mountOpenApi(http)
  if (config.providerMirror !== undefined) await mountProviderMirror(http, config.providerMirror)
  mountRoutes(
    http,
    servedRoutes({ ...ctx, ...beside, tail, migrations, reconciler, free, grants: authenticator.current }),
    { authenticate: authenticator.authenticate, streams, waits },
  )

  return {
    listen: async (address) => {
      await http.listen({ ...address, listenTextResolver: (origin) => `listening on ${origin}` })
      return originOf(http.server.address() as AddressInfo)
    },
    close: async () => {
      streams.close()
      waits.close()
      await inOrder([
        closeHttp,
        beside.close,
        authenticator.close,
        async () => await reconciler?.stop(),
        () => tail.close(),
        () => notify.close(),
        () => db.close(),
      ])
    },
  }
}
