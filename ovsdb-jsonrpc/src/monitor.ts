import { batchesOf } from './batches.ts'
import { Cache } from './cache.ts'
import type { CachedTable } from './cache.ts'
import { OvsdbError, ProtocolError } from './errors.ts'
import { Loading } from './loading.ts'
import { MonitorRequests } from './monitor-requests.ts'
import type { Conditions, MonitorMethod } from './monitor-requests.ts'
import type { RowChange } from './row-change.ts'
import { readRowUpdate } from './row-update.ts'
import { getTable } from './schema.ts'
import type { DatabaseSchema } from './schema.ts'
import { inSlices } from './slices.ts'
import type { Steps } from './slices.ts'
import type { StoredRow } from './stored-row.ts'

export interface MonitorSpec {
  /** names the monitor on its connection */
  readonly id: string
  readonly schema: DatabaseSchema
  /** by table, all columns or the named ones */
  readonly request: Readonly<Record<string, '*' | readonly string[]>>
  readonly indexes: Readonly<Record<string, CachedTable['indexes']>>
  /** by table, which rows; a table that is left out: all of them */
  readonly conditions?: Conditions
}

type Changes = readonly RowChange[]

/**
 * Keeps a cache in step with a database over any number of connections (`monitor_cond_since` and `update3`, ovsdb-server(7) §4.1.15 and
 * §4.1.16; their forerunners on older servers). After a reconnect it asks for what came after the last transaction that it has seen; a
 * server that doesn't know it any more sends everything.
 */
export class Monitor {
  readonly id: string
  readonly cache: Cache
  readonly requests: MonitorRequests
  readonly #tables: readonly CachedTable[]
  #resumed = false

  /** @throws SchemaError, ValidationError, OvsdbError when a table, column, index or condition is asked for that can't be */
  constructor(spec: MonitorSpec) {
    this.id = spec.id
    const unmonitored = Object.keys(spec.indexes).find((name) => !(name in spec.request))
    if (unmonitored !== undefined) throw new OvsdbError(`index on ${unmonitored}, which is not monitored`)
    this.#tables = Object.entries(spec.request).map(([name, columns]) => {
      const table = getTable(spec.schema, name)
      const all = columns === '*' ? [...table.columns.keys()] : columns
      return { table, columns: all, indexes: spec.indexes[name] ?? [] }
    })
    this.cache = new Cache(this.#tables)
    this.requests = new MonitorRequests(spec.schema, spec.id, this.#tables)
    this.requests.want(spec.conditions ?? {})
  }

  /** True when the last answer continued where this monitor was, false when it was everything. */
  get resumed(): boolean {
    return this.#resumed
  }

  /** Parameters of `monitor_cond_since` for a server with this schema. */
  params(server: DatabaseSchema): readonly unknown[] {
    return this.requests.params('monitor_cond_since', server)
  }

  /**
   * Takes the answer to a monitor request: the changes since the last transaction seen, or everything. The server's newest
   * transaction is kept in both cases, so that the next reconnect can continue even when nothing happens until then. A large answer
   * is worked on in slices, and the cache stays as it was until the last one.
   * @throws ProtocolError
   */
  applyReply(reply: unknown, method: MonitorMethod = 'monitor_cond_since'): Changes | Promise<Changes> {
    if (method !== 'monitor_cond_since') {
      this.#resumed = false
      return inSlices(this.#inStep(null, this.#replaceAll(reply)))
    }
    if (!Array.isArray(reply)) throw new ProtocolError('monitor_cond_since was not answered with an array')
    const [found, transaction, updates] = reply as readonly unknown[]
    this.#resumed = found === true
    return inSlices(this.#inStep(idOf(transaction), this.#resumed ? this.#apply(updates) : this.#replaceAll(updates)))
  }

  /**
   * Takes the parameters of an `update`, `update2` or `update3`.
   * @throws ProtocolError
   */
  applyUpdate(params: readonly unknown[], method = 'update3'): Changes | Promise<Changes> {
    const [, second, third] = params
    if (method !== 'update3') return inSlices(this.#inStep(null, this.#apply(second)))
    return inSlices(this.#inStep(idOf(second), this.#apply(third)))
  }

  /** Moves on to a transaction. Should its changes fail half way, everything has to be asked for again. */
  *#inStep(transaction: string | null, apply: Steps<Changes>): Steps<Changes> {
    this.requests.seen(null)
    const changes = yield* apply
    this.requests.seen(transaction)
    return changes
  }

  /** Reads all rows before the first is changed: who looks at the cache meanwhile sees one state. */
  *#apply(updates: unknown): Steps<Changes> {
    const staged: [table: string, uuid: string, after: StoredRow | null][] = []
    for (const { cached, updates: rows } of batchesOf(this.#tables, updates)) {
      const { name } = cached.table
      const known = this.cache.stored(name)
      for (const [uuid, wire] of Object.entries(rows)) {
        yield
        const before = known.get(uuid) ?? null
        const after = readRowUpdate(cached, uuid, { before, wire })
        if (before !== null || after !== null) staged.push([name, uuid, after])
      }
    }
    return staged.map(([table, uuid, after]) => this.cache.set(table, uuid, after))
  }

  /** Makes the cache what a full answer says, and tells only what is different from before. */
  *#replaceAll(updates: unknown): Steps<Changes> {
    const loading = new Loading(this.cache, this.#tables)
    for (const batch of batchesOf(this.#tables, updates)) yield* loading.take(batch)
    return yield* loading.finish()
  }
}

const idOf = (transaction: unknown): string => {
  if (typeof transaction !== 'string') throw new ProtocolError('an update came without the id of its transaction')
  return transaction
}
