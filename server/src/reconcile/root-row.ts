import type { Condition } from '@quantumnet/api'

/** What every reconcile root is loaded with: how far it has come, and whether it is to go. */
export interface RootStatus {
  readonly id: string
  readonly generation: number
  readonly appliedGeneration: number
  readonly realizedGeneration: number
  readonly conditions: readonly Condition[]
  /** a tombstone: it must vanish from OVN, and then its row goes */
  readonly deleting: boolean
}

/** A root that belongs to a project. */
export interface RootRow extends RootStatus {
  readonly projectId: string
}

/** Whether a command asked for a change that OVN does not show yet. */
export const isAsked = (row: RootStatus | undefined): boolean =>
  row !== undefined && (row.deleting || row.appliedGeneration < row.generation)
