import type { Observe } from './metrics.ts'
import type { DatabaseSchema } from './schema.ts'
import type { ConditionRequest, IndexRequest, MonitorRequest, Tables } from './types.ts'

/** PEM files for `ssl:` remotes. Read again at every connect, so renewed certificates need no restart. */
export interface TlsFiles {
  readonly keyFile: string
  readonly certFile: string
  readonly caFile: string
  /**
   * Name that the server's certificate must carry. Left out, only the chain up to the CA is checked, as OVS's own clients do:
   * ovs-pki's certificates name no host.
   */
  readonly serverName?: string
}

/** Time limits in milliseconds, each apart from the others. */
export interface Timeouts {
  /** until the socket (and TLS) is up; 5000 */
  readonly connectMs: number
  /** until the server's databases, state and schema are known; 10000 */
  readonly handshakeMs: number
  /** longest silence while the first snapshot is awaited; 60000 */
  readonly dumpMs: number
  /** silence after which a live connection is asked for an echo, and after the same time again given up; 5000 */
  readonly probeMs: number
  /**
   * how long servers are refused because their log is behind what was seen of their cluster; when no other one came up until then, the
   * cluster was restored from a backup, and is taken as it is; 30000
   */
  readonly staleMs: number
}

export interface Backoff {
  /** 1000 */
  readonly minMs: number
  /** 8000 */
  readonly maxMs: number
}

export interface Limits {
  /** transactions sent and not yet answered; 32 */
  readonly inFlight: number
  /** transactions that wait for one of these places; beyond it `transact` throws QueueFullError; 10000 */
  readonly queued: number
  /** bytes of transactions that wait or are under way; beyond it `transact` throws QueueFullError, save for a single one; 64 MiB */
  readonly queuedBytes: number
  /** largest message taken from the server, in bytes; 256 MiB */
  readonly messageBytes: number
}

/** Called for what an operator may want to read; a place to hang pino or any other logger. */
export type Log = (level: 'debug' | 'info' | 'warn', message: string, fields: Readonly<Record<string, unknown>>) => void

export interface SessionOptions<T extends Tables, M extends MonitorRequest<T>> {
  readonly schema: DatabaseSchema<T>
  /** `unix:/path`, `tcp:host:port`, `ssl:host:port`, IPv6 hosts in brackets; tried in a random order */
  readonly remotes: readonly string[]
  /** what to keep a replica of; `{}`: nothing */
  readonly monitor: M
  readonly indexes?: IndexRequest<T>
  /** which rows; all by default */
  readonly conditions?: ConditionRequest<T, M>
  /** of a cluster, take only the leader (true by default); writes through followers are slower */
  readonly leaderOnly?: boolean
  /** needed for `ssl:` remotes */
  readonly tls?: TlsFiles
  readonly timeouts?: Partial<Timeouts>
  readonly backoff?: Partial<Backoff>
  readonly limits?: Partial<Limits>
  readonly log?: Log
  /** called for each transaction, update and load: to count and measure them elsewhere. Must not throw */
  readonly observe?: Observe
  /** number in [0, 1) for jitter and the order of remotes; Math.random by default */
  readonly random?: () => number
}

/** What another replica of a session keeps. */
export type ReplicaOptions<T extends Tables, M extends MonitorRequest<T>> = Pick<
  SessionOptions<T, M>,
  'monitor' | 'indexes' | 'conditions'
>

/** Options with every default filled in. */
export type Settings = Required<
  Pick<SessionOptions<Tables, MonitorRequest<Tables>>, 'leaderOnly' | 'log' | 'observe' | 'random' | 'remotes'>
> & {
  readonly database: string
  readonly tls: TlsFiles | null
  readonly timeouts: Timeouts
  readonly backoff: Backoff
  readonly limits: Limits
}

const defaultTimeouts: Timeouts = {
  connectMs: 5000,
  handshakeMs: 10_000,
  dumpMs: 60_000,
  probeMs: 5000,
  staleMs: 30_000,
}
const defaultBackoff: Backoff = { minMs: 1000, maxMs: 8000 }
const defaultLimits: Limits = {
  inFlight: 32,
  queued: 10_000,
  queuedBytes: 64 * 1024 * 1024,
  messageBytes: 256 * 1024 * 1024,
}

export const settingsOf = <T extends Tables, M extends MonitorRequest<T>>(options: SessionOptions<T, M>): Settings => ({
  database: options.schema.name,
  remotes: options.remotes,
  leaderOnly: options.leaderOnly ?? true,
  tls: options.tls ?? null,
  timeouts: { ...defaultTimeouts, ...options.timeouts },
  backoff: { ...defaultBackoff, ...options.backoff },
  limits: { ...defaultLimits, ...options.limits },
  log: options.log ?? (() => undefined),
  observe: options.observe ?? (() => undefined),
  random: options.random ?? Math.random,
})
