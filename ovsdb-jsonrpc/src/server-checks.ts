import type { ServerTables } from './gen/server.ts'

type DatabaseRow = ServerTables['Database']

export interface ServerChecksOptions {
  readonly database: string
  readonly leaderOnly: boolean
  /** how long servers that are behind are refused */
  readonly staleMs: number
  /** milliseconds that only go forward */
  readonly now: () => number
}

/** Judges from a server's own database, `_Server`, whether it is one to stay with (ovsdb-server(5)). */
export class ServerChecks {
  readonly #options: ServerChecksOptions
  /** newest log index seen, by cluster: a server that is behind it would take the replica back in time */
  readonly #newestIndex = new Map<string, number>()

  #staleSince: number | null = null

  constructor(options: ServerChecksOptions) {
    this.#options = options
  }

  /** Why not to use this server; null when it is good. */
  problem(databases: Iterable<DatabaseRow>): string | null {
    const { database } = this.#options
    const row = this.#rowOf(databases)
    if (row === undefined) return `the server has no database ${database}`
    // A clustered server that has not joined yet, or a relay that has no source, doesn't know the schema.
    if (row.schema === null) return `the server has no content for ${database} yet`
    if (row.model === 'standalone') return null
    if (!row.connected) return `the server has no contact with the cluster of ${database}`
    if (this.#options.leaderOnly && !row.leader) return `the server is not the leader of ${database}`
    return this.#stale(row)
  }

  isClustered(databases: Iterable<DatabaseRow>): boolean {
    return this.#rowOf(databases)?.model === 'clustered'
  }

  #rowOf(databases: Iterable<DatabaseRow>): DatabaseRow | undefined {
    return [...databases].find(({ name }) => name === this.#options.database)
  }

  #stale({ cid, index }: DatabaseRow): string | null {
    if (cid === null || index === null) return null
    const newest = this.#newestIndex.get(cid) ?? 0
    if (index < newest && !this.#isRestored()) {
      return `the server is behind: log index ${String(index)}, seen ${String(newest)}`
    }
    this.#staleSince = null
    this.#newestIndex.set(cid, index)
    return null
  }

  /** A server that is behind for a moment is stale. One that is so for long, and none other is there, was set back: a backup was restored. */
  #isRestored(): boolean {
    this.#staleSince ??= this.#options.now()
    return this.#options.now() - this.#staleSince >= this.#options.staleMs
  }
}
