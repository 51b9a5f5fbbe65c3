import { createHmac, timingSafeEqual } from 'node:crypto'
import { CLASS_ANY, type TsigRecord } from './record.ts'
import type { TsigKey } from './keys.ts'

/** What a MAC is made of (RFC 8945 §4.3). */
export interface Signed {
  /** the message before it is signed, with the id that it was signed with */
  readonly message: Buffer
  /** of the request that this answers, or of the message before this one of the same answer */
  readonly prior?: Buffer | undefined
  readonly timeSigned: number
  readonly fudge: number
  readonly error?: number
  readonly other?: Buffer
  /** second and later messages of an answer: names and errors are not said again (§5.3.1) */
  readonly isContinued?: boolean
}

export const macOf = (key: TsigKey, signed: Signed): Buffer => {
  const { message, prior, timeSigned, fudge, isContinued = false } = signed
  const hmac = createHmac(key.hash, key.secret)
  if (prior !== undefined) hmac.update(words(prior.length)).update(prior)
  hmac.update(message)
  if (!isContinued)
    hmac
      .update(`${key.name}\0`, 'latin1')
      .update(words(CLASS_ANY, 0, 0))
      .update(`${key.algorithm}\0`, 'latin1')
  hmac.update(timers(timeSigned, fudge))
  if (!isContinued) {
    const { error = 0, other = Buffer.alloc(0) } = signed
    hmac.update(words(error, other.length)).update(other)
  }
  return hmac.digest()
}

/** Whether two MACs are the same, in a time that says nothing about where they differ. */
export const isSameMac = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)

/** A message as it was before it was signed: without the record, not counting it, and with its first id. */
export const unsigned = (packet: Buffer, { start, originalId }: Pick<TsigRecord, 'start' | 'originalId'>): Buffer => {
  const message = Buffer.from(packet.subarray(0, start))
  message.writeUInt16BE(originalId, 0)
  message.writeUInt16BE(packet.readUInt16BE(10) - 1, 10)
  return message
}

const timers = (timeSigned: number, fudge: number): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeUIntBE(timeSigned, 0, 6)
  bytes.writeUInt16BE(fudge, 6)
  return bytes
}

const words = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(2 * values.length)
  values.forEach((value, index) => bytes.writeUInt16BE(value, 2 * index))
  return bytes
}
