import { Child, describeExit, logTail, rotateLog, type ChildSpec } from '../process/child.ts'
import { eventually } from '../process/time.ts'

/** A process that the supervisor keeps running. */
export interface Part extends ChildSpec {
  /** Parts that must be ready before it starts, and that stop after it. */
  readonly needs?: readonly string[]
  /** Done before each start, the ones after a crash included. */
  readonly prepare?: () => void | Promise<void>
  /** Done when it was stopped for good, however it ended. */
  readonly cleanUp?: () => void | Promise<void>
  /** Makes sure that it can be used, and says whether so: tried again and again after each start, so it must be idempotent. An error counts as
   * a no. Without it a part is ready once it runs. The signal is aborted when nobody waits any more: what it runs had better end then. */
  readonly ready?: (child: Child, signal: AbortSignal) => boolean | Promise<boolean>
  /** Default 20 000. */
  readonly readyTimeoutMs?: number
}

const READY_TIMEOUT_MS = 20_000

/** Waits until a part that was started is ready. @throws Error with the end of its log when it ends or takes too long */
export const untilReady = async (part: Part, child: Child): Promise<void> => {
  const { ready } = part
  if (ready === undefined) return
  const failure = (): Error | undefined =>
    child.exit && new Error(`${part.name} ${describeExit(child.exit)} at its start`)
  const over = new AbortController()
  const probing = eventually(async () => ((await ready(child, over.signal)) ? true : undefined), {
    what: `${part.name} is ready`,
    timeoutMs: part.readyTimeoutMs ?? READY_TIMEOUT_MS,
    failed: failure,
  })
  // Not only between two probes: a probe may wait for the very process that has ended.
  const died = child.exited.then(() => {
    throw failure() ?? new Error(`${part.name} ended`)
  })
  try {
    await Promise.race([probing, died])
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`${reason}\n${logTail(part.logFile)}`.trimEnd(), { cause: error })
  } finally {
    over.abort()
  }
}

/** Starts a part once, outside of any supervisor. @throws Error with the end of its log when it does not become ready */
export const startPart = async (part: Part): Promise<Child> => {
  await part.prepare?.()
  rotateLog(part.logFile)
  const child = await Child.start(part)
  try {
    await untilReady(part, child)
  } catch (error) {
    await child.stop()
    throw error
  }
  return child
}
