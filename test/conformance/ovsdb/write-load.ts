import { createHash } from 'node:crypto'
import {
  ClusterError,
  DuplicateUuidError,
  NotConnectedError,
  OutcomeUnknownError,
  parseUuid,
} from '@quantumnet/ovsdb-jsonrpc'
import type { Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { kinds } from './kinds.ts'
import type { KindsSession } from './kinds.ts'

/** The UUID of a row follows from what the row is for, so that whoever writes it again writes the same one. */
export const derivedUuid = (run: string, number: number): Uuid<'Pair'> => {
  const hex = createHash('sha1')
    .update(`${run}:${String(number)}`)
    .digest('hex')
  return parseUuid(hex.slice(0, 32).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-5$3-8$4-$5'))
}

/** What became of the transactions of a load. */
export interface LoadReport {
  /** committed, as the server said or as the row showed later */
  readonly acknowledged: readonly Uuid<'Pair'>[]
  /** answers that were lost: of these so many had been committed */
  readonly lostReplies: number
  readonly lostButCommitted: number
  /** longest time without a commit, in milliseconds */
  readonly longestGapMs: number
}

/**
 * Writers that each commit one transaction after the other: a row of its own, and one more on a common tally. A transaction
 * whose fate is unknown is sent again as it was; a duplicate UUID then says that it had been committed. Were one lost or
 * applied twice, the tally and the number of rows would differ.
 */
export class WriteLoad {
  readonly #session: KindsSession
  readonly #run: string
  readonly #tally: Uuid<'Pair'>
  readonly #acknowledged: Uuid<'Pair'>[] = []
  #number = 0
  #lostReplies = 0
  #lostButCommitted = 0
  #lastCommit = performance.now()
  #longestGapMs = 0
  #stopping = false
  #writers: Promise<unknown> = Promise.resolve()

  constructor(session: KindsSession, run: string) {
    this.#session = session
    this.#run = run
    this.#tally = derivedUuid(run, 0)
  }

  get tally(): Uuid<'Pair'> {
    return this.#tally
  }

  get committed(): number {
    return this.#acknowledged.length
  }

  async start(writers: number): Promise<void> {
    await this.#session.transact([kinds.insert('Pair', this.#tally, { left: `tally of ${this.#run}` })])
    this.#lastCommit = performance.now()
    this.#writers = Promise.all(
      Array.from({ length: writers }, async () => {
        await this.#write()
      }),
    )
  }

  /** Lets every writer bring its transaction to an end. */
  async stop(): Promise<LoadReport> {
    this.#stopping = true
    await this.#writers
    return {
      acknowledged: this.#acknowledged,
      lostReplies: this.#lostReplies,
      lostButCommitted: this.#lostButCommitted,
      longestGapMs: this.#longestGapMs,
    }
  }

  async #write(): Promise<void> {
    while (!this.#stopping) {
      this.#number += 1
      const number = this.#number
      const uuid = derivedUuid(this.#run, number)
      for (;;) {
        const outcome = await this.#attempt(uuid, number)
        // Also without a loss that we saw: a follower that lost its leader's answer sends the transaction again by itself.
        if (outcome === 'duplicate') this.#lostButCommitted += 1
        if (outcome === 'committed' || outcome === 'duplicate') break
        if (outcome === 'unknown') this.#lostReplies += 1
        await this.#session.ready()
      }
      this.#noteCommit(uuid)
    }
  }

  async #attempt(uuid: Uuid<'Pair'>, number: number): Promise<'committed' | 'duplicate' | 'unknown' | 'unsent'> {
    try {
      await this.#session.transact([
        kinds.insert('Pair', uuid, { left: this.#run, right: number }),
        kinds.mutate('Pair', this.#tally, [['right', '+=', 1]]),
      ])
      return 'committed'
    } catch (error) {
      if (error instanceof DuplicateUuidError) return 'duplicate'
      if (error instanceof NotConnectedError) return 'unsent'
      // A leader that lost its office while it committed says that the cluster failed: it may be either.
      if (error instanceof OutcomeUnknownError || error instanceof ClusterError) return 'unknown'
      throw error
    }
  }

  #noteCommit(uuid: Uuid<'Pair'>): void {
    const now = performance.now()
    this.#longestGapMs = Math.max(this.#longestGapMs, now - this.#lastCommit)
    this.#lastCommit = now
    this.#acknowledged.push(uuid)
  }
}
