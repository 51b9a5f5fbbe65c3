import type { WireName } from '../wire/name.ts'
import type { TsigKey } from './keys.ts'
import { isSameMac, macOf, unsigned } from './mac.ts'
import { appendTsig, readTsig, TSIG_ERROR, tsigBytes, type TsigRecord } from './record.ts'

/** Signs the messages of one answer, in their order. */
export interface Signature {
  /** how many bytes it adds to each */
  readonly bytes: number
  sign(message: Buffer): Buffer
}

export type Verdict =
  /** the request as it was before it was signed, and who signed it */
  | { readonly kind: 'signed'; readonly request: Buffer; readonly key: TsigKey; readonly signature: Signature }
  /** to be answered with NOTAUTH and this at its end */
  | { readonly kind: 'refused'; readonly request: Buffer; readonly signature: Signature }
  | { readonly kind: 'malformed' }

/** Seconds by which clocks may differ: what RFC 8945 §10 recommends. */
export const FUDGE_S = 300

/** The keys that we know, and what they make of signed requests (RFC 8945 §5.2). */
export class Keyring {
  readonly #keys: ReadonlyMap<WireName, TsigKey>
  readonly #nowS: () => number

  /** @param nowS seconds since 1970 by the clock on the wall */
  constructor(keys: readonly TsigKey[], nowS: () => number) {
    this.#keys = new Map(keys.map((key) => [key.name, key]))
    this.#nowS = nowS
  }

  /** The key of a name, as text. */
  find(text: string): TsigKey | undefined {
    return [...this.#keys.values()].find((key) => key.text === text)
  }

  /** @param start where the TSIG record begins, which ends the packet */
  verify(packet: Buffer, start: number): Verdict {
    const record = readTsig(packet, start)
    if (record === undefined) return { kind: 'malformed' }
    // As it came: whoever passed it on knows its answer by the id that he gave it.
    const request = unsigned(packet, { start, originalId: packet.readUInt16BE(0) })
    const refuse = (error: number): Verdict => ({ kind: 'refused', request, signature: this.#refusal(record, error) })
    const key = this.#keys.get(record.key)
    if (key?.algorithm !== record.algorithm) return refuse(TSIG_ERROR.BADKEY)
    const mac = macOf(key, { ...record, message: unsigned(packet, record) })
    if (record.mac.length > mac.length || record.mac.length < Math.max(10, mac.length / 2)) return { kind: 'malformed' }
    if (!isSameMac(record.mac, mac.subarray(0, record.mac.length))) return refuse(TSIG_ERROR.BADSIG)
    // Ours is the policy to take whole MACs only (§5.2.2.1).
    if (record.mac.length < mac.length) return refuse(TSIG_ERROR.BADTRUNC)
    const nowS = this.#nowS()
    if (Math.abs(nowS - record.timeSigned) > record.fudge)
      return { kind: 'refused', request, signature: lateSignature(key, record, nowS) }
    return { kind: 'signed', request, key, signature: new AnswerSignature(key, record.mac, this.#nowS) }
  }

  /** Without a MAC: who cannot be known cannot be signed for (§5.3.2). */
  #refusal({ key, algorithm, timeSigned, fudge, originalId }: TsigRecord, error: number): Signature {
    const record = { key, algorithm, timeSigned, fudge, originalId, error, mac: NOTHING, other: NOTHING }
    return { bytes: tsigBytes(key, algorithm, record), sign: (message) => appendTsig(message, record) }
  }
}

const NOTHING = Buffer.alloc(0)

/** Says what our clock says, with the client's own time in the signature so that he can check it (§5.2.3). */
const lateSignature = (
  key: TsigKey,
  { mac: prior, timeSigned, fudge, originalId }: TsigRecord,
  nowS: number,
): Signature => {
  const other = Buffer.alloc(6)
  other.writeUIntBE(nowS, 0, 6)
  const error = TSIG_ERROR.BADTIME
  return {
    bytes: tsigBytes(key.name, key.algorithm, { mac: Buffer.alloc(prior.length), other }),
    sign: (message) => {
      const mac = macOf(key, { message, prior, timeSigned, fudge, error, other })
      return appendTsig(message, {
        key: key.name,
        algorithm: key.algorithm,
        timeSigned,
        fudge,
        mac,
        originalId,
        error,
        other,
      })
    },
  }
}

/** Every message of an answer is signed, over the MAC before it, so none can be left out or put in (§5.3.1). */
class AnswerSignature implements Signature {
  readonly #key: TsigKey
  readonly #nowS: () => number
  #prior: Buffer
  #isContinued = false

  constructor(key: TsigKey, prior: Buffer, nowS: () => number) {
    this.#key = key
    this.#prior = prior
    this.#nowS = nowS
  }

  get bytes(): number {
    return tsigBytes(this.#key.name, this.#key.algorithm, { mac: this.#prior, other: NOTHING })
  }

  sign(message: Buffer): Buffer {
    const { name, algorithm } = this.#key
    const timeSigned = this.#nowS()
    const mac = macOf(this.#key, {
      ...{ message, prior: this.#prior, timeSigned, fudge: FUDGE_S, isContinued: this.#isContinued },
    })
    this.#prior = mac
    this.#isContinued = true
    const originalId = message.readUInt16BE(0)
    return appendTsig(message, {
      ...{ key: name, algorithm, timeSigned, fudge: FUDGE_S, mac, originalId, error: 0, other: NOTHING },
    })
  }
}
