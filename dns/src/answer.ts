import { CATALOG_ZONE, VIEW_DOMAIN } from '@quantumnet/api/values/zone-names'
import {
  CLASS_IN,
  MAX_MESSAGE_BYTES,
  OPCODE,
  PLAIN_UDP_BYTES,
  RCODE,
  TYPE,
  UDP_PAYLOAD_BYTES,
} from './wire/constants.ts'
import { parseName, type WireName } from './wire/name.ts'
import { readQuery, type Query, type Request } from './wire/query.ts'
import { refusal, reply } from './wire/reply.ts'
import type { Signature } from './tsig/keyring.ts'
import type { MessageWriter } from './wire/writer.ts'
import { isNewer } from './zone/serial.ts'
import { additionalTo, serversOf } from './zone/additional.ts'
import { lookup, type Finding } from './zone/lookup.ts'
import { UNKNOWN, type Zones } from './zone/zone-table.ts'
import { isWithin, type Found, type Zone } from './zone/zone.ts'

/** Who asks, as far as the answer depends on it. */
export interface Asker {
  readonly transport: 'udp' | 'tcp'
  readonly role: Role
  /** makes the cookie of an answer from that of the query; none: cookies are ignored */
  readonly cookieFor?: ((cookie: Buffer) => Buffer) | undefined
  /** signs the answer, which has to leave room for it; none: the request was not signed */
  readonly signature?: Signature | undefined
}

/** An edge may ask everything and copy zones; a client may ask for names below the root; a stranger is refused everything. */
export type Role = 'edge' | 'client' | 'stranger'

/** A zone is to be sent; `messages` of transfer/axfr makes it. */
export interface Transfer {
  readonly query: Query
  readonly zone: Zone
  /** only what has changed (RFC 1995); undefined: all of it */
  readonly changes?: readonly Found[] | undefined
  readonly signature?: Signature | undefined
}

/**
 * The answer to one packet: a message, a transfer (over TCP only), or undefined when there must be none. Any bytes may be given; it never
 * throws. The rules are those that Knot, NSD and BIND agree on (RFC 1035, 2308, 5936, 6891, 8482, 8906).
 */
export const answer = (packet: Buffer, asker: Asker, zones: Zones): Buffer | Transfer | undefined =>
  answerTo(readQuery(packet), asker, zones)

/** The same for what was read already. It is not signed yet. */
export const answerTo = (query: Request, asker: Asker, zones: Zones): Buffer | Transfer | undefined => {
  if (query.kind === 'ignored') return undefined
  if (query.kind === 'malformed') return refusal(query)
  takeCookie(query, asker)
  const limit = limitOf(query, asker)
  if (query.edns !== undefined && query.edns.version !== 0) return failure(query, limit, RCODE.BADVERS)
  const zone = mayAsk(query, asker) ? zones.find(query.name) : undefined
  if (zone === undefined) return failure(query, limit, RCODE.REFUSED)
  if (zone === UNKNOWN) return failure(query, limit, RCODE.SERVFAIL)
  if (query.type !== TYPE.AXFR && query.type !== TYPE.IXFR) return fromZone(query, zone, limit)
  return transfer(query, zone, { asker, zones }) ?? failure(query, limit, RCODE.REFUSED)
}

const takeCookie = ({ edns }: Query, { cookieFor }: Asker): void => {
  if (edns?.cookie !== undefined) edns.answerCookie = cookieFor?.(edns.cookie)
}

/** NOTIFY and UPDATE are refused: we are the primary, and records come from IPAM alone. */
const mayAsk = ({ opcode, name, class: qclass }: Query, { role }: Asker): boolean =>
  opcode === OPCODE.QUERY && qclass === CLASS_IN && (role === 'edge' || (role === 'client' && !isPrivate(name)))

/** What only edges know how to ask for: zones that they show to some under another name, and the list of all zones. */
const isPrivate = (name: WireName): boolean => PRIVATE.some((apex) => isWithin(name, { apex }))

const PRIVATE = [parseName(VIEW_DOMAIN), parseName(CATALOG_ZONE)]

