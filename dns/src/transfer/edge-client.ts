import { randomInt } from 'node:crypto'
import type { Socket } from 'node:dgram'
import { AUTHORITATIVE_ANSWER, decode, encode, type DecodedPacket } from 'dns-packet'
import { OPCODE, RCODE } from '../wire/constants.ts'
import { wallSeconds } from '../clock.ts'
import type { TsigKey } from '../tsig/keys.ts'
import { findTsig } from '../tsig/record.ts'
import { signRequest, type SignedRequest } from '../tsig/request.ts'
import { plainAddress } from '../transport/address-list.ts'
import type { Endpoint } from '../endpoint.ts'
import { bindUdp, createUdpSocket } from '../transport/udp.ts'

/** What we ask of an edge: to look for a new serial (RFC 1996), and which serial it has. */
export interface EdgeClient {
  /** undefined: no answer in time */
  notify(zone: string, edge: Endpoint, timeoutMs: number): Promise<'taken' | 'refused' | undefined>
  /** `failed`: the edge has not fetched the zone yet, or let it expire; undefined: no answer in time, or the edge has no such zone */
  serial(zone: string, edge: Endpoint, timeoutMs: number): Promise<number | 'failed' | undefined>
}

/** The key that what we ask of an edge is signed with; undefined: none. */
export type KeyOf = (edge: Endpoint) => TsigKey | undefined

interface Pending {
  readonly edge: Endpoint
  /** undefined: it was not signed */
  readonly request: SignedRequest | undefined
  readonly settle: (reply: DecodedPacket | undefined) => void
  readonly timer: NodeJS.Timeout
}

/**
 * Asks edges over UDP from the address that we listen on: an edge drops a NOTIFY that does not come from its primary's address. Speed does
 * not matter here, so dns-packet writes and reads these messages.
 */
export class UdpEdgeClient implements EdgeClient {
  readonly #socket: Socket
  readonly #pending = new Map<number, Pending>()

  readonly #keyOf: KeyOf

  private constructor(socket: Socket, keyOf: KeyOf) {
    this.#socket = socket
    this.#keyOf = keyOf
    socket.on('message', (packet, peer) => {
      this.#take(packet, { address: plainAddress(peer.address), port: peer.port })
    })
    // An unreachable edge shows as a timeout.
    socket.on('error', () => undefined)
  }

  /** @throws when the address cannot be bound */
  static async open(address: string, keyOf: KeyOf = () => undefined): Promise<UdpEdgeClient> {
    const socket = createUdpSocket(address)
    await bindUdp(socket, { address, port: 0 })
    return new UdpEdgeClient(socket, keyOf)
  }

  close(): void {
    for (const { settle } of this.#pending.values()) settle(undefined)
    this.#socket.close()
  }

  async notify(zone: string, edge: Endpoint, timeoutMs: number): Promise<'taken' | 'refused' | undefined> {
    const reply = await this.#ask(zone, edge, { flags: (OPCODE.NOTIFY << 11) | AUTHORITATIVE_ANSWER, timeoutMs })
    if (reply === undefined) return undefined
    return rcodeOf(reply) === RCODE.NOERROR ? 'taken' : 'refused'
  }

  async serial(zone: string, edge: Endpoint, timeoutMs: number): Promise<number | 'failed' | undefined> {
    const reply = await this.#ask(zone, edge, { flags: 0, timeoutMs })
    if (reply !== undefined && rcodeOf(reply) === RCODE.SERVFAIL) return 'failed'
    const soa = reply?.answers?.find((record) => record.type === 'SOA')
    return soa?.data.serial
  }

  async #ask(
    zone: string,
    edge: Endpoint,
    { flags, timeoutMs }: { flags: number; timeoutMs: number },
  ): Promise<DecodedPacket | undefined> {
    const id = this.#freeId()
    const question = encode({ id, flags, type: 'query', questions: [{ name: zone, type: 'SOA', class: 'IN' }] })
    const key = this.#keyOf(edge)
    const request = key && signRequest(question, key, wallSeconds)
    return await new Promise((resolve) => {
      const settle = (reply: DecodedPacket | undefined): void => {
        clearTimeout(timer)
        this.#pending.delete(id)
        resolve(reply)
      }
      const timer = setTimeout(settle, timeoutMs, undefined)
      this.#pending.set(id, { edge, request, settle, timer })
      this.#socket.send(request?.packet ?? question, edge.port, edge.address, () => undefined)
    })
  }

  /** Ids are not guessable, so that nobody can answer in an edge's place. The number of questions in flight is small. */
  #freeId(): number {
    for (;;) {
      const id = randomInt(0x1_0000)
      if (!this.#pending.has(id)) return id
    }
  }

  #take(packet: Buffer, from: Endpoint): void {
    const pending = packet.length < 2 ? undefined : this.#pending.get(packet.readUInt16BE(0))
    if (pending?.edge.address !== from.address || pending.edge.port !== from.port) return
    try {
      const reply = decode(packet)
      if (reply.type === 'response' && isFromWhoHasTheKey(packet, pending)) pending.settle(reply)
    } catch {
      // Not a DNS message. The right answer may still come.
    }
  }
}

/** What we signed is answered with a signature, or by somebody else. */
const isFromWhoHasTheKey = (packet: Buffer, { request }: Pending): boolean => {
  if (request === undefined) return true
  const start = findTsig(packet)
  return start !== undefined && request.isAnswered(packet, start)
}

/** dns-packet keeps the reply code in the low bits of the flags. */
const rcodeOf = ({ flags }: DecodedPacket): number => (flags ?? 0) & 15
