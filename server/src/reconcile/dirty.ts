import type { Queryable } from '../db/pool.ts'
import type { Key } from '../ovn/key.ts'
import { isResourceKind } from './roots.ts'

/** One row of `dirty`: that a root changed, never what. */
export interface DirtyRow {
  readonly seq: number
  readonly key: Key
}

/** How many rows are read at once: bounds memory after a long time without a leader. */
const PAGE = 2_000

/**
 * The oldest rows. They stay until what they name is done. Rows of kinds that this server does not know, written by a newer one, are taken
 * away: a newer leader begins with a sweep of everything.
 */
export const readDirty = async (db: Queryable): Promise<readonly DirtyRow[]> => {
  const rows = await db.query<{ seq: number; kind: string; id: string }>(
    'select seq, kind, id from dirty order by seq limit $1',
    [PAGE],
    'read-dirty',
  )
  const strange = rows.filter(({ kind }) => !isResourceKind(kind)).map(({ seq }) => seq)
  if (strange.length > 0) await db.query('delete from dirty where seq = any($1::bigint[])', [strange])
  return rows.flatMap(({ seq, kind, id }) => (isResourceKind(kind) ? [{ seq, key: { kind, id } }] : []))
}
