import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { notifyPortOf, uplink } from '../edge/layout.ts'
import { notifiedZone, notifyAnswer } from '../edge/notify.ts'

export interface NotifyRelayOptions {
  /** UDP port on every address of this hypervisor */
  readonly port: number
  /** who may notify */
  readonly primaries: readonly string[]
  readonly log: (level: 'warn', message: string, fields: Readonly<Record<string, unknown>>) => void
}

/** An edge, and the zones that it has copies of. */
export interface Copyist {
  readonly index: number
  readonly zones: readonly string[]
}

/**
 * Passes NOTIFY on from the primaries to the networks of this hypervisor that copy the zone: these are in a namespace that nobody else reaches.
 * When the agent is away nobody is told, and the copies are as old as their refresh.
 */
export class NotifyRelay {
  readonly #options: NotifyRelayOptions
  readonly #socket: Socket
  #byZone: ReadonlyMap<string, readonly number[]> = new Map()

  constructor(options: NotifyRelayOptions) {
    this.#options = options
    this.#socket = createSocket('udp4')
    this.#socket.on('message', (packet, peer) => {
      this.#take(packet, peer)
    })
    this.#socket.on('error', (error) => {
      options.log('warn', 'NOTIFY is not passed on: names change in the DNS edges with their refresh', { err: error })
    })
    this.#socket.bind(options.port)
    this.#socket.unref()
  }

  /** From now on these edges are told. */
  serve(edges: readonly Copyist[]): void {
    const byZone = new Map<string, number[]>()
    for (const { index, zones } of edges)
      for (const zone of zones) {
        const indexes = byZone.get(zone)
        if (indexes === undefined) byZone.set(zone, [index])
        else indexes.push(index)
      }
    this.#byZone = byZone
  }

  close(): void {
    this.#socket.close()
  }

  #take(packet: Buffer, { address, port }: RemoteInfo): void {
    const zone = this.#options.primaries.includes(address) ? notifiedZone(packet) : undefined
    if (zone === undefined) return
    const indexes = this.#byZone.get(zone) ?? []
    // The edge drops its answer (edge/ruleset.ts): a refresh finds what was lost.
    for (const index of indexes) this.#socket.send(packet, notifyPortOf(index), uplink.address, ignoreSendError)
    this.#socket.send(notifyAnswer(packet, indexes.length > 0), port, address, ignoreSendError)
  }
}

const ignoreSendError = (): void => undefined
