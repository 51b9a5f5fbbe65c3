import type { Status } from '@quantumnet/api'
import type { ResourceRow } from './rows.ts'

type StatusColumns = Pick<
  ResourceRow,
  'generation' | 'applied_generation' | 'realized_generation' | 'conditions' | 'deleting_at'
>

const stateOf = (row: StatusColumns): Status['state'] => {
  if (row.deleting_at !== null) return 'deleting'
  if (row.conditions.some(({ type }) => type.endsWith('Failed'))) return 'error'
  if (row.realized_generation >= row.generation) return 'realized'
  return row.applied_generation >= row.generation ? 'applied' : 'pending'
}

/** How far the newest generation has come. A condition whose type ends in "Failed" is an error; any other only explains a wait. */
export const statusOf = (row: StatusColumns): Status => ({
  state: stateOf(row),
  applied_generation: row.applied_generation,
  realized_generation: row.realized_generation,
  conditions: [...row.conditions],
})

interface CommonView {
  id: string
  name: string
  description: string
  labels: Record<string, string>
  generation: number
  status: Status
  created_at: string
  updated_at: string
}

/** What the API shows of every resource. */
export const commonViewOf = (row: ResourceRow): CommonView => ({
  id: row.id,
  name: row.name,
  description: row.description,
  labels: { ...row.labels },
  generation: row.generation,
  status: statusOf(row),
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
})
