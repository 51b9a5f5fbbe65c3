import type { OperationView } from '@quantumnet/api'
import type { z } from 'zod'
import type { OperationRow } from './store.ts'

export const operationView = (row: OperationRow): z.input<typeof OperationView> => ({
  id: row.id,
  action: row.action,
  project: row.project_id,
  state: row.state,
  target: { kind: row.target_kind, id: row.target_id, name: row.target_name },
  progress: { done: row.done, total: row.total },
  waiting_for: row.waiting_for,
  error: row.error,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  ended_at: row.ended_at?.toISOString() ?? null,
})
