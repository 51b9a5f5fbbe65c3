/** SipHash-2-4 (Aumasson, Bernstein 2012), as RFC 9018 uses it. In BigInt: only clients that are no edges are asked for cookies. */

const MASK = (1n << 64n) - 1n
const rotate = (value: bigint, bits: bigint): bigint => ((value << bits) | (value >> (64n - bits))) & MASK

type State = [bigint, bigint, bigint, bigint]

const round = ([a, b, c, d]: State): State => {
  const [sumAB, sumCD] = [(a + b) & MASK, (c + d) & MASK]
  const [b1, d1] = [rotate(b, 13n) ^ sumAB, rotate(d, 16n) ^ sumCD]
  const [sumAD, sumCB] = [(rotate(sumAB, 32n) + d1) & MASK, (sumCD + b1) & MASK]
  return [sumAD, rotate(b1, 17n) ^ sumCB, rotate(sumCB, 32n), rotate(d1, 21n) ^ sumAD]
}

const rounds = (state: State, count: number): State => {
  let next = state
  for (let left = count; left > 0; left--) next = round(next)
  return next
}

/** @param key 16 bytes */
export const sipHash = (key: Buffer, data: Buffer): Buffer => {
  const [k0, k1] = [key.readBigUInt64LE(0), key.readBigUInt64LE(8)]
  let state: State = [
    k0 ^ 0x736f6d6570736575n,
    k1 ^ 0x646f72616e646f6dn,
    k0 ^ 0x6c7967656e657261n,
    k1 ^ 0x7465646279746573n,
  ]
  // The last word has what is left over, and the length in its highest byte.
  const words = Buffer.alloc(8 * (Math.floor(data.length / 8) + 1))
  data.copy(words)
  words[words.length - 1] = data.length & 255
  for (let at = 0; at < words.length; at += 8) {
    const word = words.readBigUInt64LE(at)
    state[3] ^= word
    state = rounds(state, 2)
    state[0] ^= word
  }
  state[2] ^= 0xffn
  const [a, b, c, d] = rounds(state, 4)
  const hash = Buffer.alloc(8)
  hash.writeBigUInt64LE(a ^ b ^ c ^ d)
  return hash
}
