import { setTimeout as sleep } from 'node:timers/promises'
import type { DesiredExternalAddress } from '@quantumnet/api'
import type { ExternalWire, Patience } from '../apply/external.ts'
import { holds, isExpected, movesBetween, type Translation } from './moves.ts'

/** OVN takes milliseconds; where it takes this long it has not heard, or another chassis answers. */
const PATIENCE_MS = 60_000
/** Open vSwitch goes on by a flow that it has cached for up to half a second after the flow has changed. */
const FLUSH_AFTER_MS = [0, 100, 600]
/** Soon again: while the other hypervisor still answers, each of its answers tells the network that the address is there. */
const ANNOUNCE_SOON_AFTER_MS = [5, 10, 20, 40]
/** And later, since nobody confirms it. */
const ANNOUNCE_AGAIN_AFTER_MS = [325, 600]
/** So often it is asked whether what is waited for is still meant. */
const SLICE_MS = 1_000
/** OVN has mostly done it by then, and announcements have gone out. */
const SETTLING_MS = 200

export interface MoverOptions {
  readonly wire: ExternalWire
  readonly onMove: (what: string, which: object) => void
  readonly onError: (error: unknown) => void
}

type Addresses = readonly DesiredExternalAddress[] | undefined

/**
 * Finishes what OVN leaves undone when an address outside moves: what is tracked by the translation that was is forgotten where it is tracked, and the
 * network is told at once where the address is. Only of addresses that the server names, and only when OVN's flows are there.
 */
export class Mover {
  readonly #options: MoverOptions
  readonly #unannounced = new Set<Promise<boolean>>()
  #now: Addresses

  constructor(options: MoverOptions) {
    this.#options = options
  }

  /** Takes what the server says now. The first time nothing has moved. */
  tell(addresses: Addresses, signal: AbortSignal): void {
    const { ended, arrived, outdated } = movesBetween(this.#now, addresses)
    this.#now = addresses ?? this.#now
    for (const each of ended)
      this.#begin(async () => {
        await this.#forget(each, signal)
      }, signal)
    for (const each of outdated)
      this.#begin(async () => {
        await this.#options.wire.silence(each)
      }, signal)
    for (const each of arrived) {
      const first = this.#announce(each, signal)
      this.#unannounced.add(first)
      this.#begin(async () => {
        const isTold = await first.finally(() => this.#unannounced.delete(first))
        if (isTold) await this.#announceAgain(each, signal)
      }, signal)
    }
  }

  /**
   * Resolves when addresses that have just come are announced, or have not come in a moment. Whoever is about to run programs waits for it: the process stands still
   * while it starts one, and packets are lost meanwhile.
   */
  async settled(): Promise<void> {
    if (this.#unannounced.size === 0) return
    await Promise.race([Promise.allSettled(this.#unannounced), sleep(SETTLING_MS)])
  }

  /** Lets go of the switch. */
  close(): void {
    this.#options.wire.close()
  }

  #begin(work: () => Promise<void>, signal: AbortSignal): void {
    work().catch((error: unknown) => {
      if (!signal.aborted) this.#options.onError(error)
    })
  }

  /** If flows never change the connections end all the same: that is what was asked for. */
  async #forget(ended: Translation, signal: AbortSignal): Promise<void> {
    const { wire, onMove } = this.#options
    const isBack = (): boolean => holds(this.#now, ended)
    await patiently(async (patience) => isBack() || (await wire.isLet(ended, patience)), signal)
    for (const pauseMs of FLUSH_AFTER_MS) {
      await sleep(pauseMs, undefined, { signal })
      if (isBack()) return
      await wire.forget(ended)
    }
    onMove('what was tracked by a translation that ended is forgotten', ended)
  }

  /** As soon as OVN's flows are there: whether they were, and it is still meant. */
  async #announce(arrived: DesiredExternalAddress, signal: AbortSignal): Promise<boolean> {
    const { wire } = this.#options
    const isMeant = (): boolean => isExpected(this.#now, arrived)
    const isDecided = await patiently(async (patience) => !isMeant() || (await wire.answers(arrived, patience)), signal)
    if (!isDecided || !isMeant()) return false
    await wire.announce(arrived)
    return await this.#repeat(arrived, ANNOUNCE_SOON_AFTER_MS, signal)
  }

  async #announceAgain(arrived: DesiredExternalAddress, signal: AbortSignal): Promise<void> {
    const { address, mac } = arrived
    if (await this.#repeat(arrived, ANNOUNCE_AGAIN_AFTER_MS, signal))
      this.#options.onMove('an address is answered here now, and the network was told', { address, mac })
  }

  /** Whether it is still meant. */
  async #repeat(arrived: DesiredExternalAddress, pausesMs: readonly number[], signal: AbortSignal): Promise<boolean> {
    for (const pauseMs of pausesMs) {
      await sleep(pauseMs, undefined, { signal })
      if (!isExpected(this.#now, arrived)) return false
      await this.#options.wire.announce(arrived)
    }
    return true
  }
}

/** Looks until it is so: whether it came true in time. */
const patiently = async (look: (patience: Patience) => Promise<boolean>, signal: AbortSignal): Promise<boolean> => {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS && !signal.aborted; waitedMs += SLICE_MS)
    if (await look({ withinMs: SLICE_MS, signal })) return true
  return false
}
