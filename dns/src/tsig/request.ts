import type { TsigKey } from './keys.ts'
import { isSameMac, macOf, unsigned } from './mac.ts'
import { appendTsig, readTsig } from './record.ts'
import { FUDGE_S } from './keyring.ts'

/** A request of ours that is signed, and a check of the answer to it. */
export interface SignedRequest {
  readonly packet: Buffer
  /** whether these bytes are the answer of who has the key. @param start where the answer's TSIG record begins */
  isAnswered(reply: Buffer, start: number): boolean
}

/** Signs a message that we ask of somebody else, such as a NOTIFY. @param nowS gives seconds since 1970 */
export const signRequest = (message: Buffer, key: TsigKey, nowS: () => number): SignedRequest => {
  const timeSigned = nowS()
  const mac = macOf(key, { message, timeSigned, fudge: FUDGE_S })
  const originalId = message.readUInt16BE(0)
  const packet = appendTsig(message, {
    ...{ key: key.name, algorithm: key.algorithm, timeSigned, fudge: FUDGE_S, mac, originalId },
    ...{ error: 0, other: Buffer.alloc(0) },
  })
  return {
    packet,
    isAnswered: (reply, start) => {
      const record = readTsig(reply, start)
      if (record?.key !== key.name || record.algorithm !== key.algorithm) return false
      const expected = macOf(key, { ...record, message: unsigned(reply, record), prior: mac })
      return isSameMac(record.mac, expected) && Math.abs(nowS() - record.timeSigned) <= record.fudge
    },
  }
}
