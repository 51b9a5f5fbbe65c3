import { FLAG, HEADER_BYTES, MAX_MESSAGE_BYTES, RCODE } from './constants.ts'
import { addCookie, optBytes, writeOpt, type Edns } from './edns.ts'
import { readQuery, type Malformed, type Query } from './query.ts'
import { MessageWriter } from './writer.ts'

/** Every reply is made here and then copied to its size: one at a time, since making one never waits. */
const workspace = Buffer.allocUnsafe(MAX_MESSAGE_BYTES)

export interface ReplyParts {
  readonly rcode: number
  readonly authoritative: boolean
  /** writes the records; gives how many it wrote in the answer and in the authority section */
  readonly write?: (writer: MessageWriter) => readonly [answer: number, authority: number]
  /** writes the additional section, leaving out what may be left out; gives how many records it wrote */
  readonly writeAdditional?: (writer: MessageWriter) => number
}

/**
 * A reply of at most `limit` bytes with the question as it came (letter case included: DNS 0x20). When the records don't fit, none is sent,
 * and TC tells the client to ask again over TCP.
 */
export const reply = (query: Query, limit: number, parts: ReplyParts): Buffer => {
  query.packet.copy(workspace, HEADER_BYTES, HEADER_BYTES, query.questionEnd)
  const opt = query.edns === undefined ? 0 : optBytes(query.edns)
  const writer = new MessageWriter(workspace, limit - opt, query.name, query.questionEnd)
  const [answer, authority] = parts.write?.(writer) ?? [0, 0]
  const additional = writer.overflow ? 0 : (parts.writeAdditional?.(writer) ?? 0)
  if (writer.overflow) return truncated(query, parts)
  writeHeader(query, parts.authoritative ? FLAG.AA : 0, parts.rcode)
  writeCounts(1, answer, authority)
  return finish(query, writer.at, { rcode: parts.rcode, additional })
}

const truncated = (query: Query, { authoritative, rcode }: ReplyParts): Buffer => {
  writeHeader(query, FLAG.TC | (authoritative ? FLAG.AA : 0), rcode)
  writeCounts(1, 0, 0)
  return finish(query, query.questionEnd, { rcode, additional: 0 })
}

const writeCounts = (questions: number, answers: number, authority: number): void => {
  workspace.writeUInt16BE(questions, 4)
  workspace.writeUInt16BE(answers, 6)
  workspace.writeUInt16BE(authority, 8)
}

/** An answer that says no more than "ask over TCP"; undefined where there is no question to repeat. */
export const truncatedReply = (packet: Buffer): Buffer | undefined => {
  const query = readQuery(packet)
  return query.kind === 'query' ? truncated(query, { rcode: RCODE.NOERROR, authoritative: false }) : undefined
}

/** A header with an error and no question, which could not be read; with OPT when the request's own could be. */
export const refusal = (request: Malformed): Buffer => {
  writeHeader(request, 0, request.rcode)
  workspace.fill(0, 4, HEADER_BYTES)
  return finish(request, HEADER_BYTES, { rcode: request.rcode, additional: 0 })
}

/** Id, opcode and RD are the request's. AD, CD, RA and the reserved bit stay clear. */
const writeHeader = ({ packet }: Query | Malformed, flags: number, rcode: number): void => {
  workspace.writeUInt16BE(packet.readUInt16BE(0), 0)
  const copied = packet.readUInt16BE(2) & (0x7800 | FLAG.RD)
  workspace.writeUInt16BE(FLAG.QR | copied | flags | (rcode & 15), 2)
}

const finish = (
  { edns }: Query | Malformed,
  at: number,
  { rcode, additional }: { readonly rcode: number; readonly additional: number },
): Buffer => {
  workspace.writeUInt16BE(additional + (edns === undefined ? 0 : 1), 10)
  const end = edns === undefined ? at : writeWholeOpt(at, rcode, edns)
  return Buffer.from(workspace.subarray(0, end))
}

const writeWholeOpt = (at: number, rcode: number, { dnssecOk, answerCookie }: Edns): number => {
  const end = writeOpt(workspace, at, rcode, dnssecOk)
  return answerCookie === undefined ? end : addCookie(workspace, end, answerCookie)
}
