/** Watches a connection for silence. Any byte is a sign of life, so a message that takes long to arrive never counts as silence. */
export class Inactivity {
  readonly #onSilence: (times: number) => void
  #timer: NodeJS.Timeout | null = null
  #afterPoll: NodeJS.Immediate | null = null
  #times = 0
  #isSuspended = false

  /** @param onSilence is told how many times in a row it was silent */
  constructor(onSilence: (times: number) => void) {
    this.#onSilence = onSilence
  }

  /** Calls back after this time without a byte, and again after each further such time. Replaces the time before. */
  watch(silenceMs: number): void {
    this.stop()
    this.#timer = setTimeout(() => {
      this.#expired()
    }, silenceMs)
  }

  noteBytes(): void {
    this.#dismiss()
    this.#timer?.refresh()
  }

  stop(): void {
    this.#dismiss()
    clearTimeout(this.#timer ?? undefined)
    this.#timer = null
  }

  /** Bytes are not read for a while: that there are none doesn't mean silence. */
  suspend(): void {
    this.#dismiss()
    this.#isSuspended = true
  }

  resume(): void {
    this.#isSuspended = false
    this.#timer?.refresh()
  }

  /** After a long blocked event loop timers come first and waiting bytes second, so those get their turn before the verdict. */
  #expired(): void {
    this.#afterPoll = setImmediate(() => {
      this.#afterPoll = null
      this.#timer?.refresh()
      if (this.#isSuspended) return
      this.#times += 1
      this.#onSilence(this.#times)
    })
  }

  #dismiss(): void {
    clearImmediate(this.#afterPoll ?? undefined)
    this.#afterPoll = null
    this.#times = 0
  }
}
