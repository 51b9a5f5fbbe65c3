import type { AuditRecord, Kind } from '@quantumnet/api'
import type { z } from 'zod'
import type { Queryable } from '../../db/pool.ts'
import { fieldError } from '../../errors.ts'
import { readAudit, type AuditFilter, type AuditRow } from './store.ts'

type RecordView = z.input<typeof AuditRecord>

const viewOf = (row: AuditRow): RecordView => ({
  seq: row.seq,
  at: row.at.toISOString(),
  project: row.project_id,
  resource: row.resource_id,
  // Written by us, from the same lists.
  action: row.action as RecordView['action'],
  kind: row.kind as Kind,
  token: row.token_id === null ? null : { id: row.token_id, name: row.token_name },
  request_id: row.request_id,
  before: row.before,
  after: row.after,
})

const readSeq = (cursor: string | undefined): number | undefined => {
  if (cursor === undefined) return undefined
  const seq = /^1\.(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1]
  if (seq !== undefined) return Number(seq)
  throw fieldError('invalid_request', {
    pointer: '?cursor',
    message: 'is not a cursor of this list',
    value: cursor,
    allowed: 'next_cursor of the page before, unchanged; leave it out for the first page',
  })
}

/** A page of audit records, newest first. @throws DomainError invalid_request for a cursor that is not ours */
export const readAuditPage = async (
  db: Queryable,
  filter: AuditFilter,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | undefined },
): Promise<{ items: RecordView[]; next_cursor: string | null }> => {
  const rows = await readAudit(db, filter, { before: readSeq(cursor), limit: limit + 1 })
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    items: rows.slice(0, limit).map(viewOf),
    next_cursor: last === undefined ? null : Buffer.from(`1.${String(last.seq)}`).toString('base64url'),
  }
}
