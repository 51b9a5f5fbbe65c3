import type { Condition } from '@quantumnet/api'

/** The columns that every row has that the API shows by itself. Those of the status may come from a parent. */
export interface ShownRow {
  readonly id: string
  readonly description: string
  readonly labels: Readonly<Record<string, string>>
  readonly generation: number
  readonly applied_generation: number
  readonly realized_generation: number
  readonly conditions: readonly Condition[]
  readonly create_digest: Buffer
  readonly created_at: Date
  readonly updated_at: Date
  readonly deleting_at: Date | null
}

/** The columns that every resource has. */
export interface ResourceRow extends ShownRow {
  readonly name: string
}

/** What a part's row has beside its own columns: the status of its parent, and whose that is. */
export interface PartRow extends ShownRow {
  /** null: the parent belongs to the platform */
  readonly project_id: string | null
}

type SetByTheDatabase =
  | 'generation'
  | 'applied_generation'
  | 'realized_generation'
  | 'conditions'
  | 'created_at'
  | 'updated_at'
  | 'deleting_at'

/** A row to be inserted; what the database sets by default may be left out. */
export type NewRow<Row extends ShownRow> = Omit<Row, SetByTheDatabase> & Partial<Pick<Row, SetByTheDatabase>>
