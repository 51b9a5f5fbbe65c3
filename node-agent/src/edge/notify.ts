/** NOTIFY (RFC 1996) as far as passing it on needs: which zone it is about, and that it was heard. */

const HEADER_BYTES = 12
const OPCODE_NOTIFY = 4
const RCODE = { NOERROR: 0, REFUSED: 5 } as const

/** The zone that a NOTIFY is about, in lower case without the trailing dot; undefined: it is none. */
export const notifiedZone = (packet: Buffer): string | undefined => {
  if (packet.length < HEADER_BYTES || packet.readUInt8(2) >> 3 !== OPCODE_NOTIFY || packet.readUInt16BE(4) !== 1)
    return undefined
  const labels: string[] = []
  for (let at = HEADER_BYTES; at < packet.length;) {
    const length = packet.readUInt8(at)
    if (length === 0) return labels.join('.').toLowerCase()
    if (length > 63 || at + 1 + length > packet.length) return undefined
    labels.push(packet.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return undefined
}

/** What the sender hears: that it was taken, or that nobody here has the zone. */
export const notifyAnswer = (packet: Buffer, isTaken: boolean): Buffer => {
  const answer = Buffer.from(packet)
  // QR, the opcode of the request, AA as RFC 1996 §3.1 has it.
  answer.writeUInt16BE(0x8400 | (OPCODE_NOTIFY << 11) | (isTaken ? RCODE.NOERROR : RCODE.REFUSED), 2)
  return answer
}
