import { answer, type Asker, type Role, type Transfer } from '../answer.ts'
import { readQuery } from '../wire/query.ts'
import { truncatedReply } from '../wire/reply.ts'
import type { Zones } from '../zone/zone-table.ts'
import type { Access } from './access.ts'
import { AnswerCache } from './answer-cache.ts'
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
  /** milliseconds of a clock that only goes forward */
  readonly now: () => number
  /** every so-many-th answer goes to the query log; 0: none */
  readonly sample: number
  readonly onSample: (logged: LoggedQuery) => void
}

/** Answers packets: who may ask, how much, from where; and counts it. One in each thread. */
export class Responder {
  readonly #options: ResponderOptions
  readonly #cache: AnswerCache
  #sampled = 0

  constructor(options: ResponderOptions) {
    this.#options = options
    this.#cache = new AnswerCache(options.zones)
  }

  /** The reply to a packet over UDP; undefined: none. Never throws. */
  overUdp(packet: Buffer, client: string): Buffer | undefined {
    const { zones, access, counters } = this.#options
    const role = access.roleOf(client)
    if (role !== 'edge') return this.#limited(packet, client, role)
    const ready = this.#cache.find(packet)
    if (ready !== undefined) {
      counters.count('ready')
      return this.#note(packet, client, ready)
    }
    const found = answer(packet, this.#asker('udp', role, client), zones)
    if (!Buffer.isBuffer(found)) {
      counters.count('ignored')
      return undefined
    }
    this.#cache.keep(packet, found)
    return this.#note(packet, client, found)
  }

  /** The same over TCP, where it may be a transfer. */
  overTcp(query: Buffer, client: string): Buffer | Transfer | undefined {
    const { zones, access, counters } = this.#options
    const found = answer(query, this.#asker('tcp', access.roleOf(client), client), zones)
    if (found === undefined) counters.count('ignored')
    return Buffer.isBuffer(found) ? this.#note(query, client, found, 'tcp') : found
  }

  #limited(packet: Buffer, client: string, role: 'client' | 'stranger'): Buffer | undefined {
    const { zones, limiter, counters, now } = this.#options
    const found = answer(packet, this.#asker('udp', role, client), zones)
    if (!Buffer.isBuffer(found)) {
      counters.count('ignored')
      return undefined
    }
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
