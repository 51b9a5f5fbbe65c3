/** OpenFlow 1.4 as it is on the wire (ONF TS-012): messages, each with a header of 8 bytes. */

/** `version` of the header. Open vSwitch speaks 1.4 unless it is told not to, and it is the first with flow monitors. */
const VERSION = 0x05
const HEADER_BYTES = 8

/** Those of `ofp_type` that are used here. */
export const MessageType = {
  hello: 0,
  error: 1,
  echoRequest: 2,
  echoReply: 3,
  experimenter: 4,
  packetOut: 13,
  flowMod: 14,
  multipartRequest: 18,
  multipartReply: 19,
  barrierRequest: 20,
  barrierReply: 21,
} as const

/** What is said, without who asked. */
export interface Order {
  readonly type: number
  readonly body: Buffer
}

export interface Message extends Order {
  /** answers carry that of the question; 0: nobody asked */
  readonly xid: number
}

/** The switch said no, or what cannot be read. */
export class OpenFlowError extends Error {
  override readonly name = 'OpenFlowError'
}

export const encode = ({ type, xid, body }: Message): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt8(VERSION, 0)
  header.writeUInt8(type, 1)
  header.writeUInt16BE(HEADER_BYTES + body.length, 2)
  header.writeUInt32BE(xid, 4)
  return Buffer.concat([header, body])
}

/** The whole messages of what was received, and what is left of it. @throws OpenFlowError when it is no OpenFlow 1.4 */
export const split = (received: Buffer): { readonly messages: readonly Message[]; readonly rest: Buffer } => {
  const messages: Message[] = []
  let at = 0
  while (received.length - at >= HEADER_BYTES) {
    const [version, type, length] = [received.readUInt8(at), received.readUInt8(at + 1), received.readUInt16BE(at + 2)]
    // A hello tells the newest version that its sender knows.
    if (length < HEADER_BYTES || (version !== VERSION && (type !== MessageType.hello || version < VERSION)))
      throw new OpenFlowError(`no OpenFlow 1.4: version ${String(version)}, ${String(length)} bytes`)
    if (received.length - at < length) break
    messages.push({
      type,
      xid: received.readUInt32BE(at + 4),
      body: received.subarray(at + HEADER_BYTES, at + length),
    })
    at += length
  }
  return { messages, rest: received.subarray(at) }
}

/** Bytes up to the next multiple of eight. */
export const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 7)])
