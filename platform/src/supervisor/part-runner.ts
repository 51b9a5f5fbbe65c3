import { setTimeout as pause } from 'node:timers/promises'
import { Child, describeExit, rotateLog } from '../process/child.ts'
import { untilReady, type Part } from './part.ts'

/** What the supervisor wants to know of a part's processes. */
export interface Observer {
  started(name: string, child: Child): void
  ended(name: string): void
  log(line: string): void
}

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000
/** A process that ran this long has recovered: the next crash is a new one. */
const STEADY_MS = 10_000

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Keeps one part running from start to stop: again after a crash, at growing intervals. */
export class PartRunner {
  readonly part: Part
  readonly #observer: Observer
  #child: Child | undefined
  #watching: Promise<void> = Promise.resolve()
  #stopped = new AbortController()

  constructor(part: Part, observer: Observer) {
    this.part = part
    this.#observer = observer
  }

  /** The process that runs, or the one that ran last. */
  get child(): Child | undefined {
    return this.#child
  }

  /** Resolves when the part is ready. @throws Error when its first start fails: that is not tried again */
  async start(): Promise<void> {
    this.#stopped = new AbortController()
    rotateLog(this.part.logFile)
    const launched = this.#launch()
    // From the first moment on, so that stop() also waits for a start that is under way.
    this.#watching = launched.then(
      async () => {
        await this.#watch()
      },
      () => undefined,
    )
    await launched
  }

  /** Resolves when the process has ended, and none follows it. */
  async stop(): Promise<void> {
    this.#stopped.abort()
    await this.#child?.stop()
    await this.#watching
    await this.part.cleanUp?.()
  }

  async #launch(): Promise<void> {
    const child = await this.#spawn()
    try {
      await untilReady(this.part, child)
    } catch (error) {
      await child.stop()
      throw error
    }
  }

  async #spawn(): Promise<Child> {
    await this.part.prepare?.()
    const child = await Child.start(this.part)
    this.#child = child
    this.#observer.started(this.part.name, child)
    void child.exited.then(() => {
      this.#observer.ended(this.part.name)
    })
    if (!this.#isStopped()) return child
    // stop() came before there was a process to stop.
    await child.stop()
    throw new Error(`${this.part.name} was stopped while it started`)
  }

  async #watch(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS
    for (;;) {
      const since = performance.now()
      const exit = await this.#child?.exited
      if (this.#isStopped() || exit === undefined) return
      if (performance.now() - since > STEADY_MS) pauseMs = FIRST_PAUSE_MS
      const how = `${this.part.name} ${describeExit(exit)}`
      this.#observer.log(`${how}; starting it again in ${String(pauseMs / 1000)} s`)
      await pause(pauseMs, undefined, { signal: this.#stopped.signal }).catch(() => undefined)
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      if (!(await this.#relaunch())) return
    }
  }

  /**
   * After a crash a part that runs but is not ready is left alone: what it needs may be away, and ending it again would not bring that back.
   * False when the part is no longer wanted.
   */
  async #relaunch(): Promise<boolean> {
    if (this.#isStopped()) return false
    try {
      await untilReady(this.part, await this.#spawn())
    } catch (error) {
      if (!this.#isStopped()) this.#observer.log(messageOf(error))
    }
    return !this.#isStopped()
  }

  #isStopped(): boolean {
    return this.#stopped.signal.aborted
  }
}
