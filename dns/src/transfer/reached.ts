import { isNewer } from '../zone/serial.ts'
import type { ZoneSerial } from '../zone/served-zones.ts'

/** What the server is told. */
export interface Report {
  /** the serials that the edges have */
  readonly zones: readonly ZoneSerial[]
  /** zones that need a greater serial than this one, or an edge does not take them */
  readonly stuck: readonly ZoneSerial[]
}

export interface ReachedOptions {
  /** serial of a zone as it is served now; undefined: not served */
  readonly serialOf: (zone: string) => number | undefined
  /** how many edges follow a zone */
  readonly edgesOf: (zone: string) => number
  /** Tells the server. @throws when it was not told */
  readonly tell: (report: Report) => Promise<void>
  readonly onProblem: (error: unknown) => void
}

/** As many as one report may have. */
const MOST_AT_ONCE = 1000
/** Between two reports: names are seen whether the server knows it or not, and a report costs it a transaction. */
const GATHER_MS = 50
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000

/**
 * Tells the server which serials the edges have, so that it knows when names are seen. An edge that does not answer holds nobody up: it fetches
 * everything when it is back. A zone that no edge follows has arrived when it is served.
 */
export class Reached {
  readonly #options: ReachedOptions
  /** Per zone and edge the serial that it has, or had to be given up at. */
  readonly #settled = new Map<string, Map<string, number>>()
  readonly #pending = new Set<string>()
  readonly #stuck = new Map<string, number>()
  #telling = false
  #failures = 0
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: ReachedOptions) {
    this.#options = options
  }

  /** A zone is served in a new version. */
  served(zone: string): void {
    this.#look(zone)
  }

  /** An edge has this serial of a zone, or cannot be asked. */
  settled(zone: string, edge: string, serial: number): void {
    const edges = this.#settled.get(zone)
    if (edges === undefined) this.#settled.set(zone, new Map([[edge, serial]]))
    else edges.set(edge, serial)
    this.#look(zone)
  }

  /** An edge does not take this zone at a serial that is not greater than this one. */
  stuck(zone: string, serial: number): void {
    this.#stuck.set(zone, serial)
    this.#start()
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  #look(zone: string): void {
    const serial = this.#options.serialOf(zone)
    if (serial === undefined) {
      this.#settled.delete(zone)
      return
    }
    const edges = [...(this.#settled.get(zone)?.values() ?? [])].filter((has) => !isNewer(serial, has))
    if (edges.length < this.#options.edgesOf(zone)) return
    this.#pending.add(zone)
    this.#start()
  }

  #start(): void {
    if (this.#timer === undefined && !this.#telling) void this.#tell()
  }

  async #tell(): Promise<void> {
    this.#telling = true
    this.#timer = undefined
    // What comes in the same turn is told together.
    await Promise.resolve()
    while (this.#pending.size + this.#stuck.size > 0 && !this.#closed) {
      const names = [...this.#pending].slice(0, MOST_AT_ONCE)
      const stuck = [...this.#stuck].slice(0, MOST_AT_ONCE)
      for (const name of names) this.#pending.delete(name)
      for (const [name] of stuck) this.#stuck.delete(name)
      try {
        const zones = names.flatMap((name) => this.#now(name))
        await this.#options.tell({ zones, stuck: stuck.map(([name, serial]) => ({ name, serial })) })
        this.#failures = 0
      } catch (error) {
        for (const name of names) this.#pending.add(name)
        for (const [name, serial] of stuck) this.#stuck.set(name, this.#stuck.get(name) ?? serial)
        this.#retryLater(error)
        break
      }
      await this.#gather()
    }
    this.#telling = false
  }

  async #gather(): Promise<void> {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, GATHER_MS).unref()
    })
  }

  #now(name: string): ZoneSerial[] {
    const serial = this.#options.serialOf(name)
    return serial === undefined ? [] : [{ name, serial }]
  }

  #retryLater(error: unknown): void {
    if (this.#closed) return
    if (this.#failures === 0) this.#options.onProblem(error)
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures)
    this.#failures++
    this.#timer = setTimeout(() => void this.#tell(), pauseMs)
    this.#timer.unref()
  }
}
