/** What the API's schema of a field does not tell, and Terraform has to know. */
export interface Hint {
  /** for people; default: the API's own words */
  readonly text?: string
  /** a list whose order says nothing */
  readonly set?: true
  /** never changes once it is there */
  readonly steady?: true
  /** attributes beside it whose change may change what the API answers for it; whatever else changes, it stays */
  readonly follows?: readonly string[]
  /** left out, or null, it is filled in by the API from what it follows */
  readonly filled?: true
  /** in Terraform "none" stands where the API has null, because leaving it out means something else */
  readonly none?: true
  /** left out it stays as it is, whatever default the API has */
  readonly optionalComputed?: true
  /** the default of the provider's configuration takes its place */
  readonly fromProvider?: true
  readonly sensitive?: true
  readonly fields?: Hints
}
/** By the name of the field. */
export type Hints = Readonly<Record<string, Hint>>

/** The word for "no such thing", where leaving an attribute out means "the default one". */
export const NONE = 'none'
