import type { ErrorCode, FieldError, Referrer } from '@quantumnet/api'

interface Refusal {
  readonly code: ErrorCode
  readonly detail: string
  readonly errors?: readonly FieldError[]
  readonly referrers?: readonly Referrer[]
}

/** What the double answers in place of doing something. */
export class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.detail)
    this.refusal = refusal
  }
}
