import { ApiError } from '@quantumnet/api'
import type { Deadline } from './deadline.ts'

/**
 * How long a refusal because of the same referrers is borne. Terraform removes a referrer's reference at the same time as what it refers
 * to, so "in use" often heals by itself; a referrer that nobody is removing should be named soon, not at the timeout.
 */
const PATIENCE_MS = 15_000
const PAUSE_MS = 250

const referrersOf = (error: ApiError): string =>
  (error.problem.referrers ?? [])
    .map(({ id }) => id)
    .sort()
    .join(' ')

/**
 * Asks to delete, again and again while that is refused because of referrers and those change.
 * @throws ApiError when it is refused for another reason, or when the referrers named in it stay
 */
export const requestRemoval = async (
  request: () => Promise<unknown>,
  deadline: Deadline,
  now: () => number = () => performance.now(),
): Promise<void> => {
  let waiting = { referrers: '', sinceMs: 0 }
  for (;;) {
    try {
      await request()
      return
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.code === 'not_found' || error.code === 'being_deleted') return
      if (error.code !== 'in_use') throw error
      const referrers = referrersOf(error)
      if (waiting.referrers !== referrers) waiting = { referrers, sinceMs: now() }
      const stuck = now() - waiting.sinceMs > PATIENCE_MS
      if (stuck || deadline.remainingMs() < PAUSE_MS || deadline.interrupted()) throw error
      await deadline.pause(PAUSE_MS)
    }
  }
}
