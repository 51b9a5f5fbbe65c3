import type { DesiredExternalAddress } from '@quantumnet/api'
import { isAnswered, isAnsweredSomehow, isLedTo, packetsTo, questionsFor } from '../external/answers.ts'
import { announcement } from '../external/frames.ts'
import { silenced, silencingFlow } from '../external/silence.ts'
import type { Translation } from '../external/moves.ts'
import { run } from '../host/run.ts'
import type { VswitchState } from '../observe/vswitch-state.ts'
import { targetOf } from './openflow.ts'

/** How ovs-ofctl(8) spells the two directions of what is tracked: as it came, and as it is answered. */
const tuples = ({ address, inside }: Translation): readonly (readonly [string, string])[] => {
  const [source, destination] = address.includes(':') ? ['ct_ipv6_src', 'ct_ipv6_dst'] : ['ct_nw_src', 'ct_nw_dst']
  return [
    [`${destination}=${address}`, `${source}=${inside}`],
    [`${source}=${inside}`, `${destination}=${address}`],
  ]
}

/** Programs at once, however many addresses move. */
const AT_ONCE = 4

/** Addresses outside as this hypervisor's switch has them. */
export class ExternalWire {
  readonly #ovsdb: string
  readonly #observe: () => Pick<VswitchState, 'bridge' | 'interfaces'> | undefined
  readonly #waiting: (() => void)[] = []
  #running = 0

  /** `observe` gives the switch as it is; undefined: it is not known now. */
  constructor(ovsdb: string, observe: () => Pick<VswitchState, 'bridge' | 'interfaces'> | undefined) {
    this.#ovsdb = ovsdb
    this.#observe = observe
  }

  /** Whether OVN answers for it here as it should. @throws CommandError */
  async answers(address: DesiredExternalAddress): Promise<boolean> {
    const printed = await this.#flows(questionsFor(address))
    return isAnswered(printed, address)
  }

  /** Whether the address is answered here, and what is sent to it goes to the address inside. @throws CommandError */
  async leads(translation: Translation): Promise<boolean> {
    if (!isLedTo(await this.#flows(packetsTo(translation)), translation.inside)) return false
    return isAnsweredSomehow(await this.#flows(questionsFor(translation)))
  }

  /** Forgets what is tracked with this translation, and nothing else that has one of the addresses. @throws CommandError */
  async forget(translation: Translation): Promise<void> {
    for (const [origin, reply] of tuples(translation))
      await this.#ofctl('ct-flush', (bridge) => [bridge, origin, reply])
  }

  /**
   * Drops what ovn-controller goes on to say of an address with the MAC address that it had here: it announces what it once began to, for half a minute,
   * and does not look whether that has changed (OVN 23.03). @throws CommandError
   */
  async silence(outdated: DesiredExternalAddress): Promise<void> {
    await this.#ofctl('add-flow', (bridge) => [bridge, silencingFlow(outdated)])
  }

  /** Takes `silence` back. @throws CommandError */
  async unsilence(address: DesiredExternalAddress): Promise<void> {
    await this.#ofctl('del-flows', (bridge) => [bridge, silenced(address)])
  }

  /** Tells the network, by the wire that the address is on; where there is no such wire nobody is told. @throws CommandError */
  async announce(address: DesiredExternalAddress): Promise<void> {
    const { bridge, interfaces } = this.#observe() ?? {}
    const patch = `patch-${bridge?.name ?? ''}-to-${address.interface_id}`
    const ofport = interfaces?.find(({ name }) => name === patch)?.ofport ?? -1
    if (ofport < 0) return
    const order = `in_port=controller,packet=${announcement(address)},actions=output:${String(ofport)}`
    await this.#ofctl('packet-out', (target) => [target, order])
  }

  async #flows(match: string): Promise<string> {
    return await this.#ofctl('dump-flows', (bridge) => [bridge, match], '--no-stats')
  }

  async #ofctl(
    command: string,
    words: (bridge: string) => readonly string[],
    ...options: readonly string[]
  ): Promise<string> {
    const bridge = this.#observe()?.bridge
    if (bridge === undefined || bridge === null) return ''
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => void this.#waiting.push(resolve))
    else this.#running += 1
    try {
      return await run(['ovs-ofctl', ...options, command, ...words(targetOf(this.#ovsdb, bridge.name))])
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#running -= 1
      else next()
    }
  }
}
