import type { ClosedMember, DesiredExternalAddress } from '@quantumnet/api'
import { isAnswered, isAnsweredSomehow, isLedTo, packetsTo, questionsFor } from '../external/answers.ts'
import { bytesOfIp } from '../external/bytes.ts'
import { announcement } from '../external/frames.ts'
import type { Translation } from '../external/moves.ts'
import { silencing, unsilencing } from '../external/silence.ts'
import type { VswitchState } from '../observe/vswitch-state.ts'
import { forgetTracked, OpenFlowConnection, packetOut, type Field, type IsSo, type Order } from '../openflow/index.ts'
import { socketOf } from './openflow.ts'

type Vswitch = Pick<VswitchState, 'bridge' | 'interfaces'>

/** Addresses that are looked at together: the switch holds each change of a flow against each of them. */
const AT_ONCE = 64

/** IP's numbers of them. */
const PROTOCOLS = { tcp: 6, udp: 17, sctp: 132 } as const

/** How long to wait for OVN, at most. */
export interface Patience {
  readonly withinMs: number
  readonly signal: AbortSignal
}

/** Addresses outside as this hypervisor's switch has them: one connection, made when it is needed and again when it has ended. */
export class ExternalWire {
  readonly #ovsdb: string
  readonly #observe: () => Vswitch | undefined
  readonly #inLine: (() => void)[] = []
  #looking = 0
  #connection: OpenFlowConnection | undefined

  /** `observe` gives the switch as it is; undefined: it is not known now. */
  constructor(ovsdb: string, observe: () => Vswitch | undefined) {
    this.#ovsdb = ovsdb
    this.#observe = observe
  }

  /** Waits until OVN answers for it here as it should: whether it does. @throws OpenFlowError */
  async answers(address: DesiredExternalAddress, patience: Patience): Promise<boolean> {
    const asked = questionsFor(address.address)
    return await this.#when([asked], (flows = []) => isAnswered(flows, address), patience)
  }

  /** Waits until the address is not answered here, or what is sent to it does not go to the address inside: whether it is so. @throws OpenFlowError */
  async isLet({ address, inside }: Translation, patience: Patience): Promise<boolean> {
    const isSo: IsSo = (led = [], asked = []) => !isLedTo(led, inside) || !isAnsweredSomehow(asked)
    return await this.#when([packetsTo(address), questionsFor(address)], isSo, patience)
  }

  /** Forgets what is tracked with this translation, in both directions, and nothing else that has one of the addresses. @throws OpenFlowError */
  async forget(translation: Translation): Promise<void> {
    const [address, inside] = [bytesOfIp(translation.address), bytesOfIp(translation.inside)]
    await this.#order(
      forgetTracked({ end: 'destination', address }, { end: 'source', address: inside }),
      forgetTracked({ end: 'source', address: inside }, { end: 'destination', address }),
    )
  }

  /** Forgets the connections to a member by its load balancer, and no others. @throws OpenFlowError */
  async cut({ address, protocol, port, ...member }: ClosedMember): Promise<void> {
    await this.#order(
      forgetTracked(
        { end: 'destination', address: bytesOfIp(address), port },
        { end: 'source', address: bytesOfIp(member.member_address), port: member.member_port },
        PROTOCOLS[protocol],
      ),
    )
  }

  /**
   * Drops what ovn-controller goes on to say of an address with the MAC address that it had here: it announces what it once began to, for half a minute,
   * and does not look whether that has changed (OVN 23.03). @throws OpenFlowError
   */
  async silence(outdated: DesiredExternalAddress): Promise<void> {
    await this.#order(silencing(outdated))
  }

  /** Tells the network, by the wire that the address is on, and takes `silence` back; where there is no such wire nobody is told. @throws OpenFlowError */
  async announce(address: DesiredExternalAddress): Promise<void> {
    const { bridge, interfaces } = this.#observe() ?? {}
    const patch = `patch-${bridge?.name ?? ''}-to-${address.interface_id}`
    const ofport = interfaces?.find(({ name }) => name === patch)?.ofport ?? -1
    if (ofport >= 0) await this.#order(packetOut(ofport, announcement(address)), unsilencing(address))
  }

  /** Ends its connection. */
  close(): void {
    this.#connection?.close()
  }

  async #when(matches: readonly (readonly Field[])[], isSo: IsSo, patience: Patience): Promise<boolean> {
    if (this.#looking >= AT_ONCE) await new Promise<void>((resolve) => void this.#inLine.push(resolve))
    else this.#looking += 1
    try {
      return await this.#connect().when(matches, isSo, patience)
    } finally {
      const next = this.#inLine.shift()
      if (next === undefined) this.#looking -= 1
      else next()
    }
  }

  async #order(...orders: readonly Order[]): Promise<void> {
    await this.#connect().order(...orders)
  }

  #connect(): OpenFlowConnection {
    if (this.#connection?.isOpen !== true) {
      const name = this.#observe()?.bridge?.name
      if (name === undefined) throw new Error('there is no integration bridge yet')
      this.#connection = new OpenFlowConnection(socketOf(this.#ovsdb, name))
    }
    return this.#connection
  }
}
