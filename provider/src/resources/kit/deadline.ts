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

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms)
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })
}

export const deadlineOf = (call: { readonly signal: AbortSignal; readonly timeoutMs: number }): Deadline => {
  const end = performance.now() + call.timeoutMs
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(call.timeoutMs)])
  return {
    signal,
    timeoutMs: call.timeoutMs,
    remainingMs: () => Math.max(0, end - performance.now()),
    interrupted: () => call.signal.aborted,
    pause: async (ms) => {
      await pause(ms, signal)
    },
  }
}
