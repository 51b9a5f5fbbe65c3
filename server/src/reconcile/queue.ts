import { keyText, kinds, type Key, type KeyText, type Kind } from '../ovn/key.ts'

/** A key that waits to be reconciled, and the rows of `dirty` that go when it is done. */
export interface Work {
  readonly key: Key
  readonly seqs: readonly number[]
}

interface Waiting {
  readonly key: Key
  readonly seqs: Set<number>
}

/** Keys by kind, so that those that others refer to are taken first without sorting all. */
class Lane {
  readonly #byKind = new Map<Kind, Map<KeyText, Waiting>>(kinds.map((kind) => [kind, new Map()]))

  add(key: Key): Waiting {
    const keys = this.#byKind.get(key.kind)
    const waiting = keys?.get(keyText(key)) ?? { key, seqs: new Set() }
    keys?.set(keyText(key), waiting)
    return waiting
  }

  has(key: Key): boolean {
    return this.#byKind.get(key.kind)?.has(keyText(key)) === true
  }

  delete(key: Key): void {
    this.#byKind.get(key.kind)?.delete(keyText(key))
  }

  take(limit: number): readonly Waiting[] {
    const taken: Waiting[] = []
    for (const keys of this.#byKind.values())
      for (const [text, waiting] of keys) {
        if (taken.length === limit) return taken
        taken.push(waiting)
        keys.delete(text)
      }
    return taken
  }

  clear(): void {
    for (const keys of this.#byKind.values()) keys.clear()
  }

  get size(): number {
    return [...this.#byKind.values()].reduce((sum, keys) => sum + keys.size, 0)
  }
}

const FIRST_RETRY_MS = 250
const LONGEST_RETRY_MS = 300_000

/**
 * Keys to be reconciled. A key is in it once however often it is added, so it is never longer than there are roots. What changed goes before
 * what a sweep found; a key that failed waits, longer each time, and delays nobody.
 */
export class KeyQueue {
  readonly #urgent = new Lane()
  readonly #swept = new Lane()
  readonly #delayed = new Map<KeyText, { readonly key: Key; readonly dueAtMs: number }>()
  readonly #failures = new Map<KeyText, number>()
  readonly #waiters = new Map<KeyText, Map<KeyText, Key>>()

  /** A key that changed. It is tried at once even when it waits for its next attempt. */
  add(key: Key, seq?: number): void {
    this.#swept.delete(key)
    this.#delayed.delete(keyText(key))
    const waiting = this.#urgent.add(key)
    if (seq !== undefined) waiting.seqs.add(seq)
  }

  /** A key that a sweep found to differ. */
  addSwept(key: Key): void {
    if (!this.#urgent.has(key) && !this.#delayed.has(keyText(key))) this.#swept.add(key)
  }

  /** A key that could not be done, for its own fault or because it waits for another. The pause doubles from failure to failure. */
  retry(key: Key, nowMs: number, waitsFor?: Key): void {
    const text = keyText(key)
    const failures = (this.#failures.get(text) ?? 0) + 1
    this.#failures.set(text, failures)
    const pauseMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1))
    if (!this.#urgent.has(key)) this.#delayed.set(text, { key, dueAtMs: nowMs + pauseMs })
    if (waitsFor === undefined) return
    const waiters = this.#waiters.get(keyText(waitsFor)) ?? new Map<KeyText, Key>()
    this.#waiters.set(keyText(waitsFor), waiters.set(text, key))
  }

  /** A key that was done: its next failure is its first again, and those that waited for it are tried at once. */
  done(key: Key): void {
    const text = keyText(key)
    this.#failures.delete(text)
    for (const waiter of this.#waiters.get(text)?.values() ?? []) this.add(waiter)
    this.#waiters.delete(text)
  }

  /** A key that there is no more: neither its failures nor that others wait for it is of any use. These have their next attempt anyway. */
  forget(key: Key): void {
    this.#failures.delete(keyText(key))
    this.#waiters.delete(keyText(key))
  }

  /** Takes at most `limit` keys that are due, what others refer to first. */
  take(limit: number, nowMs: number): readonly Work[] {
    for (const { key, dueAtMs } of [...this.#delayed.values()]) if (dueAtMs <= nowMs) this.add(key)
    const lane = this.#urgent.size > 0 ? this.#urgent : this.#swept
    return lane.take(limit).map(({ key, seqs }) => ({ key, seqs: [...seqs] }))
  }

  /** Puts work back that was interrupted. */
  putBack(work: readonly Work[]): void {
    for (const { key, seqs } of work) {
      this.add(key)
      for (const seq of seqs) this.add(key, seq)
    }
  }

  /** Forgets everything: somebody else leads. */
  clear(): void {
    for (const part of [this.#urgent, this.#swept, this.#delayed, this.#failures, this.#waiters]) part.clear()
  }

  /** How many keys changed and wait for their turn. */
  get urgent(): number {
    return this.#urgent.size
  }

  /** How many keys wait for their turn. */
  get size(): number {
    return this.#urgent.size + this.#swept.size
  }

  /** How many keys failed and will be tried again. */
  get failing(): number {
    return this.#failures.size
  }
}
