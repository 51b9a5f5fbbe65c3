import type { Child } from '../process/child.ts'
import { allEnded } from '../process/time.ts'
import { PartRunner, type Observer } from './part-runner.ts'
import type { Part } from './part.ts'
import type { RunState } from './run-state.ts'

export interface SupervisorOptions {
  readonly state: RunState
  /** Told in one line each what a person should know: crashes and restarts. */
  readonly log: (line: string) => void
}

/** Runs named processes that need each other: starts each once what it needs is ready, and stops them in the reverse order. */
export class Supervisor {
  readonly #runners = new Map<string, PartRunner>()
  readonly #started = new Map<string, Promise<void>>()
  readonly #observer: Observer
  readonly #stopping = new AbortController()

  constructor({ state, log }: SupervisorOptions) {
    this.#observer = {
      started: (name, child) => {
        state.childStarted(name, child.identity)
      },
      ended: (name) => {
        state.childEnded(name)
      },
      log,
    }
  }

  /**
   * Adds a part and starts it; resolves when it is ready.
   * @throws Error when it does not become ready, when something that it needs is not there, or when the supervisor is stopping
   */
  async start(part: Part): Promise<void> {
    if (this.#started.has(part.name)) throw new Error(`there is a part "${part.name}" already`)
    const missing = (part.needs ?? []).find((name) => !this.#started.has(name))
    if (missing !== undefined) throw new Error(`"${part.name}" needs "${missing}", which was not started`)
    const runner = new PartRunner(part, this.#observer)
    this.#runners.set(part.name, runner)
    const started = this.#startAfterNeeds(runner)
    this.#started.set(part.name, started)
    try {
      await started
    } catch (error) {
      // Its name is free again, for another try.
      await this.remove(part.name)
      throw error
    }
  }

  /** Aborted once everything is being stopped: whoever waits for something that runs here had better not wait on. */
  get stopping(): AbortSignal {
    return this.#stopping.signal
  }

  /** The process of a part; undefined when it never ran. */
  child(name: string): Child | undefined {
    return this.#runner(name).child
  }

  /** Sends a signal to a part's process, for example to see whether it comes back. */
  signal(name: string, signal: NodeJS.Signals): void {
    this.#runner(name).child?.signal(signal)
  }

  /** Stops one part and keeps it down, whoever needs it. */
  async stop(name: string): Promise<void> {
    await this.#runner(name).stop()
  }

  /**
   * Starts a part again that was stopped, or a running one anew; resolves when it is ready.
   * @throws Error when it does not become ready, or when the supervisor is stopping
   */
  async restart(name: string): Promise<void> {
    const runner = this.#runner(name)
    await runner.stop()
    this.stopping.throwIfAborted()
    await runner.start()
  }

  /** Stops one part and forgets it. */
  async remove(name: string): Promise<void> {
    await this.#runner(name).stop()
    this.#runners.delete(name)
    this.#started.delete(name)
  }

  /** Stops everything, each part once nobody needs it any more. No part can be started after that. */
  async stopAll(): Promise<void> {
    this.#stopping.abort(new Error('everything is being stopped'))
    const stopped = new Map<string, Promise<void>>()
    const stop = async (name: string): Promise<void> => {
      const dependents = [...this.#runners.values()].filter(({ part }) => part.needs?.includes(name) === true)
      // One that cannot be cleaned away is told below, and keeps nothing else from being stopped.
      await Promise.allSettled(
        dependents.map(async ({ part }) => {
          await stopOnce(part.name)
        }),
      )
      await this.#runners.get(name)?.stop()
    }
    const stopOnce = async (name: string): Promise<void> => {
      const stopping = stopped.get(name) ?? stop(name)
      stopped.set(name, stopping)
      await stopping
    }
    await allEnded([...this.#runners.keys()].map(stopOnce))
  }

  async #startAfterNeeds(runner: PartRunner): Promise<void> {
    await Promise.all((runner.part.needs ?? []).map(async (name) => await this.#started.get(name)))
    this.stopping.throwIfAborted()
    await runner.start()
  }

  #runner(name: string): PartRunner {
    const runner = this.#runners.get(name)
    if (runner === undefined)
      throw new Error(`there is no part "${name}"; there are ${[...this.#runners.keys()].join(', ')}`)
    return runner
  }
}
