import { pause, timeLimit } from '@quantumnet/api'

/** Until when an operation may go on, and what ends it before. */
export interface Deadline {
  /** aborts at the deadline, or on an interrupt */
  readonly signal: AbortSignal
  readonly timeoutMs: number
  remainingMs(): number
  /** whether Terraform was interrupted; false when only the time is over */
  interrupted(): boolean
  /** Waits, but not beyond the end of the operation. */
  readonly pause: (ms: number) => Promise<void>
}

/** Runs an operation under its deadline, which begins now. */
export const withDeadline = async <T>(
  { signal: stop, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
  run: (deadline: Deadline) => Promise<T>,
): Promise<T> => {
  const end = performance.now() + timeoutMs
  const limit = timeLimit(timeoutMs, stop, `not done within ${String(timeoutMs / 1000)} s`)
  try {
    return await run({
      signal: limit.signal,
      timeoutMs,
      remainingMs: () => Math.max(0, end - performance.now()),
      interrupted: () => stop.aborted,
      pause: async (ms) => {
        await pause(ms, limit.signal)
      },
    })
  } finally {
    limit.clear()
  }
}
