import {
  CanceledError,
  ConnectionLostError,
  NotConnectedError,
  OutcomeUnknownError,
  RequestCanceledError,
} from './errors.ts'
import type { Meter } from './metrics.ts'
import type { Operation, ResultsOf } from './operation.ts'
import type { Limits } from './options.ts'
import { join, prepare, prepareGuard } from './prepared.ts'
import type { Joined, Prepared } from './prepared.ts'
import type { Connection } from './rpc.ts'
import type { DatabaseSchema } from './schema.ts'
import { Slots } from './slots.ts'
import { readOutcome } from './transact.ts'
import type { Outcome } from './transact.ts'
import { canceledBeforeSent, signalOf } from './transact-options.ts'
import type { TransactOptions } from './transact-options.ts'
import type { TableName, Tables } from './types.ts'
import type { Writer } from './writer.ts'

/** Where transactions go at this moment. */
export interface Target {
  readonly connection: Connection
  /** whether a server that has canceled a transaction may still commit it: in a cluster it only stops to follow it */
  readonly clustered: boolean
}

/** How long a server may take to answer that it has canceled a transaction; after that its outcome is unknown. */
const cancelGraceMs = 1000

/** The transactions of one session: checked, bounded, sent, and their answers read. */
export class Transactions<T extends Tables> {
  readonly #schema: DatabaseSchema<T>
  readonly #slots: Slots
  readonly #meter: Meter
  #target: Target | null = null

  constructor(schema: DatabaseSchema<T>, limits: Limits, meter: Meter) {
    this.#meter = meter
    this.#schema = schema
    this.#slots = new Slots({ places: limits.inFlight, maxWaiting: limits.queued, maxBytes: limits.queuedBytes })
  }

  /** Sends to this server from now on; null: nowhere. */
  aim(target: Target | null): void {
    this.#target = target
  }

  get load(): { readonly inFlight: number; readonly queued: number; readonly queuedBytes: number } {
    return { inFlight: this.#slots.running, queued: this.#slots.waiting, queuedBytes: this.#slots.bytes }
  }

  /** @throws ValidationError, SchemaError when the guard doesn't fit the schema */
  writer(guard: readonly Operation<TableName<T>>[]): Writer<T> {
    const prepared = prepareGuard(this.#schema, guard)
    const commit = async (members: readonly Prepared[], options: TransactOptions = {}): Promise<Outcome> =>
      await this.#metered(join(prepared, members), signalOf(options))
    return {
      schema: this.#schema,
      prepare: (operations) => prepare(this.#schema, operations),
      commit,
      transact: async (operations, options) => {
        const outcome = await commit([prepare(this.#schema, operations)], options)
        if (!outcome.committed) throw outcome.error
        return (outcome.results[0] ?? []) as ResultsOf<typeof operations>
      },
    }
  }

  async #metered(joined: Joined, signal: AbortSignal | null): Promise<Outcome> {
    const { members, bytes, purposes } = joined
    const at = { members, operations: purposes.length, bytes, since: performance.now() }
    try {
      const outcome = await this.#commit(joined, signal)
      this.#meter.transaction(outcome.committed ? null : outcome.error, at)
      return outcome
    } catch (error) {
      this.#meter.transaction(error, at)
      throw error
    }
  }

  async #commit(joined: Joined, signal: AbortSignal | null): Promise<Outcome> {
    this.#liveTarget()
    if (signal?.aborted === true) throw canceledBeforeSent(signal)
    const reply = await this.#slots.run(joined.bytes, signal, async () => {
      const target = this.#liveTarget()
      await target.connection.drained()
      if (signal?.aborted === true) throw canceledBeforeSent(signal)
      return await this.#send(target, joined, signal)
    })
    return readOutcome(this.#schema, joined.purposes, joined.members, reply)
  }

  async #send(
    { connection, clustered }: Target,
    { text, purposes }: Joined,
    signal: AbortSignal | null,
  ): Promise<unknown> {
    const params = `[${JSON.stringify(this.#schema.name)}${text === '' ? '' : ','}${text}]`
    const what = `a transaction of ${String(purposes.length)} operations`
    try {
      const { answer, cancel } = connection.ask('transact', params)
      return await withCancel(answer, cancel, signal)
    } catch (error) {
      if (error instanceof RequestCanceledError && !clustered) throw canceledByServer(error)
      if (!(error instanceof ConnectionLostError || error instanceof RequestCanceledError)) throw error
      throw new OutcomeUnknownError(`the answer to ${what} was lost: ${error.message}`, { cause: error })
    }
  }

  #liveTarget(): Target {
    if (this.#target !== null) return this.#target
    throw new NotConnectedError(`no live connection to ${this.#schema.name}; nothing was sent`)
  }
}

const canceledByServer = (cause: RequestCanceledError): CanceledError =>
  new CanceledError({ error: 'canceled', details: 'nothing was committed', operation: null, index: -1 }, { cause })

/** Awaits an answer; when the signal comes first, cancels, and awaits what the server makes of it for a while longer. */
const withCancel = async (
  answer: Promise<unknown>,
  cancel: () => void,
  signal: AbortSignal | null,
): Promise<unknown> => {
  if (signal === null) return await answer
  const { promise: tooLate, reject } = Promise.withResolvers<never>()
  let timer: NodeJS.Timeout | undefined
  const onAbort = (): void => {
    cancel()
    timer = setTimeout(() => {
      reject(new ConnectionLostError(`not answered within ${String(cancelGraceMs)} ms of being canceled`))
    }, cancelGraceMs)
  }
  signal.addEventListener('abort', onAbort)
  try {
    return await Promise.race([answer, tooLate])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
    // After it was given up nobody else hears how it ended.
    answer.catch(() => undefined)
  }
}