/** To a request whose signature is not taken: no more than that. */
export const refuseSignature = (request: Request): Buffer | undefined => {
  if (request.kind === 'ignored') return undefined
  if (request.kind === 'malformed') return refusal(request)
  return failure(request, PLAIN_UDP_BYTES, RCODE.NOTAUTH)
}

const failure = (query: Query, limit: number, rcode: number): Buffer =>
  reply(query, limit, { rcode, authoritative: false })

const limitOf = ({ edns }: Query, { transport, signature }: Asker): number => {
  const room = signature?.bytes ?? 0
  if (transport === 'tcp') return MAX_MESSAGE_BYTES - room
  if (edns === undefined) return PLAIN_UDP_BYTES - room
  return Math.min(Math.max(edns.udpPayload, PLAIN_UDP_BYTES), UDP_PAYLOAD_BYTES) - room
}

const fromZone = (query: Query, zone: Zone, limit: number): Buffer => {
  const finding = lookup(zone, query.name, query.type)
  const { answer: found, end } = finding
  if (finding.cut !== undefined) return referral(query, limit, { ...finding, zone, cut: finding.cut })
  return reply(query, limit, {
    rcode: end === 'no-name' ? RCODE.NXDOMAIN : RCODE.NOERROR,
    authoritative: true,
    write: (writer) => [writeAll(writer, found), end === 'complete' ? 0 : writer.rrset(zone.apex, zone.soa)],
    writeAdditional: (writer) => writeWhatFits(writer, additionalTo(zone, found)),
  })
}

/** To whom the name was given away (RFC 1034 §4.3.2): aliases on the way are ours to say, the rest is not. */
const referral = (
  query: Query,
  limit: number,
  { zone, answer: found, cut }: Pick<Finding, 'answer'> & { readonly zone: Zone; readonly cut: Found },
): Buffer =>
  reply(query, limit, {
    rcode: RCODE.NOERROR,
    authoritative: found.length > 0,
    write: (writer) => [writeAll(writer, found), writer.rrset(cut.owner, cut.set)],
    writeAdditional: (writer) => {
      const servers = [...serversOf(zone, cut)]
      // Glue is sent or the answer is truncated (RFC 9471): without it there is nobody to ask.
      const glue = writeAll(
        writer,
        servers.filter(({ isGlue }) => isGlue),
      )
      return (
        glue +
        writeWhatFits(
          writer,
          servers.filter(({ isGlue }) => !isGlue),
        )
      )
    },
  })

const writeAll = (writer: MessageWriter, found: readonly Found[]): number =>
  found.reduce((sum, { owner, set }) => sum + writer.rrset(owner, set), 0)

const writeWhatFits = (writer: MessageWriter, found: Iterable<Found>): number => {
  let written = 0
  for (const { owner, set } of found) {
    const count = writer.overflow ? 0 : writer.optionalRrset(owner, set)
    if (count === 0) break
    written += count
  }
  return written
}

/**
 * A transfer of the zone that is named exactly. IXFR is answered with what has changed, the whole zone where that is too long ago, or the SOA alone to say "you have it already",
 * and over UDP always with the SOA alone, which sends the client to TCP (RFC 1995 §2, §4). Undefined: not to be had in this way.
 */
const transfer = (
  query: Query,
  zone: Zone,
  { asker: { transport, role, signature }, zones }: { readonly asker: Asker; readonly zones: Zones },
): Buffer | Transfer | undefined => {
  if (query.name !== zone.apex || role !== 'edge') return undefined
  const upToDate = query.knownSerial !== undefined && !isNewer(zone.serial, query.knownSerial)
  if (query.type === TYPE.IXFR && (transport === 'udp' || upToDate)) {
    return reply(query, PLAIN_UDP_BYTES - (signature?.bytes ?? 0), {
      rcode: RCODE.NOERROR,
      authoritative: true,
      write: (writer) => [writer.rrset(zone.apex, zone.soa), 0],
    })
  }
  if (transport !== 'tcp') return undefined
  const isIncremental = query.type === TYPE.IXFR && query.knownSerial !== undefined
  return { query, zone, changes: isIncremental ? zones.changesSince(zone, query.knownSerial) : undefined, signature }
}
