import { errorCodes, type ErrorCode, type FieldError, type Referrer } from '@quantumnet/api'

export interface ErrorDetails {
  readonly errors?: readonly FieldError[]
  readonly referrers?: readonly Referrer[]
  /** Further members of the problem document (RFC 9457 §3.2). */
  readonly extensions?: Readonly<Record<string, unknown>>
  /** What to do, where the remedy of the code does not fit. */
  readonly remedy?: string
  readonly cause?: unknown
}

/** What the caller did wrong or what is missing, by a code of the catalogue. The one error that becomes a problem document. */
export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly code: ErrorCode
  readonly errors: readonly FieldError[]
  readonly referrers: readonly Referrer[]
  readonly extensions: Readonly<Record<string, unknown>>
  readonly remedy: string

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.errors = details.errors ?? []
    this.referrers = details.referrers ?? []
    this.extensions = details.extensions ?? {}
    this.remedy = details.remedy ?? errorCodes[code].remedy
  }

  get status(): number {
    return errorCodes[this.code].status
  }
}

/** A refusal of one field: where it is, what was sent, what is allowed. */
export const fieldError = (code: ErrorCode, error: FieldError): DomainError =>
  new DomainError(code, `${error.pointer}: ${error.message}`, { errors: [error] })
