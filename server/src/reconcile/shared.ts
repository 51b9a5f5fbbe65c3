/**
 * Work that many ask for at once: one run at a time, and one that begins when it ends for all who came meanwhile. So nobody gets an answer
 * that is older than the question.
 */
export class Shared<T> {
  readonly #work: () => Promise<T>
  #current: Promise<unknown> = Promise.resolve()
  #next: Promise<T> | undefined

  constructor(work: () => Promise<T>) {
    this.#work = work
  }

  async run(): Promise<T> {
    this.#next ??= this.#after(this.#current)
    return await this.#next
  }

  async #after(previous: Promise<unknown>): Promise<T> {
    await previous
    this.#next = undefined
    const running = this.#work()
    this.#current = running.catch(() => undefined)
    return await running
  }
}
