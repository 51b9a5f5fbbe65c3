import { CanceledError } from './errors.ts'

/** How long a transaction may take. */
export interface TransactOptions {
  /** gives the transaction up: before it is sent for certain, afterwards by asking the server to `cancel` it */
  readonly signal?: AbortSignal
  /** milliseconds after which it is given up in the same way; no limit by default */
  readonly timeoutMs?: number
}

/** The one signal of the options; null when there is no limit. */
export const signalOf = ({ signal, timeoutMs }: TransactOptions): AbortSignal | null => {
  if (timeoutMs === undefined) return signal ?? null
  const limit = AbortSignal.timeout(timeoutMs)
  return signal === undefined ? limit : AbortSignal.any([signal, limit])
}

const reasonOf = ({ reason }: AbortSignal): string => (reason instanceof Error ? reason.message : String(reason))

export const canceledBeforeSent = (signal: AbortSignal): CanceledError =>
  new CanceledError(
    { error: 'canceled', details: `before it was sent: ${reasonOf(signal)}`, operation: null, index: -1 },
    { cause: signal.reason },
  )
