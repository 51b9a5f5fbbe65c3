/** How this process ends, and how it does not. */

/** Terraform may be killed without a chance to end its providers; then our parent is no longer the one that started us. */
const WATCH_PARENT_MS = 1_000

/** Calls `onOrphaned` once the process that started this one is gone. Does not keep the process alive by itself. */
export const watchParent = (onOrphaned: () => void): void => {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) onOrphaned()
  }, WATCH_PARENT_MS).unref()
}

/**
 * Ctrl-C reaches the whole process group. Ending here would lose what was just created: Terraform says StopProvider, waits for the answers,
 * and then ends us.
 */
export const ignoreInterrupts = (): void => {
  process.on('SIGINT', () => undefined)
}
