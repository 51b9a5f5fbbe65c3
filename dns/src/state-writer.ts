import type { Zone } from '@quantumnet/api'
import type { StateFolder } from './state.ts'

/** When the disk refuses a write, for example because it is full. */
const RETRY_MS = 5000

interface Catalog {
  readonly serial: number
  readonly zones: readonly string[]
}

/**
 * Writes what is served to disk, behind the answers. Of what changes while a write is under way only the last is kept, so a burst of changes
 * costs few writes and little memory.
 */
export class StateWriter {
  readonly #folder: StateFolder
  readonly #onError: (error: unknown) => void
  #zones = new Map<string, Zone>()
  #catalog: Catalog | undefined
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

  catalogChanged(serial: number, zones: readonly string[]): void {
    this.#catalog = { serial, zones }
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
    while (this.#zones.size > 0 || this.#catalog !== undefined) {
      const zones = this.#zones
      const catalog = this.#catalog
      this.#zones = new Map()
      this.#catalog = undefined
      try {
        await this.#write(zones, catalog)
      } catch (error) {
        this.#onError(error)
        this.#zones = new Map([...zones, ...this.#zones])
        this.#catalog ??= catalog
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

  async #write(zones: ReadonlyMap<string, Zone>, catalog: Catalog | undefined): Promise<void> {
    for (const zone of zones.values()) await this.#folder.putZone(zone)
    if (catalog === undefined) return
    await this.#folder.putCatalog(catalog.serial, catalog.zones)
    await this.#folder.keepOnly(new Set(catalog.zones))
  }
}
