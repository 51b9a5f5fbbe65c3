import type { ErrorCode } from './error-codes.ts'
import type { Route } from './route.ts'

const ANY: readonly ErrorCode[] = ['invalid_request', 'internal', 'unavailable']
const WITH_TOKEN: readonly ErrorCode[] = ['unauthenticated', 'forbidden']
const WITH_KEY: readonly ErrorCode[] = ['idempotency_mismatch']
const WITH_CHANGE: readonly ErrorCode[] = ['immutable_field']
const WITH_IF_MATCH: readonly ErrorCode[] = ['precondition_required', 'precondition_failed']

/** Every code that a route may answer with: its own, and those that no route can rule out. */
export const documentedErrors = (route: Route): readonly ErrorCode[] => [
  ...new Set([
    ...ANY,
    ...(route.access === 'public' ? [] : WITH_TOKEN),
    // Every write of a resource may carry an Idempotency-Key.
    ...('dry_run' in route.query.shape ? WITH_KEY : []),
    // What only a creation sets is named as that.
    ...(route.method === 'PATCH' ? WITH_CHANGE : []),
    ...(route.ifMatch === 'required' ? WITH_IF_MATCH : []),
    ...route.errors,
  ]),
]
