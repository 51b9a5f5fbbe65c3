import type { Attributes } from './shape.ts'

export interface Schema<A extends Attributes = Attributes> {
  /** Grows when a stored state needs an upgrade to be read. */
  readonly version: number
  /** Markdown. */
  readonly description: string
  readonly attributes: A
}
