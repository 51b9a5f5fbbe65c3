import { padded } from './message.ts'

/** A field of a match and its value, whole: `ofp_oxm_field`. */
export type Field = Buffer

const BASIC_CLASS = 0x8000
const OXM_HEADER_BYTES = 4
const OXM_MATCH = 1

const field =
  (id: number, bytes: number) =>
  (value: number | Buffer): Field => {
    const whole = Buffer.alloc(OXM_HEADER_BYTES + bytes)
    whole.writeUInt16BE(BASIC_CLASS, 0)
    whole.writeUInt8(id << 1, 2)
    whole.writeUInt8(bytes, 3)
    if (typeof value === 'number') whole.writeUIntBE(value, OXM_HEADER_BYTES, bytes)
    else value.copy(whole, OXM_HEADER_BYTES)
    return whole
  }

export const ethSrc = field(4, 6)
export const ethType = field(5, 2)
export const ipProto = field(10, 1)
export const ipv4Dst = field(12, 4)
export const arpOp = field(21, 2)
export const arpSpa = field(22, 4)
export const arpTpa = field(23, 4)
export const ipv6Dst = field(27, 16)
export const icmpv6Type = field(29, 1)
export const icmpv6Code = field(30, 1)
export const ndTarget = field(31, 16)

/** `ofp_match`; what a field needs comes before it. */
export const encodeMatch = (fields: readonly Field[]): Buffer => {
  const body = Buffer.concat(fields)
  const head = Buffer.alloc(4)
  head.writeUInt16BE(OXM_MATCH, 0)
  head.writeUInt16BE(head.length + body.length, 2)
  return padded(Buffer.concat([head, body]))
}

/** Of an `ofp_match`: what is compared, and OVN's datapath if it is part of it. */
export interface Matched {
  /** each field with its value, in hexadecimal */
  readonly fields: readonly string[]
  /** OVN's number of a logical datapath, in hexadecimal */
  readonly metadata: string | undefined
  /** bytes that the match takes, with its padding */
  readonly length: number
}

const METADATA = '80000408'

export const parseMatch = (bytes: Buffer): Matched => {
  const end = Math.min(bytes.readUInt16BE(2), bytes.length)
  const fields: string[] = []
  for (let at = 4; at + OXM_HEADER_BYTES <= end;) {
    const next = at + OXM_HEADER_BYTES + bytes.readUInt8(at + 3)
    fields.push(bytes.toString('hex', at, next))
    at = next
  }
  const metadata = fields.find((each) => each.startsWith(METADATA))?.slice(METADATA.length)
  return { fields, metadata, length: (end + 7) & ~7 }
}
