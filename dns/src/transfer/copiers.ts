import { isNewer } from '../zone/serial.ts'
import type { EdgeClient } from './edge-client.ts'

export interface CopiersOptions {
  readonly client: Pick<EdgeClient, 'notify'>
  /** where hypervisors' agents take NOTIFY for the edges of their VMs */
  readonly port: number
  /** serial of a zone as it is served now; undefined: not served any more */
  readonly serialOf: (zone: string) => number | undefined
}

/** What one address has of one zone. */
interface Copy {
  serial: number
  /** who waits for the next transfer */
  arrived: (() => void) | undefined
  bringing: boolean
}

const FIRST_PATIENCE_MS = 50
const MOST_ATTEMPTS = 6
/** From NOTIFY to the end of the transfer that it causes. */
const TRANSFER_MS = 1000
/** Far more than hypervisors have networks. Who is not remembered looks by himself every few seconds. */
const MOST_COPIES = 200_000

/**
 * Who has copied which zone, and that they are told of its changes: the edges of VMs are in nobody's configuration, and make themselves
 * known by their transfers. It is a courtesy, that names change at once; an edge that is not told finds out by its refresh.
 *
 * Per zone and address one NOTIFY and the transfers that it causes are under way, as with the other edges (propagation.ts).
 */
export class Copiers {
  readonly #options: CopiersOptions
  readonly #zones = new Map<string, Map<string, Copy>>()
  #count = 0
  #closed = false

  constructor(options: CopiersOptions) {
    this.#options = options
  }

  /** An address has fetched this serial of a zone. */
  fetched(zone: string, address: string, serial: number): void {
    const copies = this.#zones.get(zone) ?? new Map<string, Copy>()
    const copy = copies.get(address)
    if (copy !== undefined) {
      if (!isNewer(copy.serial, serial)) copy.serial = serial
      copy.arrived?.()
      return
    }
    if (this.#count >= MOST_COPIES) return
    this.#count++
    this.#zones.set(zone, copies.set(address, { serial, arrived: undefined, bringing: false }))
  }

  /** This zone is served in a new version, or not any more. */
  changed(zone: string): void {
    if (this.#options.serialOf(zone) === undefined) {
      for (const address of this.#zones.get(zone)?.keys() ?? []) this.#forget(zone, address)
      return
    }
    for (const [address, copy] of this.#zones.get(zone) ?? []) if (!copy.bringing) void this.#bring(zone, address, copy)
  }

  close(): void {
    this.#closed = true
    for (const copies of this.#zones.values()) for (const { arrived } of copies.values()) arrived?.()
  }

  async #bring(zone: string, address: string, copy: Copy): Promise<void> {
    copy.bringing = true
    for (let attempt = 0; attempt < MOST_ATTEMPTS && !this.#closed;) {
      const serial = this.#options.serialOf(zone)
      if (serial === undefined || !isNewer(serial, copy.serial)) {
        copy.bringing = false
        return
      }
      const patienceMs = FIRST_PATIENCE_MS * 2 ** attempt
      const outcome = await this.#options.client.notify(zone, { address, port: this.#options.port }, patienceMs)
      if (outcome === 'refused') break
      const arrived = outcome === 'taken' && (await this.#arrives(copy))
      attempt = arrived ? 0 : attempt + 1
    }
    // It has gone, or has no such network any more. When it is back it fetches, and is known again.
    this.#forget(zone, address)
  }

  async #arrives(copy: Copy): Promise<boolean> {
    const before = copy.serial
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, TRANSFER_MS)
      copy.arrived = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    copy.arrived = undefined
    return isNewer(copy.serial, before)
  }

  #forget(zone: string, address: string): void {
    const copies = this.#zones.get(zone)
    if (copies?.delete(address) === true) this.#count--
    if (copies?.size === 0) this.#zones.delete(zone)
  }
}
