import {
  CanceledError,
  ClusterError,
  InternalServerError,
  IoError,
  NotSupportedError,
  QueueFullError,
  ResourcesExhaustedError,
  RowMissingError,
  TransactionError,
} from './errors.ts'
import type { OvsdbError } from './errors.ts'
import type { Operation, ResultsOf } from './operation.ts'
import type { Prepared } from './prepared.ts'
import { canceledBeforeSent, signalOf } from './transact-options.ts'
import type { TransactOptions } from './transact-options.ts'
import type { TableName, Tables } from './types.ts'
import type { Writer } from './writer.ts'

export interface GroupCommitOptions {
  /** operations that travel together at most; one transaction with more goes alone; 100 */
  readonly maxOperations: number
  /** groups under way at the same time; while they are, what comes is gathered; 2 */
  readonly maxInFlight: number
  /** transactions that may wait; beyond it `transact` throws QueueFullError; 10000 */
  readonly maxWaiting: number
}

interface Member {
  readonly prepared: Prepared
  readonly resolve: (results: readonly unknown[]) => void
  readonly reject: (error: Error) => void
}

const defaults: GroupCommitOptions = { maxOperations: 100, maxInFlight: 2, maxWaiting: 10_000 }

/** These say something of the server, not of one transaction: sending the halves of a group would meet the same. */
const ofTheServer = [
  CanceledError,
  ClusterError,
  InternalServerError,
  IoError,
  NotSupportedError,
  ResourcesExhaustedError,
]

const isOfAMember = (error: OvsdbError): boolean =>
  error instanceof RowMissingError ||
  (error instanceof TransactionError && !ofTheServer.some((type) => error instanceof type))

/**
 * Lets small transactions that are asked for at the same time travel in one: a server commits a hundred operations in little more
 * than the time of one. Each succeeds or fails by itself nevertheless: when a group is refused, the transaction at fault is taken
 * out of it, or looked for by halving, and the others are sent again. Transactions that wait for each other's results keep their
 * order; those under way at the same time have none.
 */
export class GroupCommit<T extends Tables> {
  readonly #writer: Writer<T>
  readonly #options: GroupCommitOptions
  readonly #waiting = new Set<Member>()
  #inFlight = 0
  #flushing: NodeJS.Immediate | null = null

  constructor(writer: Writer<T>, options: Partial<GroupCommitOptions> = {}) {
    this.#writer = writer
    this.#options = { ...defaults, ...options }
  }

  /**
   * Commits all operations, or none, like `Writer.transact`. The signal and the time limit hold until the group leaves.
   * @throws QueueFullError when too many wait; all that `Writer.transact` throws
   */
  async transact<const Ops extends readonly Operation<TableName<T>>[]>(
    operations: Ops,
    options: TransactOptions = {},
  ): Promise<ResultsOf<Ops>> {
    const prepared = this.#writer.prepare(operations)
    if (this.#waiting.size >= this.#options.maxWaiting) {
      throw new QueueFullError(`${String(this.#waiting.size)} transactions wait for a group already`)
    }
    const signal = signalOf(options)
    if (signal?.aborted === true) throw canceledBeforeSent(signal)
    const { promise, resolve, reject } = Promise.withResolvers<readonly unknown[]>()
    const member: Member = { prepared, resolve, reject }
    const onAbort = (): void => {
      if (signal !== null && this.#waiting.delete(member)) reject(canceledBeforeSent(signal))
    }
    signal?.addEventListener('abort', onAbort)
    this.#waiting.add(member)
    this.#flushSoon()
    try {
      return (await promise) as ResultsOf<Ops>
    } finally {
      signal?.removeEventListener('abort', onAbort)
    }
  }

  /** Only after the callers that an answer has woken had their turn: they come again at once, and shall travel together. */
  #flushSoon(): void {
    if (this.#inFlight >= this.#options.maxInFlight) return
    this.#flushing ??= setImmediate(() => {
      this.#flushing = null
      while (this.#waiting.size > 0 && this.#inFlight < this.#options.maxInFlight) void this.#flush()
    })
  }

  async #flush(): Promise<void> {
    const group = this.#nextGroup()
    this.#inFlight += 1
    await this.#commit(group)
    this.#inFlight -= 1
    if (this.#waiting.size > 0) this.#flushSoon()
  }

  #nextGroup(): readonly Member[] {
    const group: Member[] = []
    let operations = 0
    for (const member of this.#waiting) {
      operations += member.prepared.texts.length
      if (group.length > 0 && operations > this.#options.maxOperations) break
      group.push(member)
      this.#waiting.delete(member)
    }
    return group
  }

  /** Settles every member of a group. */
  async #commit(group: readonly Member[]): Promise<void> {
    try {
      const outcome = await this.#writer.commit(group.map(({ prepared }) => prepared))
      if (outcome.committed) {
        for (const [place, { resolve }] of group.entries()) resolve(outcome.results[place] ?? [])
      } else if (group.length === 1 || !isOfAMember(outcome.error)) {
        for (const { reject } of group) reject(outcome.error)
      } else {
        for (const part of partsWithout(group, outcome.member)) await this.#commit(part)
      }
    } catch (error) {
      for (const { reject } of group) reject(error as Error)
    }
  }
}

/** The group without the one at fault, and that one alone: it may have failed because of those before it. Else two halves. */
const partsWithout = <M>(group: readonly M[], fault: number | null): readonly (readonly M[])[] => {
  const half = Math.ceil(group.length / 2)
  if (fault === null) return [group.slice(0, half), group.slice(half)]
  return [group.filter((_, place) => place !== fault), group.slice(fault, fault + 1)]
}
