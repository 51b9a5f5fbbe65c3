import { ApiError } from '@quantumnet/api'
import type { Changes, Freeing } from './conflicts.ts'
import type { Deadline } from './deadline.ts'

/**
 * How long a refusal because of the same referrers is borne. Terraform removes a referrer's reference at the same time as what it refers
 * to, so "in use" often heals by itself; a referrer that nobody is removing should be named soon, not at the timeout.
 */
const PATIENCE_MS = 15_000
const PAUSE_MS = 250

/** Who refers to what was to be deleted; undefined: it is refused for another reason, or not refused. */
const referrersOf = (error: unknown): string | undefined =>
  error instanceof ApiError && error.code === 'in_use'
    ? (error.problem.referrers ?? [])
        .map(({ id }) => id)
        .sort()
        .join(' ')
    : undefined

const isGone = (error: unknown): boolean =>
  error instanceof ApiError && (error.code === 'not_found' || error.code === 'being_deleted')

interface RemovalOptions {
  readonly now?: () => number
  /** what else this run does: referrers are not stuck as long as something may take them away */
  readonly others?: Changes
  /** this deletion among the others, which frees nothing while it is refused */
  readonly change?: Freeing
}

const isOver = (deadline: Deadline): boolean => deadline.remainingMs() < PAUSE_MS || deadline.interrupted()

/** Tells whether nothing has changed for too long, refusal by refusal. */
const patience = ({ now = () => performance.now(), others }: RemovalOptions): ((referrers: string) => boolean) => {
  let waiting = { referrers: '', sinceMs: 0 }
  return (referrers) => {
    if (waiting.referrers !== referrers) waiting = { referrers, sinceMs: now() }
    return now() - Math.max(waiting.sinceMs, others?.activeMs() ?? 0) > PATIENCE_MS
  }
}

/**
 * Asks to delete, again and again while that is refused because of referrers and those change, or something of this run may still change them.
 * @throws ApiError when it is refused for another reason, or when the referrers named in it stay
 */
export const requestRemoval = async (
  request: () => Promise<unknown>,
  deadline: Deadline,
  options: RemovalOptions = {},
): Promise<void> => {
  const isStuck = patience(options)
  for (;;) {
    try {
      await request()
      options.change?.resumed()
      return
    } catch (error) {
      if (isGone(error)) return
      const referrers = referrersOf(error)
      if (referrers === undefined) throw error
      options.change?.refused()
      if (isStuck(referrers) || isOver(deadline)) throw error
      await deadline.pause(PAUSE_MS)
    }
  }
}
