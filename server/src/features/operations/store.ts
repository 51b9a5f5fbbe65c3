import type { Kind, OperationView } from '@quantumnet/api'
import type { Queryable, Tx } from '../../db/pool.ts'
import { newId } from '../../random.ts'
import { readCursor, writeCursor } from '../../resource-kit/page.ts'
import type { OperationFacts } from './rules.ts'
import { waitingFor } from './rules.ts'

export interface OperationRow extends OperationFacts {
  readonly id: string
  readonly project_id: string | null
  readonly target_kind: Kind
  readonly target_id: string
  readonly waiting_for: string | null
  readonly error: string | null
  readonly created_at: Date
  readonly updated_at: Date
  readonly ended_at: Date | null
}

export interface NewOperation {
  readonly action: OperationView['action']
  readonly project: string | null
  readonly target: { readonly kind: Kind; readonly id: string; readonly name: string }
  readonly total: number
  /** id of the token that asked for it */
  readonly by: string
}

/** Begins an operation. */
export const insertOperation = async (tx: Tx, wanted: NewOperation): Promise<OperationRow> => {
  const { action, project, target, total, by } = wanted
  const waiting = waitingFor({ action, state: 'running', target_name: target.name, done: 0, total })
  const [row] = await tx.query<OperationRow>(
    `insert into operation (id, action, project_id, target_kind, target_id, target_name, total, waiting_for, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning *`,
    [newId(), action, project, target.kind, target.id, target.name, total, waiting, by],
  )
  if (row === undefined) throw new Error('insert into operation returned no row')
  return row
}

/** How far an operation has come; its end when the state is one. */
export const updateOperation = async (
  tx: Tx,
  operation: OperationRow,
  change: Partial<Pick<OperationRow, 'done' | 'total' | 'state'>>,
): Promise<OperationRow> => {
  const next = { ...operation, ...change }
  const [row] = await tx.query<OperationRow>(
    `update operation set done = $2, total = $3, state = $4, waiting_for = $5, updated_at = now(),
       ended_at = case when $4 = 'running' then null else now() end
     where id = $1 returning *`,
    [operation.id, next.done, next.total, next.state, waitingFor(next)],
  )
  return row ?? operation
}

export const findOperation = async (db: Queryable, id: string): Promise<OperationRow | undefined> => {
  const [row] = await db.query<OperationRow>('select * from operation where id = $1', [id], 'operation_find')
  return row
}

export const lockOperation = async (tx: Tx, id: string): Promise<OperationRow | undefined> => {
  const [row] = await tx.query<OperationRow>('select * from operation where id = $1 for update', [id])
  return row
}

/** Operations of a target that still run, the newest last. Locked in the order of their ids. */
export const lockRunningOperations = async (tx: Tx, target: string): Promise<OperationRow[]> =>
  await tx.query<OperationRow>(
    `select * from operation where target_id = $1 and state = 'running' order by id for update`,
    [target],
  )

/** The newest operation that did this to a target. */
export const findLastOperation = async (
  tx: Tx,
  target: string,
  action: OperationView['action'],
): Promise<OperationRow | undefined> => {
  const [row] = await tx.query<OperationRow>(
    'select * from operation where target_id = $1 and action = $2 order by created_at desc, id desc limit 1',
    [target, action],
  )
  return row
}

export interface OperationFilter {
  readonly visible: 'all' | readonly string[]
  readonly project?: string | undefined
  readonly kind?: string | undefined
  readonly resource?: string | undefined
  readonly state?: string | undefined
}

/** A page of operations, oldest first. */
export const listOperations = async (
  db: Queryable,
  filter: OperationFilter,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ readonly rows: OperationRow[]; readonly nextCursor: string | null }> => {
  const after = page.cursor === undefined ? undefined : readCursor(page.cursor)
  const rows = await db.query<OperationRow & { created_at_us: number }>(
    `select *, (extract(epoch from created_at) * 1000000)::bigint as created_at_us from operation
     where ($1::uuid[] is null or project_id = any($1)) and ($2::uuid is null or project_id = $2)
       and ($3::text is null or target_kind = $3) and ($4::uuid is null or target_id = $4)
       and ($5::text is null or state = $5)
       and ($6::bigint is null
         or (created_at, id) > (timestamptz 'epoch' + $6::bigint * interval '1 microsecond', $7::uuid))
     order by created_at, id limit $8`,
    [
      ...[filter.visible === 'all' ? undefined : filter.visible, filter.project, filter.kind],
      // What is undefined is sent as null, which filters nothing.
      ...[filter.resource, filter.state, after?.createdAtUs, after?.id, page.limit + 1],
    ],
  )
  const last = rows.length > page.limit ? rows[page.limit - 1] : undefined
  return {
    rows: rows.slice(0, page.limit),
    nextCursor: last === undefined ? null : writeCursor({ createdAtUs: last.created_at_us, id: last.id }),
  }
}
