import type { Condition } from '@quantumnet/api'

/** The columns that every resource has. */
export interface ResourceRow {
  readonly id: string
  readonly name: string
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

type SetByTheDatabase =
  | 'generation'
  | 'applied_generation'
  | 'realized_generation'
  | 'conditions'
  | 'created_at'
  | 'updated_at'
  | 'deleting_at'

/** A row to be inserted; what the database sets by default may be left out. */
export type NewRow<Row extends ResourceRow> = Omit<Row, SetByTheDatabase> & Partial<Pick<Row, SetByTheDatabase>>
