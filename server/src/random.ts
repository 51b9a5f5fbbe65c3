import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

/** Bytes that are fetched from the system at once: a call for each id cost a twelfth of what making a port costs. */
const pool = Buffer.alloc(8_192)
let used = pool.length

/** So many random bytes, good until the event loop turns. @param count at most 1024 */
export const someRandomBytes = (count: number): Uint8Array => {
  if (used + count > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  return pool.subarray(used, (used += count))
}

const RANDOM_IN_ID = 16
let lastMs = 0
let seq = 0

/** A new id (UUIDv7, RFC 9562). Those of one process ascend, so that what is made together is listed in the order of the request. */
export const newId = (): string => {
  const random = someRandomBytes(RANDOM_IN_ID)
  // eslint-disable-next-line no-restricted-syntax -- the time in an id only orders ids: no rule depends on it
  const now = Date.now()
  if (now > lastMs) {
    lastMs = now
    // Half of the 32 bits are left to count in.
    seq = (((random[0] ?? 0) << 8) | (random[1] ?? 0)) << 8
  } else seq++
  return v7({ random, msecs: lastMs, seq })
}
