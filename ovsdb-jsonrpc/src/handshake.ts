import { EndpointError, RequestError } from './errors.ts'
import { serverSchema } from './gen/server.ts'
import type { ServerTables } from './gen/server.ts'
import { Monitor } from './monitor.ts'
import { startMonitor } from './monitor-start.ts'
import type { Connection } from './rpc.ts'
import { parseSchema } from './schema.ts'
import type { DatabaseSchema } from './schema.ts'
import type { ServerChecks } from './server-checks.ts'

type DatabaseRow = ServerTables['Database']

/** Asks for a database's schema as this server has it. */
export const fetchSchema = async (connection: Connection, database: string): Promise<DatabaseSchema> =>
  parseSchema(await connection.request('get_schema', [database]))

/** Follows `_Server` on one connection, and ends the connection when the server is no longer one to stay with. */
export class ServerWatch {
  static readonly monitorId = 'server'
  readonly #monitor = new Monitor({
    id: ServerWatch.monitorId,
    schema: serverSchema,
    request: { Database: '*' },
    indexes: {},
  })
  readonly #connection: Connection
  readonly #checks: ServerChecks

  constructor(connection: Connection, checks: ServerChecks) {
    this.#connection = connection
    this.#checks = checks
  }

  /**
   * Begins to follow the server's state. Servers older than `_Server` are taken as they are.
   * @throws EndpointError when it is none to stay with
   */
  async start(): Promise<void> {
    const databases = await this.#connection.request('list_dbs', [])
    if (!Array.isArray(databases) || !databases.includes(serverSchema.name)) return
    await startMonitor(this.#connection, this.#monitor, await fetchSchema(this.#connection, serverSchema.name))
    const problem = this.#problem()
    if (problem !== null) throw new EndpointError(problem)
  }

  async applyUpdate(params: readonly unknown[], method: string): Promise<void> {
    await this.#monitor.applyUpdate(params, method)
    const problem = this.#problem()
    if (problem !== null) this.#connection.close(new EndpointError(problem))
  }

  /** Whether the database is one of a RAFT cluster, as far as the server tells. */
  get isClustered(): boolean {
    return this.#checks.isClustered(this.#databases())
  }

  #databases(): Iterable<DatabaseRow> {
    return this.#monitor.cache.rows('Database').values() as Iterable<DatabaseRow>
  }

  #problem(): string | null {
    return this.#checks.problem(this.#databases())
  }
}

/** Tells the server that a schema conversion needn't end the connection (ovsdb-server(7) §4.1.18); old servers don't know this. */
export const announceChangeAware = async (connection: Connection): Promise<void> => {
  try {
    await connection.request('set_db_change_aware', [true])
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
  }
}
