import { CanceledError, FencedError, OutcomeUnknownError, RowMissingError, TransactionError } from './errors.ts'

/** How a transaction ended, for counting. */
export type TransactionOutcome = 'committed' | 'refused' | 'fenced' | 'canceled' | 'unknown' | 'failed'

/** What a session did, told one by one to the `observe` hook: what histograms are made of. */
export type Observation =
  | {
      readonly kind: 'transaction'
      readonly outcome: TransactionOutcome
      /** transactions that travelled in it: more than one in a group commit */
      readonly members: number
      readonly operations: number
      readonly bytes: number
      /** from being asked for until the answer, the wait for a place included */
      readonly milliseconds: number
    }
  | { readonly kind: 'update'; readonly rows: number }
  | { readonly kind: 'load'; readonly resumed: boolean; readonly milliseconds: number }
  | { readonly kind: 'lost' }
  | { readonly kind: 'unusable' }

export type Observe = (observation: Observation) => void

/** Counts since the session was made; all of them only grow. */
export interface Counters {
  readonly transactions: Readonly<Record<TransactionOutcome, number>>
  readonly operations: number
  readonly transactionBytes: number
  /** changes of rows that the server told, those of snapshots included */
  readonly updates: number
  readonly rowsChanged: number
  /** loads that continued where the replica was, and those of everything */
  readonly resumes: number
  readonly snapshots: number
  readonly connectionsLost: number
  /** attempts to connect that ended before a load */
  readonly serversUnusable: number
}

/** Counters, and what is there at this moment. */
export interface Metrics extends Counters {
  readonly live: boolean
  readonly inFlight: number
  readonly queued: number
  readonly queuedBytes: number
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

const outcomeOf = (error: unknown): TransactionOutcome => {
  if (error === null) return 'committed'
  if (error instanceof FencedError) return 'fenced'
  if (error instanceof CanceledError) return 'canceled'
  if (error instanceof OutcomeUnknownError) return 'unknown'
  return error instanceof TransactionError || error instanceof RowMissingError ? 'refused' : 'failed'
}

/** Counts what is observed, and hands it on. */
export class Meter {
  readonly #observe: Observe
  readonly #transactions: Record<TransactionOutcome, number> = {
    committed: 0,
    refused: 0,
    fenced: 0,
    canceled: 0,
    unknown: 0,
    failed: 0,
  }
  readonly #counters: Writable<Omit<Counters, 'transactions'>> = {
    operations: 0,
    transactionBytes: 0,
    updates: 0,
    rowsChanged: 0,
    resumes: 0,
    snapshots: 0,
    connectionsLost: 0,
    serversUnusable: 0,
  }

  constructor(observe: Observe) {
    this.#observe = observe
  }

  get counters(): Counters {
    return { ...this.#counters, transactions: { ...this.#transactions } }
  }

  /** @param error null when it was committed */
  transaction(
    error: unknown,
    { members, operations, bytes, since }: { members: number; operations: number; bytes: number; since: number },
  ): void {
    const outcome = outcomeOf(error)
    this.#transactions[outcome] += 1
    this.#counters.operations += operations
    this.#counters.transactionBytes += bytes
    const milliseconds = performance.now() - since
    this.#observe({ kind: 'transaction', outcome, members, operations, bytes, milliseconds })
  }

  update(rows: number): void {
    this.#counters.updates += 1
    this.#counters.rowsChanged += rows
    this.#observe({ kind: 'update', rows })
  }

  load(resumed: boolean, since: number): void {
    this.#counters[resumed ? 'resumes' : 'snapshots'] += 1
    this.#observe({ kind: 'load', resumed, milliseconds: performance.now() - since })
  }

  lost(): void {
    this.#counters.connectionsLost += 1
    this.#observe({ kind: 'lost' })
  }

  unusable(): void {
    this.#counters.serversUnusable += 1
    this.#observe({ kind: 'unusable' })
  }
}
