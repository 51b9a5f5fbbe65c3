import { join } from 'node:path'
import { Client } from 'pg'
import { connectionUrl, DATABASE, makeFolderFor, prepareCluster, type Cluster } from './postgres/cluster.ts'
import { clearAfter, takeOver } from './postgres/takeover.ts'
import type { Exit } from './process/child.ts'
import { isRoot } from './process/user.ts'
import { startPart, type Part } from './supervisor/part.ts'

export interface PostgresOptions {
  /** Belongs to PostgreSQL alone: `data/` is the cluster, `postgres.log` the log. Made when absent. */
  readonly dataDir: string
  /** False trades the safety of committed data for speed (fsync off): for tests that throw the folder away. Default true. */
  readonly durable?: boolean
  /** True takes npm's binaries even where the system has PostgreSQL. */
  readonly packaged?: boolean
  /** Told in one line which PostgreSQL it is. */
  readonly log?: (line: string) => void
}

export interface Postgres {
  /** For `pg` and libpq alike; the same after every start on the same folder. */
  readonly url: string
  readonly pid: number
  readonly exited: Promise<Exit>
  /** Ends sessions and stops; quick, and harmless when it has stopped. */
  stop(): Promise<void>
}

const START_TIMEOUT_MS = 60_000

/** SIGINT ends sessions and stops orderly, SIGQUIT stops at once and recovers at the next start. */
const STOP_STEPS = [
  { signal: 'SIGINT', waitMs: 10_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
] as const

const settings = (cluster: Cluster, durable: boolean): string[] =>
  Object.entries({
    listen_addresses: '',
    unix_socket_directories: cluster.sockets,
    max_connections: '200',
    log_min_messages: 'warning',
    ...(!durable && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`])

const ensureDatabase = async (sockets: string): Promise<true> => {
  const client = new Client({ connectionString: connectionUrl(sockets, 'postgres') })
  // Without a listener the loss of an idle connection would end our process.
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`create database ${DATABASE}`)
    return true
  } finally {
    await client.end()
  }
}

/**
 * PostgreSQL as a part for the supervisor. The cluster is made when there is none.
 * @throws Error when there is no PostgreSQL that fits, or its user cannot get into the folder
 */
export const postgresPart = (options: PostgresOptions): { readonly part: Part; readonly url: string } => {
  const { dataDir, durable = true, packaged = false } = options
  const cluster = prepareCluster({ dataDir, durable, packaged })
  options.log?.(
    `PostgreSQL ${String(cluster.binaries.major)} from ${cluster.binaries.bin}, as user ${cluster.user.name}`,
  )
  const part: Part = {
    name: 'postgres',
    command: [join(cluster.binaries.bin, 'postgres'), '-D', cluster.pgdata, ...settings(cluster, durable)],
    cwd: '/',
    logFile: join(dataDir, 'postgres.log'),
    stop: STOP_STEPS,
    ...(isRoot() && { user: cluster.user }),
    prepare: async () => {
      makeFolderFor(cluster.user, cluster.sockets)
      await takeOver(cluster)
    },
    cleanUp: async () => {
      await clearAfter(cluster)
      cluster.cleanUp()
    },
    ready: async () => await ensureDatabase(cluster.sockets),
    readyTimeoutMs: START_TIMEOUT_MS,
  }
  return { part, url: connectionUrl(cluster.sockets) }
}

/**
 * Starts PostgreSQL as our own child, reachable over a unix socket only, with an empty database `quantumnet` at the first start.
 * A cluster that an earlier run left behind is taken over.
 * @throws Error when there is no PostgreSQL that fits, the folder is in use, or the server does not come up (with the end of its log)
 */
export const startPostgres = async (options: PostgresOptions): Promise<Postgres> => {
  const { part, url } = postgresPart(options)
  const child = await startPart(part)
  return {
    url,
    pid: child.pid,
    exited: child.exited,
    stop: async () => {
      await child.stop()
      await part.cleanUp?.()
    },
  }
}
