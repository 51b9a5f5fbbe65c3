import type { Logger } from 'pino'
import type { Notifier } from '../db/notify.ts'
import type { Leadership } from '../leadership/leadership.ts'
import { Wakeup } from '../leadership/wakeup.ts'
import type { Key, KeyText } from '../ovn/key.ts'
import type { HealthChange } from '../ovn/health.ts'
import { portIdOf } from '../ovn/names.ts'
import type { PortUp } from '../ovn/northbound.ts'
import { Interrupted } from './apply.ts'
import { forgetChassis } from './decommission.ts'
import { Worker, type WorkerOptions } from './worker.ts'

export interface DriverOptions extends WorkerOptions {
  readonly notify: Notifier
  readonly leadership: Leadership
}

/** Wake-ups and changes of the replica come by themselves; this is for those that were lost, and for retries. */
const POLL_MS = 1_000
const SWEEP_EVERY_MS = 180_000

interface Job {
  readonly run: () => Promise<void>
  readonly cancel: () => void
}

/** The only loop that writes to OVN. It runs in every server, and has a worker while this one leads. */
export class Driver {
  readonly #options: DriverOptions
  readonly #log: Logger
  readonly #wakeup = new Wakeup()
  readonly #running: Promise<void>
  readonly #unsubscribe: () => void
  readonly #jobs: Job[] = []
  #worker: Worker | undefined
  #nextSweepMs = 0
  #nextLookMs = 0
  #failure: string | undefined
  #stopped = false

  constructor(options: DriverOptions) {
    this.#options = options
    this.#log = options.log
    this.#unsubscribe = this.#subscribe()
    this.#running = this.#run()
  }

  /** The work of this leader; undefined while another server leads, or nobody can. */
  get worker(): Worker | undefined {
    return this.#worker
  }

  /** Why the last turn did not come to its end. */
  get failure(): string | undefined {
    return this.#failure
  }

  /** Whether the worker may write now: it leads, and its replica is complete. */
  readonly mayWrite = (): boolean => {
    const { leadership, northbound } = this.#options
    const { role } = leadership
    return !this.#stopped && northbound.live && role.role === 'leader' && role.claim.epoch === this.#worker?.claim.epoch
  }

  /** Runs `job` between two turns, so that nothing is written meanwhile but by itself. @throws what it throws; Interrupted at the end */
  async exclusively<T>(job: () => Promise<T>): Promise<T> {
    return await new Promise<T>((resolve, reject) => {
      const cancel = (): void => {
        reject(new Interrupted(false, 'the server is stopping'))
      }
      if (this.#stopped) {
        cancel()
        return
      }
      const run = async (): Promise<void> => {
        await job().then(resolve, reject)
      }
      this.#jobs.push({ run, cancel })
      this.#wakeup.wake()
    })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#unsubscribe()
    this.#wakeup.wake()
    await this.#running
    for (const { cancel } of this.#jobs.splice(0)) cancel()
  }

  #subscribe(): () => void {
    const { notify, northbound, southbound, leadership } = this.#options
    const wake = (): void => {
      this.#wakeup.wake()
    }
    const touched = (keys: ReadonlyMap<KeyText, Key>): void => {
      this.#worker?.touch(keys)
      wake()
    }
    const up = (ports: readonly PortUp[]): void => {
      this.#worker?.noteUps(ports)
      wake()
    }
    const live = (): void => {
      this.#nextSweepMs = 0
      wake()
    }
    // A port's flows may be there before it is known where: once it is, its port is looked at again.
    const moved = (logicalPorts: readonly string[]): void => {
      this.#worker?.noteUps(northbound.portsNamed(logicalPorts))
      wake()
    }
    const probed = (changes: readonly HealthChange[]): void => {
      this.#worker?.noteProbes(changes.flatMap(({ probed: { logicalPort } }) => portIdOf(logicalPort) ?? []))
      wake()
    }
    northbound.on('touched', touched).on('up', up).on('live', live)
    southbound?.on('progress', wake).on('moved', moved).on('health', probed).on('live', wake)
    leadership.on('change', wake)
    const unwake = notify.onWake(wake)
    return () => {
      unwake()
      leadership.off('change', wake)
      northbound.off('touched', touched).off('up', up).off('live', live)
      southbound?.off('progress', wake).off('moved', moved).off('health', probed).off('live', wake)
    }
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#appoint()
      for (const { run } of this.#jobs.splice(0)) await run()
      await this.#turn()
      await this.#wakeup.wait(POLL_MS)
    }
  }

  /** A new claim begins with a new worker, and its first sweep; a lost one ends it. */
  #appoint(): void {
    const { role } = this.#options.leadership
    if (role.role !== 'leader') {
      this.#worker = undefined
    } else if (role.claim.epoch !== this.#worker?.claim.epoch) {
      this.#worker = new Worker(this.#options, role.claim)
      this.#nextSweepMs = 0
    }
  }

  async #turn(): Promise<void> {
    const worker = this.#worker
    if (worker === undefined || !this.mayWrite()) return
    // Who asks for something waits for one batch, not for all.
    const goOn = (): boolean => this.mayWrite() && this.#jobs.length === 0
    try {
      if (!worker.swept) await this.#sweep(worker)
      await worker.drain(goOn)
      if (goOn() && (this.#options.clock().getTime() >= this.#nextSweepMs || worker.takeStrayed())) {
        await this.#sweep(worker)
        await worker.drain(goOn)
      }
      await this.#forgetChassis()
      this.#failure = undefined
    } catch (error) {
      this.#onFailure(error)
    }
  }

  /** Asked for by people, and seldom: with the poll is soon enough. */
  async #forgetChassis(): Promise<void> {
    const { southbound, notify, clock } = this.#options
    const nowMs = clock().getTime()
    if (southbound?.live !== true || nowMs < this.#nextLookMs) return
    this.#nextLookMs = nowMs + POLL_MS
    if (await forgetChassis(this.#options, southbound)) notify.changed()
  }

  /** The next one is due at once when this one fails. */
  async #sweep(worker: Worker): Promise<void> {
    this.#nextSweepMs = 0
    await worker.sweep()
    this.#nextSweepMs = this.#options.clock().getTime() + SWEEP_EVERY_MS
  }

  #onFailure(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error)
    if (message !== this.#failure) this.#log.warn({ err: error }, 'reconciling was interrupted; the next turn goes on')
    this.#failure = message
    if (error instanceof Interrupted && error.fenced) this.#options.leadership.doubt()
  }
}
