import { answerTo, refuseSignature, type Asker, type Role, type Transfer } from '../answer.ts'
import type { Keyring } from '../tsig/keyring.ts'
import { RCODE } from '../wire/constants.ts'
import { readQuery, type Query } from '../wire/query.ts'
import { truncatedReply } from '../wire/reply.ts'
import type { Zones } from '../zone/zone-table.ts'
import type { Access } from './access.ts'
import { PlainAnswers } from './plain-answers.ts'
import type { Cookies } from './cookies.ts'
import type { Counters, Transport } from './counters.ts'
import type { Limiter } from './limiter.ts'

/** One answer, for the query log. */
export interface LoggedQuery {
  readonly client: string
  readonly transport: Transport
  readonly query: Buffer
  readonly rcode: number
}

export interface ResponderOptions {
  readonly zones: Zones
  readonly access: Access
  readonly limiter: Limiter
  readonly counters: Counters
  /** undefined: cookies are ignored */
  readonly cookies: Cookies | undefined
  readonly keyring: Keyring
  /** milliseconds of a clock that goes forward and is the same for all that share the limiter */
  readonly now: () => number
  /** every so-many-th answer goes to the query log; 0: none */
  readonly sample: number
  readonly onSample: (logged: LoggedQuery) => void
}

interface Answered {
  readonly role: Role
  readonly found: Buffer | Transfer | undefined
}

/** Answers packets: who may ask, how much, from where; and counts it. One in each thread. */
export class Responder {
  readonly #options: ResponderOptions
  readonly #plain: PlainAnswers
  #sampled = 0

  constructor(options: ResponderOptions) {
    this.#options = options
    this.#plain = new PlainAnswers(options.zones)
  }

  /** The reply to a packet over UDP; undefined: none. Never throws. */
  overUdp(packet: Buffer, client: string): Buffer | undefined {
    const { access, counters } = this.#options
    const isEdge = access.roleOf(client) === 'edge'
    const plain = isEdge ? this.#plain.find(packet) : undefined
    if (plain !== undefined) {
      counters.count('plain')
      return this.#note(packet, client, plain)
    }
    const { role, found } = this.#answered(packet, client, 'udp')
    if (!Buffer.isBuffer(found)) {
      counters.count('ignored')
      return undefined
    }
    return role === 'edge' ? this.#note(packet, client, found) : this.#limited(packet, client, found)
  }

  /** The same over TCP, where it may be a transfer. */
  overTcp(query: Buffer, client: string): Buffer | Transfer | undefined {
    const { found } = this.#answered(query, client, 'tcp')
    if (found === undefined) this.#options.counters.count('ignored')
    return Buffer.isBuffer(found) ? this.#note(query, client, found, 'tcp') : found
  }

  #answered(packet: Buffer, client: string, transport: Transport): Answered {
    const { zones, access } = this.#options
    const request = readQuery(packet)
    if (request.kind === 'query' && request.tsigStart !== undefined)
      return this.#signed(request, request.tsigStart, { client, transport })
    const role = access.roleOf(client)
    return { role, found: answerTo(request, this.#asker(transport, role, client), zones) }
  }

  /** The answer to a signed request is signed too (RFC 8945 §5.3). */
  #signed(
    { packet }: Query,
    tsigStart: number,
    { client, transport }: { readonly client: string; readonly transport: Transport },
  ): Answered {
    const { zones, access, keyring } = this.#options
    const verdict = keyring.verify(packet, tsigStart)
    const unknown = access.roleOf(client)
    if (verdict.kind === 'malformed')
      return { role: unknown, found: refuseSignature({ ...verdict, packet, rcode: RCODE.FORMERR, edns: undefined }) }
    const { signature } = verdict
    const request = readQuery(verdict.request)
    const role = verdict.kind === 'signed' ? access.roleOf(client, verdict.key.text) : unknown
    const found =
      verdict.kind === 'signed'
        ? answerTo(request, { ...this.#asker(transport, role, client), signature }, zones)
        : refuseSignature(request)
    return { role, found: Buffer.isBuffer(found) ? signature.sign(found) : found }
  }

  #limited(packet: Buffer, client: string, found: Buffer): Buffer | undefined {
    const { limiter, counters, now } = this.#options
    const verdict = this.#isKnown(packet, client) ? 'send' : limiter.judge(client, now())
    if (verdict === 'send') return this.#note(packet, client, found)
    counters.count(verdict === 'slip' ? 'slipped' : 'dropped')
    return verdict === 'slip' ? truncatedReply(packet) : undefined
  }

  #asker(transport: Transport, role: Role, client: string): Asker {
    const { cookies } = this.#options
    return { transport, role, cookieFor: cookies && ((cookie) => cookies.answerTo(cookie, client)) }
  }

  /** Who shows a cookie of ours is where he says that he is. */
  #isKnown(packet: Buffer, client: string): boolean {
    const { cookies } = this.#options
    const query = cookies && readQuery(packet)
    const cookie = query?.kind === 'query' ? query.edns?.cookie : undefined
    return cookie !== undefined && cookies?.isOurs(cookie, client) === true
  }

  #note(query: Buffer, client: string, reply: Buffer, transport: Transport = 'udp'): Buffer {
    const { counters, sample, onSample } = this.#options
    const rcode = (reply[3] ?? 0) & 15
    counters.answered(transport, rcode)
    if (((reply[2] ?? 0) & 2) !== 0) counters.count('truncated')
    if (sample > 0 && ++this.#sampled % sample === 0) onSample({ client, transport, query, rcode })
    return reply
  }
}
