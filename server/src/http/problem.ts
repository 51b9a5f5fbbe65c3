import { errorCodes, type Problem } from '@quantumnet/api'
import type { DomainError } from '../errors.ts'

/** The document that tells of an error (RFC 9457). A title and a remedy come with the code, the rest with the error. Pure. */
export const problemOf = (error: DomainError, requestId: string): Problem => {
  const { status, title } = errorCodes[error.code]
  return {
    ...error.extensions,
    type: `urn:quantumnet:problem:${error.code}`,
    title,
    status,
    code: error.code,
    detail: error.message,
    remedy: error.remedy,
    ...(error.errors.length > 0 && { errors: [...error.errors] }),
    ...(error.referrers.length > 0 && { referrers: [...error.referrers] }),
    request_id: requestId,
  }
}
