import type { CachedTable } from './cache.ts'
import { ProtocolError } from './errors.ts'
import { Fragment, partsOf, wholeOf } from './fragments.ts'
import type { Json } from './json.ts'

/** Some updates of rows of one table, by UUID. */
export interface Batch {
  readonly cached: CachedTable
  readonly updates: Json
  /** the bytes that they came as, when these are kept */
  readonly fragment: Fragment | null
}

/**
 * The updates of a message table by table, as they came: what came in pieces is parsed piece by piece.
 * @throws ProtocolError when they are no `<table-updates>`
 */
export function* batchesOf(tables: readonly CachedTable[], message: unknown): Generator<Batch> {
  const byTable = wholeOf(message)
  if (byTable === null) throw new ProtocolError('an update is not an object')
  for (const cached of tables) {
    const { name } = cached.table
    const parts = partsOf(byTable[name] ?? {})
    if (parts === null) throw new ProtocolError(`${name}: an update is not an object`)
    for (const part of parts) {
      if (part instanceof Fragment) yield { cached, updates: part.parse(), fragment: part }
      else yield { cached, updates: part, fragment: null }
    }
  }
}
