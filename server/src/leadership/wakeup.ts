/** Lets a loop sleep until something happens. What happens while it works is not lost: the next `wait` returns at once. */
export class Wakeup {
  #woken = false
  #resolve: (() => void) | undefined

  wake(): void {
    this.#woken = true
    this.#resolve?.()
  }

  /** Until the next `wake`, at most `timeoutMs`. */
  async wait(timeoutMs: number): Promise<void> {
    if (!this.#woken)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs)
        this.#resolve = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    this.#resolve = undefined
    this.#woken = false
  }
}
