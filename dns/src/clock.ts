/** Seconds since 1970 by the clock on the wall, which what is signed has to follow. */
export const wallSeconds = (): number =>
  // eslint-disable-next-line no-restricted-syntax -- the one place that reads the machine's clock
  Math.floor(Date.now() / 1000)

/** Milliseconds of a clock that goes forward, and is the same in all threads of the process. */
export const processMs = (): number => performance.timeOrigin + performance.now()
