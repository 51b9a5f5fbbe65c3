import type { StateFolder, ZoneList } from './state.ts'
import type { Zone } from './zone/zone.ts'

/** When the disk refuses a write, for example because it is full. */
const RETRY_MS = 5000

/**
 * Writes what is served to disk, behind the answers. Of what changes while a write is under way only the last is kept, so a burst of changes
 * costs few writes and little memory.
 */
export class StateWriter {
  readonly #folder: StateFolder
  readonly #onError: (error: unknown) => void
  #zones = new Map<string, Zone>()
  #list: ZoneList | undefined
  #working: Promise<void> | undefined
  #retry: NodeJS.Timeout | undefined
  #closing = false

  constructor(folder: StateFolder, onError: (error: unknown) => void) {
    this.#folder = folder
    this.#onError = onError
  }

  zoneChanged(zone: Zone): void {
    this.#zones.set(zone.name, zone)
    this.#start()
  }

  listChanged(list: ZoneList): void {
    this.#list = list
    this.#start()
  }

  /** Writes what is left. Ends when everything is on disk, or the disk has refused: it is not asked again then. */
  async close(): Promise<void> {
    this.#closing = true
    // What is under way may fail, and this may be the first moment at which it would not.
    await this.#working
    clearTimeout(this.#retry)
    this.#start()
    await this.#working
  }

  #start(): void {
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined
    })
  }

  async #work(): Promise<void> {
    clearTimeout(this.#retry)
    while (this.#zones.size > 0 || this.#list !== undefined) {
      const zones = this.#zones
      const list = this.#list
      this.#zones = new Map()
      this.#list = undefined
      try {
        await this.#write(zones, list)
      } catch (error) {
        this.#onError(error)
        this.#zones = new Map([...zones, ...this.#zones])
        this.#list ??= list
        this.#retryLater()
        return
      }
    }
  }

  #retryLater(): void {
    // A timer would keep the process from ending for as long as the disk refuses.
    if (this.#closing) return
    this.#retry = setTimeout(() => {
      this.#start()
    }, RETRY_MS)
  }

  async #write(zones: ReadonlyMap<string, Zone>, list: ZoneList | undefined): Promise<void> {
    for (const zone of zones.values()) await this.#folder.putZone(zone)
    if (list === undefined) return
    await this.#folder.putList(list)
    // A zone that was made after the list was said is in the next one.
    await this.#folder.keepOnly(new Set([...list.zones, ...zones.keys()]))
  }
}
