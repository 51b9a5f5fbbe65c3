import { ApiError } from './client.ts'
import { pause as wallPause } from './time.ts'
import { unsettledText, type Unsettled } from './unsettled.ts'

export interface SettleOptions {
  /** How far the newest generation has to come. */
  readonly until: 'applied' | 'realized' | 'gone'
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  /** Clock and pause, for tests that hold time still. */
  readonly now?: () => number
  readonly sleep?: (ms: number) => Promise<void>
}

/** What was waited for did not come in time; the message carries the conditions that say why. */
export class SettleTimeout extends Error {
  override readonly name = 'SettleTimeout'
}

const FIRST_PAUSE_MS = 15
const LONGEST_PAUSE_MS = 500

interface Settling extends Unsettled {
  readonly generation: number
}

const reached = ({ generation, status }: Settling, until: 'applied' | 'realized'): boolean =>
  (until === 'applied' ? status.applied_generation : status.realized_generation) >= generation

/**
 * Whether a resource comes no further, however long somebody waits, as its conditions say: this version of the server accepts it, and does not write
 * it to OVN or DNS; or it is applied, and the only hypervisor that may have it is none.
 */
export const comesNoFurther = (resource: Settling, until: 'applied' | 'realized'): boolean => {
  const isApplied = until === 'realized' && reached(resource, 'applied')
  return resource.status.conditions.some(
    ({ type, reason }) => type === 'Waiting' && (reason === 'NotProgrammed' || (isApplied && reason === 'NoSuchNode')),
  )
}

/**
 * Reads a resource until its newest generation is applied or realized, or until it is gone, or says that it comes no further; the one
 * way to wait, for provider, CLI and tests. Returns the last reading, or undefined when it is gone.
 * @throws SettleTimeout with the conditions, ApiError on any refusal but the 404 that was waited for
 */
export const settle = async <T extends Settling>(
  read: () => Promise<T>,
  options: SettleOptions,
): Promise<T | undefined> => {
  const now = options.now ?? ((): number => performance.now())
  const sleep =
    options.sleep ??
    (async (ms: number) => {
      await wallPause(ms, options.signal)
    })
  const deadline = now() + options.timeoutMs
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const reading = await readOrGone(read, options.until)
    if (reading === undefined) return undefined
    const { until } = options
    if (until !== 'gone' && (reached(reading, until) || comesNoFurther(reading, until))) return reading
    if (now() + pause > deadline) throw new SettleTimeout(unsettledText(reading, options.until, options.timeoutMs))
    options.signal?.throwIfAborted()
    await sleep(pause)
  }
}

const readOrGone = async <T>(read: () => Promise<T>, until: SettleOptions['until']): Promise<T | undefined> => {
  try {
    return await read()
  } catch (error) {
    if (until === 'gone' && error instanceof ApiError && error.code === 'not_found') return undefined
    throw error
  }
}
