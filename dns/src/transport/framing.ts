/** Messages over TCP: each after its length in two bytes (RFC 1035 §4.2.2, RFC 7766). */

/** Far more than any query needs; it bounds what a connection can make us hold. */
export const MAX_QUERY_BYTES = 4096

const LENGTH_BYTES = 2

/** Cuts a stream of bytes into messages, however the bytes come in: split, one by one, or many messages at once. */
export class FrameReader {
  #held = Buffer.alloc(0)

  /** Takes bytes in and gives the messages they complete; undefined when a message is announced that is larger than any query. */
  push(chunk: Buffer): Buffer[] | undefined {
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk])
    const messages: Buffer[] = []
    let at = 0
    while (at + LENGTH_BYTES <= bytes.length) {
      const length = bytes.readUInt16BE(at)
      if (length > MAX_QUERY_BYTES) return undefined
      if (at + LENGTH_BYTES + length > bytes.length) break
      messages.push(bytes.subarray(at + LENGTH_BYTES, at + LENGTH_BYTES + length))
      at += LENGTH_BYTES + length
    }
    // A copy: a view would keep the whole chunk alive for the sake of a few bytes.
    this.#held = Buffer.from(bytes.subarray(at))
    return messages
  }
}

/** A message with its length before it. */
export const frame = (message: Buffer): Buffer => {
  const framed = Buffer.allocUnsafe(LENGTH_BYTES + message.length)
  framed.writeUInt16BE(message.length, 0)
  message.copy(framed, LENGTH_BYTES)
  return framed
}
