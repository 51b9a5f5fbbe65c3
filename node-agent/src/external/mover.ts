import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DesiredExternalAddress } from '@quantumnet/api'
import type { ExternalWire } from '../apply/external.ts'
import { holds, isExpected, movesBetween, type Translation } from './moves.ts'

/** OVN takes milliseconds; where it takes this long it has not heard, or another chassis answers. */
const PATIENCE_MS = 60_000
/** Open vSwitch goes on by a flow that it has cached for up to half a second after the flow has changed. */
const FLUSH_AFTER_MS = [0, 100, 600]
/** More than once, since nobody confirms it. */
const ANNOUNCE_AGAIN_AFTER_MS = [20, 100, 400, 1_000]
const [SHORTEST_MS, LONGEST_MS] = [10, 1_000]
/** The share of what was waited already that the next pause takes. */
const SHARE = 8

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
    for (const each of arrived)
      this.#begin(async () => {
        await this.#announce(each, signal)
      }, signal)
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
    await until(async () => isBack() || !(await wire.leads(ended)), signal)
    for (const pauseMs of FLUSH_AFTER_MS) {
      await sleep(pauseMs, undefined, { signal })
      if (isBack()) return
      await wire.forget(ended)
    }
    onMove('what was tracked by a translation that ended is forgotten', ended)
  }

  async #announce(arrived: DesiredExternalAddress, signal: AbortSignal): Promise<void> {
    const { wire, onMove } = this.#options
    const isMeant = (): boolean => isExpected(this.#now, arrived)
    if (!(await until(async () => !isMeant() || (await wire.answers(arrived)), signal))) return
    await wire.announce(arrived)
    // Not before: each program that is run costs a packet or two.
    await wire.unsilence(arrived)
    for (const pauseMs of ANNOUNCE_AGAIN_AFTER_MS) {
      await sleep(pauseMs, undefined, { signal })
      if (!isMeant()) return
      await wire.announce(arrived)
    }
    const { address, mac } = arrived
    onMove('an address is answered here now, and the network was told', { address, mac })
  }
}

/** Looks again and again, at growing distances. Whether it came true in time. */
const until = async (isSo: () => Promise<boolean>, signal: AbortSignal): Promise<boolean> => {
  const begun = performance.now()
  for (;;) {
    if (await isSo()) return true
    const waited = performance.now() - begun
    if (waited > PATIENCE_MS) return false
    await sleep(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, waited / SHARE)), undefined, { signal })
  }
}
