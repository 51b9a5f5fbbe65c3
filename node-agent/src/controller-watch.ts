import { performance } from 'node:perf_hooks'
import type { UnreadableMatch } from '@quantumnet/api'
import { lookAgain } from './apply/controller.ts'
import type { ControllerConfig } from './config.ts'
import { Loop } from './loop.ts'
import { LogFollower } from './observe/log-follower.ts'
import { Unreadable } from './unreadable.ts'

/** How often the log is looked at. */
const POLL_MS = 1_000

export interface ControllerWatchOptions extends ControllerConfig {
  readonly onChange: (unreadable: readonly UnreadableMatch[]) => void
  readonly onError: (error: unknown, pauseMs: number) => void
}

/** Follows the log of ovn-controller, and tells which matches it cannot read. */
export class ControllerWatch {
  readonly #options: ControllerWatchOptions
  readonly #log: LogFollower
  readonly #unreadable = new Unreadable()
  readonly #loop: Loop
  #told = '[]'

  constructor(options: ControllerWatchOptions) {
    this.#options = options
    this.#log = new LogFollower(options.log)
    this.#loop = new Loop({
      pass: async (signal) => {
        await this.#pass(signal)
      },
      onError: options.onError,
      resyncMs: POLL_MS,
      restMs: 0,
    })
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#loop.run(signal)
  }

  async #pass(signal: AbortSignal): Promise<void> {
    this.#unreadable.heard(await this.#log.read(), performance.now())
    this.#tell()
    if (!this.#unreadable.asks(performance.now())) return
    await lookAgain(this.#options.runDir, signal)
    this.#unreadable.looked(await this.#log.read(), performance.now())
    this.#tell()
  }

  #tell(): void {
    const { list } = this.#unreadable
    const text = JSON.stringify(list)
    if (text === this.#told) return
    this.#told = text
    this.#options.onChange(list)
  }
}
