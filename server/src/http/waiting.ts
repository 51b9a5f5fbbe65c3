import { comesNoFurther, type Status } from '@quantumnet/api'
import type { Waits } from '../events/waits.ts'
import type { Caller } from '../resource-kit/caller.ts'
import type { Reread } from './serve.ts'

/** `?wait=`: an answer that comes when the change has come as far as somebody wants. */

export type Until = 'applied' | 'realized' | 'gone'

export interface Waiting {
  readonly until: Until
  readonly timeoutMs: number
}

/** What a query asks to wait for. */
export const waitingOf = (query: unknown): Waiting | undefined => {
  const { wait: until, wait_timeout: seconds } = query as { wait?: Until; wait_timeout?: number }
  return until === undefined || seconds === undefined ? undefined : { until, timeoutMs: seconds * 1000 }
}

interface Progress {
  readonly generation: number
  readonly status: Status
}

/** A failure ends no wait: it is tried again, and the answer at the end has its condition. */
const hasReached = (document: object, until: Exclude<Until, 'gone'>): boolean => {
  const { generation, status } = document as Progress
  return (until === 'applied' ? status.applied_generation : status.realized_generation) >= generation
}

export interface WaitRequest extends Waiting {
  readonly caller: Caller
  readonly reread: Reread
  /** Whether it waits for the end of what was answered. */
  readonly isDeletion: boolean
  readonly signal: AbortSignal
}

/**
 * What was answered, as it is when the wait is over: as far as was asked, or as far as it has come in time; undefined when it is gone.
 * Costs a statement at its beginning and one for each event of the resource.
 */
export const waitFor = async (waits: Waits, answered: object, request: WaitRequest): Promise<object | undefined> => {
  const { caller, reread, until, isDeletion, signal } = request
  const deadline = performance.now() + request.timeoutMs
  const { id } = answered as { readonly id: string }
  const wait = waits.begin([id], signal, caller.projectId)
  if (wait === undefined) return answered
  try {
    for (;;) {
      const reading = await reread({ caller, id, answered, until })
      if (reading === undefined) return undefined
      const left = deadline - performance.now()
      const { document } = reading
      const done =
        !isDeletion && until !== 'gone' && (hasReached(document, until) || comesNoFurther(document as Progress, until))
      if (done || wait.ended || left <= 0) return document
      await wait.next(reading.watch, left)
    }
  } finally {
    wait.end()
  }
}
