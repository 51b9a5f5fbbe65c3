import { isNewer } from '../zone/serial.ts'
import type { Endpoint } from '../endpoint.ts'
import type { EdgeClient } from './edge-client.ts'
import type { TransferLog } from './transfer-log.ts'

export interface PropagationOptions {
  readonly edge: Endpoint
  readonly client: EdgeClient
  readonly transfers: TransferLog
  /** serial of a zone as it is served now; undefined: not served any more */
  readonly serialOf: (zone: string) => number | undefined
  /** the edge has this serial, which is newer than what we serve; or has let it expire and does not take it again */
  readonly onStuck: (zone: string, serial: number) => void
  /** the edge has this serial, or cannot be asked at the moment and fetches it when it can */
  readonly onSettled: (zone: string, serial: number) => void
  readonly onProblem: (zone: string, problem: string) => void
}

/** RFC 1996 §3.6 leaves the pace to us. An edge that was away fetches by itself when it is back, so a long pause costs nothing. */
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 10_000
/** How many zones are brought up to date at one edge at the same time. */
const ZONES_AT_ONCE = 32
/** How long an edge may take from NOTIFY to the new serial, while no transfer to it is running. */
const PATIENCE_MS = 1000
const FIRST_LOOK_MS = 2
const LONGEST_LOOK_MS = 100
const ANSWER_MS = 200
/** Attempts that have failed before an edge that answers for a zone with SERVFAIL is taken to have let it expire. Few: each is a new serial. */
const EXPIRED_AFTER: ReadonlySet<number> = new Set([1, 5])
/** A zone that has arrived is looked at again after this long, in case an older transfer was overtaken and came in last. */
const SECOND_LOOK_MS = 3000

/**
 * Brings one edge to the serials that we serve, and sees that it gets there. A change only says which zone to look at. Per zone one NOTIFY and
 * the transfer that it causes are under way, never two: an edge may apply an older transfer after a newer one, and would then keep it.
 */
export class Propagation {
  readonly #options: PropagationOptions
  /** Zones that are being brought up to date, with how many attempts have failed. */
  readonly #behind = new Map<string, number>()
  readonly #waiting = new Set<string>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #arrived = new Set<string>()
  #active = 0
  #troubled = false
  #closed = false

  constructor(options: PropagationOptions) {
    this.#options = options
  }

  close(): void {
    this.#closed = true
    for (const timer of this.#timers) clearTimeout(timer)
  }

  /** Something about this zone may have changed. One that is already being looked after sees the newest serial by itself. */
  changed(zone: string): void {
    if (this.#closed || this.#behind.has(zone)) return
    this.#behind.set(zone, 0)
    this.#enqueue(zone)
  }

  #enqueue(zone: string): void {
    this.#waiting.add(zone)
    this.#startMore()
  }

  #startMore(): void {
    for (const zone of this.#waiting) {
      if (this.#closed || this.#active >= ZONES_AT_ONCE) return
      this.#waiting.delete(zone)
      this.#active++
      void this.#attempt(zone).finally(() => {
        this.#active--
        this.#startMore()
      })
    }
  }

  async #attempt(zone: string): Promise<void> {
    const failures = this.#behind.get(zone) ?? 0
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures)
    const serial = this.#options.serialOf(zone)
    if (serial === undefined) {
      this.#behind.delete(zone)
      return
    }
    const outcome = await this.#options.client.notify(zone, this.#options.edge, Math.min(pauseMs, PATIENCE_MS))
    if (outcome === 'refused') {
      // It does not hold this zone, or not yet: one that is just being added fetches by itself. Else the second look finds it behind.
      this.#behind.delete(zone)
      this.#lookAgain(zone)
    } else if (outcome === 'taken' && (await this.#arrives(zone, serial))) {
      this.#succeed(zone, serial)
    } else {
      if (outcome === undefined) this.#options.onSettled(zone, serial)
      this.#fail(zone, failures, outcome === 'taken' ? 0 : pauseMs)
    }
  }

  #succeed(zone: string, serial: number): void {
    this.#troubled = false
    this.#options.onSettled(zone, serial)
    if (this.#options.serialOf(zone) === serial) {
      this.#behind.delete(zone)
      this.#lookAgain(zone)
      return
    }
    this.#behind.set(zone, 0)
    this.#enqueue(zone)
  }

  /** @param waitedMs how much of the pause went by while waiting for an answer */
  #fail(zone: string, failures: number, waitedMs: number): void {
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures)
    if (failures === 5)
      this.#report(zone, 'the edge does not answer NOTIFY, or does not fetch the zone; going on trying')
    this.#behind.set(zone, failures + 1)
    this.#after(pauseMs - Math.min(waitedMs, pauseMs), () => {
      this.#enqueue(zone)
    })
  }

  /** Whether the edge comes to have at least this serial. A transfer that is running may take as long as it needs. */
  async #arrives(zone: string, serial: number): Promise<boolean> {
    const { client, edge, transfers } = this.#options
    let idleMs = 0
    let isFailing = false
    for (let lookMs = FIRST_LOOK_MS; idleMs < PATIENCE_MS && !this.#closed; lookMs = nextLook(lookMs)) {
      await new Promise<void>((resolve) => {
        this.#after(lookMs, resolve)
      })
      const has = await client.serial(zone, edge, ANSWER_MS)
      if (typeof has === 'number' && isNewer(has, this.#options.serialOf(zone) ?? has)) this.#options.onStuck(zone, has)
      if (typeof has === 'number' && !isNewer(serial, has)) return true
      isFailing = has === 'failed'
      idleMs = transfers.isRunning(zone, edge.address) ? 0 : idleMs + lookMs
    }
    // CoreDNS asks for the serial, finds the one that it had when the zone expired, and leaves it at that (ADR 54).
    if (isFailing && EXPIRED_AFTER.has(this.#behind.get(zone) ?? 0)) this.#options.onStuck(zone, serial)
    return false
  }

  #lookAgain(zone: string): void {
    this.#arrived.add(zone)
    if (this.#arrived.size > 1) return
    this.#after(SECOND_LOOK_MS, () => {
      const zones = this.#arrived
      this.#arrived = new Set()
      void this.#compare(zones)
    })
  }

  async #compare(zones: ReadonlySet<string>): Promise<void> {
    for (const zone of zones) {
      const has = await this.#options.client.serial(zone, this.#options.edge, ANSWER_MS)
      const serial = this.#options.serialOf(zone)
      if (serial === undefined || this.#behind.has(zone)) continue
      // No answer: the edge is away, and fetches when it is back.
      if (typeof has === 'number' && !isNewer(serial, has)) {
        this.#options.onSettled(zone, has)
        continue
      }
      if (has === undefined) {
        this.#options.onSettled(zone, serial)
        continue
      }
      this.#report(zone, `the edge has serial ${String(has)} and not ${String(serial)}; telling it again`)
      this.changed(zone)
    }
  }

  /** Once until something succeeds: what is wrong with an edge is mostly wrong for a thousand zones. */
  #report(zone: string, problem: string): void {
    if (!this.#troubled) this.#options.onProblem(zone, problem)
    this.#troubled = true
  }

  #after(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      run()
    }, ms)
    this.#timers.add(timer)
  }
}

const nextLook = (ms: number): number => Math.min(LONGEST_LOOK_MS, 2 * ms)
