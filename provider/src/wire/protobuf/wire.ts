/** Protocol Buffers on the wire (https://protobuf.dev/programming-guides/encoding): tags, varints and length-delimited payloads. */

/** How a field's payload is delimited. 1 and 5 (fixed width) are only skipped: no message here has such a field. */
export type WireType = 0 | 1 | 2 | 5

/** What stands after a tag: a varint's number, or the bytes of a length-delimited field. */
export type Payload = bigint | Uint8Array

export interface RawField {
  readonly number: number
  readonly payload: Payload
}

/** The message ended early, or a byte stands where the format allows none. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage'
}

/** A signed 64-bit integer as a varint: seven bits a byte, negative numbers in two's complement as ten bytes. */
export const varint = (value: bigint): Uint8Array => {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, value)
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80)
    rest >>= 7n
  }
  bytes.push(Number(rest))
  return Uint8Array.from(bytes)
}

/** One field with its tag, as chunks to be joined once at the end: large attributes are never copied level by level. */
export const fieldChunks = (number: number, payload: bigint | readonly Uint8Array[]): Uint8Array[] => {
  if (typeof payload === 'bigint') return [varint(BigInt(number << 3)), varint(payload)]
  const length = payload.reduce((sum, chunk) => sum + chunk.length, 0)
  return [varint(BigInt((number << 3) | 2)), varint(BigInt(length)), ...payload]
}

class Cursor {
  readonly #bytes: Uint8Array
  #at = 0
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length
  }

  varint(): bigint {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) throw new MalformedMessage('the message ends inside a number')
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asIntN(64, value)
    }
    throw new MalformedMessage('a number is longer than ten bytes')
  }

  take(length: number): Uint8Array {
    const end = this.#at + length
    if (end > this.#bytes.length) throw new MalformedMessage('the message ends inside a field')
    const taken = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return taken
  }
}

const payloadOf = (cursor: Cursor, wireType: number): Payload => {
  switch (wireType) {
    case 0:
      return cursor.varint()
    case 1:
      return cursor.take(8)
    case 2:
      return cursor.take(Number(cursor.varint()))
    case 5:
      return cursor.take(4)
    default:
      throw new MalformedMessage(`wire type ${String(wireType)} does not exist in proto3`)
  }
}

/** The fields of a message in the order they stand. Length-delimited payloads are views of `bytes`, not copies. */
export function* rawFields(bytes: Uint8Array): Generator<RawField> {
  const cursor = new Cursor(bytes)
  while (!cursor.atEnd) {
    const tag = Number(cursor.varint())
    yield { number: tag >>> 3, payload: payloadOf(cursor, tag & 7) }
  }
}
