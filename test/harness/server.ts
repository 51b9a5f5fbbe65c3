import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@quantumnet/api'
import { buildApp, type AppOptions } from '@quantumnet/server/app'
import pg from 'pg'
import { pino } from 'pino'
import { watchedFetch } from './documented.ts'
import { freshDatabase } from './postgres.ts'

const ROLES = ['admin', 'node', 'feed'] as const
export type Role = (typeof ROLES)[number]

export interface TestServer {
  readonly endpoint: string
  readonly databaseUrl: string
  readonly tokens: Readonly<Record<Role, string>>
  /** Notes answers that the contract does not document; `close` throws for them. */
  readonly fetch: typeof globalThis.fetch
  /** A client with the token of a role. It tries once, so that a test sees every refusal. */
  readonly as: (role: Role) => Client
  /** Rows of the server's database. */
  readonly rows: <T extends object>(text: string, values?: unknown[]) => Promise<T[]>
  /** Lines that the server has logged so far, from "info" up. */
  readonly log: readonly string[]
  close(): Promise<void>
}

export interface TestServerOptions {
  /** Default: a fresh one. */
  readonly databaseUrl?: string
  readonly streams?: AppOptions['streams']
  readonly events?: AppOptions['events']
  readonly retention?: AppOptions['retention']
  /** Default: a free one. */
  readonly port?: number
  readonly clock?: AppOptions['clock']
  readonly nbRemotes?: readonly string[]
  readonly sbRemotes?: readonly string[]
}

/** Tokens are the same for every server of a test file, so that several can share a database. */
const secrets = Object.fromEntries(ROLES.map((role) => [role, randomBytes(24).toString('base64url')])) as Record<
  Role,
  string
>

const writeTokens = async (folder: string): Promise<{ role: Role; path: string }[]> =>
  await Promise.all(
    ROLES.map(async (role) => {
      const path = join(folder, role)
      await writeFile(path, `${secrets[role]}\n`, { mode: 0o600 })
      return { role, path }
    }),
  )

/** The whole server in this process, on a free port and a database of its own. The caller closes it. */
export const startServer = async (options: TestServerOptions = {}): Promise<TestServer> => {
  const databaseUrl = options.databaseUrl ?? (await freshDatabase())
  const folder = await mkdtemp(join(tmpdir(), 'qn-tokens-'))
  const tokenFiles = await writeTokens(folder)
  const log: string[] = []
  const app = await buildApp({
    config: {
      ...{ databaseUrl, tokenFiles, dnsZone: 'internal' },
      ...{ nbRemotes: options.nbRemotes ?? [], sbRemotes: options.sbRemotes ?? [] },
    },
    log: pino({ level: 'info' }, { write: (line: string) => void log.push(line) }),
    clock: options.clock ?? ((): Date => new Date(performance.timeOrigin + performance.now())),
    ...(options.streams && { streams: options.streams }),
    ...(options.events && { events: options.events }),
    ...(options.retention && { retention: options.retention }),
  })
  const endpoint = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 })
  const undocumented = new Set<string>()
  const fetch = watchedFetch((what) => void undocumented.add(what))
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  pool.on('error', () => undefined)
  return {
    endpoint,
    databaseUrl,
    tokens: secrets,
    fetch,
    as: (role) => new Client({ endpoint, token: secrets[role], attempts: 1, fetch }),
    rows: async <T extends object>(text: string, values: unknown[] = []) => (await pool.query<T>(text, values)).rows,
    log,
    close: async () => {
      await app.close()
      await pool.end()
      await rm(folder, { recursive: true })
      if (undocumented.size > 0) throw new Error(`answers that no route documents: ${[...undocumented].join(', ')}`)
    },
  }
}
