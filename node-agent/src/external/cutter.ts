import { setTimeout as sleep } from 'node:timers/promises'
import type { ClosedMember } from '@quantumnet/api'
import type { ExternalWire } from '../apply/external.ts'

/**
 * When connections are cut after it was heard that they are to be: OVN mostly stops sending new ones within the first, and Open vSwitch goes on by a flow that it has
 * cached for up to half a second. A slow hypervisor is met by the last.
 */
const CUT_AFTER_MS = [100, 600, 2_000]

export interface CutterOptions {
  readonly wire: Pick<ExternalWire, 'cut'>
  readonly onCut: (member: ClosedMember) => void
  readonly onError: (error: unknown) => void
}

const keyOf = ({ address, protocol, port, ...member }: ClosedMember): string =>
  [address, protocol, port, member.member_address, member.member_port].join(' ')

/** Cuts connections of load balancers to members that are switched off. To do it again cuts nothing more, so at the agent's start all are cut. */
export class Cutter {
  readonly #options: CutterOptions
  #now = new Map<string, ClosedMember>()

  constructor(options: CutterOptions) {
    this.#options = options
  }

  /** Takes what the server says now; undefined: it says nothing of it. */
  tell(closed: readonly ClosedMember[] | undefined, signal: AbortSignal): void {
    if (closed === undefined) return
    const before = this.#now
    this.#now = new Map(closed.map((member) => [keyOf(member), member]))
    const begun = [...this.#now].filter(([key]) => !before.has(key)).map(([, member]) => member)
    if (begun.length === 0) return
    this.#cut(begun, signal).catch((error: unknown) => {
      if (signal.aborted) return
      // Those that are told again begin anew.
      for (const member of begun) this.#now.delete(keyOf(member))
      this.#options.onError(error)
    })
  }

  async #cut(members: readonly ClosedMember[], signal: AbortSignal): Promise<void> {
    const { wire, onCut } = this.#options
    for (const pauseMs of CUT_AFTER_MS) {
      await sleep(pauseMs, undefined, { signal })
      for (const member of members) if (this.#now.has(keyOf(member))) await wire.cut(member)
    }
    for (const member of members) onCut(member)
  }
}
