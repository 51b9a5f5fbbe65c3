import { FLAG, HEADER_BYTES, MAX_MESSAGE_BYTES } from './constants.ts'
import { OPT_BYTES, writeOpt } from './edns.ts'
import type { Malformed, Query } from './query.ts'
import { MessageWriter } from './writer.ts'

/** Every reply is made here and then copied to its size: one at a time, since making one never waits. */
const workspace = Buffer.allocUnsafe(MAX_MESSAGE_BYTES)

export interface ReplyParts {
  readonly rcode: number
  readonly authoritative: boolean
  /** writes the records; gives how many it wrote in the answer and in the authority section */
  readonly write?: (writer: MessageWriter) => readonly [answer: number, authority: number]
}

/**
 * A reply of at most `limit` bytes with the question as it came (letter case included: DNS 0x20). When the records don't fit, none is sent,
 * and TC tells the client to ask again over TCP.
 */
export const reply = (query: Query, limit: number, parts: ReplyParts): Buffer => {
  query.packet.copy(workspace, HEADER_BYTES, HEADER_BYTES, query.questionEnd)
  const opt = query.edns === undefined ? 0 : OPT_BYTES
  const writer = new MessageWriter(workspace, limit - opt, query.name, query.questionEnd)
  const [answer, authority] = parts.write?.(writer) ?? [0, 0]
  const truncated = writer.overflow
  const flags = (parts.authoritative ? FLAG.AA : 0) | (truncated ? FLAG.TC : 0)
  writeHeader(query, flags, parts.rcode)
  workspace.writeUInt16BE(1, 4)
  workspace.writeUInt16BE(truncated ? 0 : answer, 6)
  workspace.writeUInt16BE(truncated ? 0 : authority, 8)
  return finish(query, truncated ? query.questionEnd : writer.at, parts.rcode)
}

/** A header with an error and no question, which could not be read; with OPT when the request's own could be. */
export const refusal = (request: Malformed): Buffer => {
  writeHeader(request, 0, request.rcode)
  workspace.fill(0, 4, HEADER_BYTES)
  return finish(request, HEADER_BYTES, request.rcode)
}

/** Id, opcode and RD are the request's. AD, CD, RA and the reserved bit stay clear. */
const writeHeader = ({ packet }: Query | Malformed, flags: number, rcode: number): void => {
  workspace.writeUInt16BE(packet.readUInt16BE(0), 0)
  const copied = packet.readUInt16BE(2) & (0x7800 | FLAG.RD)
  workspace.writeUInt16BE(FLAG.QR | copied | flags | (rcode & 15), 2)
}

const finish = ({ edns }: Query | Malformed, at: number, rcode: number): Buffer => {
  workspace.writeUInt16BE(edns === undefined ? 0 : 1, 10)
  const end = edns === undefined ? at : writeOpt(workspace, at, rcode, edns.dnssecOk)
  return Buffer.from(workspace.subarray(0, end))
}
