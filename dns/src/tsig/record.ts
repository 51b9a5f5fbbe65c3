import { HEADER_BYTES, TYPE } from '../wire/constants.ts'
import { endOfName, endOfPlainName, readPlainName, type WireName } from '../wire/name.ts'

/** The TSIG record at the end of a signed message (RFC 8945 §4.2). */

export interface TsigRecord {
  /** where it begins in its message; what is before it was signed */
  readonly start: number
  readonly key: WireName
  readonly algorithm: WireName
  /** seconds since 1970, in 48 bits */
  readonly timeSigned: number
  /** seconds by which clocks may differ */
  readonly fudge: number
  readonly mac: Buffer
  /** the message's id when it was signed: a forwarder may have given it another */
  readonly originalId: number
  readonly error: number
  readonly other: Buffer
}

export const TSIG_ERROR = { BADSIG: 16, BADKEY: 17, BADTIME: 18, BADTRUNC: 22 } as const

export const CLASS_ANY = 255

/** Reads the record that begins at `start` and ends the packet; undefined when it is malformed. */
export const readTsig = (packet: Buffer, start: number): TsigRecord | undefined => {
  const fixed = endOfPlainName(packet, start)
  if (fixed < 0 || fixed + 10 > packet.length) return undefined
  if (packet.readUInt16BE(fixed + 2) !== CLASS_ANY || packet.readUInt32BE(fixed + 4) !== 0) return undefined
  const data = fixed + 10
  const algorithmEnd = endOfPlainName(packet, data)
  if (algorithmEnd < 0 || algorithmEnd + 10 > packet.length) return undefined
  const macStart = algorithmEnd + 10
  const macEnd = macStart + packet.readUInt16BE(algorithmEnd + 8)
  if (macEnd + 6 > packet.length || macEnd + 6 + packet.readUInt16BE(macEnd + 4) !== packet.length) return undefined
  return {
    start,
    key: readPlainName(packet, start, fixed),
    algorithm: readPlainName(packet, data, algorithmEnd),
    timeSigned: packet.readUIntBE(algorithmEnd, 6),
    fudge: packet.readUInt16BE(algorithmEnd + 6),
    mac: packet.subarray(macStart, macEnd),
    originalId: packet.readUInt16BE(macEnd),
    error: packet.readUInt16BE(macEnd + 2),
    other: packet.subarray(macEnd + 6),
  }
}

/** Where the signature of a whole message begins; undefined: it has none, or its records don't end where it does. */
export const findTsig = (message: Buffer): number | undefined => {
  let [at, last] = [HEADER_BYTES, -1]
  const [questions, ...records] = [4, 6, 8, 10].map((count) => message.readUInt16BE(count))
  const total = records.reduce((sum, count) => sum + count, 0)
  for (let index = 0; index < (questions ?? 0) + total; index++) {
    const fixed = endOfName(message, at)
    const isRecord = index >= (questions ?? 0)
    if (fixed < 0 || fixed + (isRecord ? 10 : 4) > message.length) return undefined
    last = isRecord && message.readUInt16BE(fixed) === TYPE.TSIG ? at : -1
    at = isRecord ? fixed + 10 + message.readUInt16BE(fixed + 8) : fixed + 4
  }
  return last >= 0 && at === message.length ? last : undefined
}

/** How many bytes a record takes. */
export const tsigBytes = (
  key: WireName,
  algorithm: WireName,
  { mac, other }: Pick<TsigRecord, 'mac' | 'other'>,
): number => key.length + 1 + 10 + algorithm.length + 1 + 16 + mac.length + other.length

/** A message with a TSIG record at its end, which its header counts. */
export const appendTsig = (message: Buffer, record: Omit<TsigRecord, 'start'>): Buffer => {
  const { key, algorithm, mac, other } = record
  const whole = Buffer.alloc(message.length + tsigBytes(key, algorithm, record))
  message.copy(whole)
  whole.writeUInt16BE(message.readUInt16BE(10) + 1, 10)
  let at = message.length + whole.write(`${key}\0`, message.length, 'latin1')
  at = whole.writeUInt16BE(TYPE.TSIG, at)
  at = whole.writeUInt16BE(CLASS_ANY, at)
  at = whole.writeUInt32BE(0, at)
  at = whole.writeUInt16BE(whole.length - at - 2, at)
  at += whole.write(`${algorithm}\0`, at, 'latin1')
  at = whole.writeUIntBE(record.timeSigned, at, 6)
  at = whole.writeUInt16BE(record.fudge, at)
  at = whole.writeUInt16BE(mac.length, at)
  at += mac.copy(whole, at)
  at = whole.writeUInt16BE(record.originalId, at)
  at = whole.writeUInt16BE(record.error, at)
  at = whole.writeUInt16BE(other.length, at)
  other.copy(whole, at)
  return whole
}
