import type { Queryable } from '../db/pool.ts'
import { isKind, keyText, type Key, type KeyText } from '../ovn/key.ts'

/** What PostgreSQL can say for it that OVN should lose something. */

const ids = (keys: readonly Key[]): readonly string[] => keys.map(({ id }) => id)

/** Of these keys, those that a command has marked as changed and nobody has reconciled since. */
export const knownToChange = async (db: Queryable, keys: readonly Key[]): Promise<ReadonlySet<KeyText>> => {
  if (keys.length === 0) return new Set()
  const rows = await db.query<{ kind: string; id: string }>(
    'select distinct kind, id from dirty where id = any($1::uuid[])',
    [ids(keys)],
  )
  return new Set(rows.flatMap(({ kind, id }) => (isKind(kind) ? [keyText({ kind, id })] : [])))
}

/** Ids of those resources that were deleted: the event stays when the row is gone. */
export const knownToBeDeleted = async (db: Queryable, keys: readonly Key[]): Promise<ReadonlySet<string>> => {
  if (keys.length === 0) return new Set()
  const rows = await db.query<{ id: string }>(
    `select distinct resource_id as id from event where action = 'deleted' and resource_id = any($1::uuid[])`,
    [ids(keys)],
  )
  return new Set(rows.map(({ id }) => id))
}
