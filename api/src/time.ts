/**
 * Waiting with an end. Timers and listeners are our own, and are cleared: `AbortSignal.timeout` combined by `AbortSignal.any` is lost to
 * garbage collection in Node 20, and then never fires.
 */

/** Waits for `ms` milliseconds, or until the signal aborts. Never throws: the caller looks at the signal. */
export const pause = async (ms: number, signal?: AbortSignal): Promise<void> => {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms)
    function done(): void {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    signal?.addEventListener('abort', done)
    if (signal?.aborted === true) done()
  })
}

/** A limit of time that runs. */
export interface TimeLimit {
  /** aborts when the time is over, or when the signal that the limit was made with does */
  readonly signal: AbortSignal
  /** The whole time begins anew. */
  restart(): void
  /** Has to be called at the end of what is limited: stops the timer, and lets go of the outer signal. */
  clear(): void
}

/**
 * Starts a limit of `ms` milliseconds.
 * @param outer ends what is limited before, with its own reason
 * @param what the message of the error that the signal aborts with when the time is over
 */
export const timeLimit = (ms: number, outer: AbortSignal | undefined, what: string): TimeLimit => {
  const controller = new AbortController()
  const onTime = (): void => {
    controller.abort(new Error(what))
  }
  const onOuter = (): void => {
    clearTimeout(timer)
    controller.abort(outer?.reason)
  }
  let timer = setTimeout(onTime, ms)
  outer?.addEventListener('abort', onOuter, { once: true })
  if (outer?.aborted === true) onOuter()
  return {
    signal: controller.signal,
    restart: () => {
      clearTimeout(timer)
      if (!controller.signal.aborted) timer = setTimeout(onTime, ms)
    },
    clear: () => {
      clearTimeout(timer)
      outer?.removeEventListener('abort', onOuter)
    },
  }
}

/** The promise, or a rejection with the signal's reason, whichever comes first: for work that may not look at the signal. */
export const unlessAborted = async <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  await new Promise<T>((resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason as Error)
    }
    const release = (): void => {
      signal.removeEventListener('abort', onAbort)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(release)
    if (signal.aborted) onAbort()
  })
