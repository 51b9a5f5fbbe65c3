import type { Status } from '@quantumnet/api'
import type { PartRow, ResourceRow, ShownRow } from './rows.ts'

type StatusColumns = Pick<
  ShownRow,
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

interface PartView {
  id: string
  description: string
  labels: Record<string, string>
  generation: number
  status: Status
  created_at: string
  updated_at: string
}

interface CommonView extends PartView {
  name: string
}

/** What the API shows of every part of a resource. */
export const partViewOf = (row: PartRow): PartView => shownOf(row)

/** What the API shows of every resource. */
export const commonViewOf = (row: ResourceRow): CommonView => ({ ...shownOf(row), name: row.name })

const shownOf = (row: ShownRow): PartView => ({
  id: row.id,
  description: row.description,
  labels: { ...row.labels },
  generation: row.generation,
  status: statusOf(row),
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
})
