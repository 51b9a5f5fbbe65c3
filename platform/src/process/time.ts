import { setTimeout as pause } from 'node:timers/promises'

/** What the promise gives, or undefined when it takes longer than `ms`. */
export const atMost = async <T>(ms: number, promise: Promise<T>): Promise<T | undefined> => {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined)
  })
  try {
    return await Promise.race([promise, limit])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * What the promises give, or the error of the first that fails, but only once all the others have ended too: whoever cleans up after a
 * failure must not meet work that goes on. `onFailure` may hurry them.
 */
export const allEnded = async <T extends readonly unknown[] | []>(
  promises: T,
  onFailure?: () => Promise<void>,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> => {
  try {
    return await Promise.all(promises)
  } catch (error) {
    await onFailure?.()
    await Promise.allSettled(promises)
    throw error
  }
}

const FIRST_PAUSE_MS = 5
const LONGEST_PAUSE_MS = 200

export interface EventuallyOptions {
  /** Named in the error when it does not come true. */
  readonly what: string
  readonly timeoutMs: number
  /** Ends the wait with this error as soon as it is one, for example because a process has ended. */
  readonly failed?: () => Error | undefined
}

/**
 * Reads until the reading is something, at growing intervals from 5 to 200 ms.
 * @throws Error naming `what`, with the last error of `read` as its cause, when that takes longer than the limit
 */
export const eventually = async <T>(
  read: () => Promise<T | undefined> | T | undefined,
  { what, timeoutMs, failed }: EventuallyOptions,
): Promise<T> => {
  const deadline = performance.now() + timeoutMs
  let cause: unknown
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 1.5, LONGEST_PAUSE_MS)) {
    try {
      const reading = await read()
      if (reading !== undefined) return reading
      cause = undefined
    } catch (error) {
      cause = error
    }
    const failure = failed?.()
    if (failure !== undefined) throw failure
    if (performance.now() + wait > deadline) {
      const reason = cause instanceof Error ? `: ${cause.message}` : ''
      throw new Error(`${what}: not so after ${String(timeoutMs / 1000)} s${reason}`, { cause })
    }
    await pause(wait)
  }
}
