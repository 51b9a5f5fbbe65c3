import { parseIp } from '@quantumnet/api/values/ip'
import { sipHash } from '../wire/siphash.ts'

/**
 * DNS cookies (RFC 7873) as RFC 9018 makes them, so that servers of one name that share a secret take each other's: a client who shows ours has
 * our answers, so his address is not forged, and he is not limited.
 */

const CLIENT_BYTES = 8
/** client's part, version, reserved, time, hash */
const WHOLE_BYTES = 24
const VERSION = Buffer.of(1, 0, 0, 0)
/** RFC 9018 §4.3 */
const OLDEST_S = 3600
const FUTURE_S = 300

export class Cookies {
  readonly #secret: Buffer
  readonly #nowS: () => number

  /** @param secret 16 bytes @param nowS seconds since 1970 */
  constructor(secret: Buffer, nowS: () => number) {
    this.#secret = secret
    this.#nowS = nowS
  }

  /** The cookie that an answer carries. @param cookie as the query has it, at least 8 bytes */
  answerTo(cookie: Buffer, address: string): Buffer {
    const time = Buffer.alloc(4)
    time.writeUInt32BE(this.#nowS() >>> 0)
    return this.#make(cookie.subarray(0, CLIENT_BYTES), time, address)
  }

  /** Whether a query shows a cookie of ours for its address. */
  isOurs(cookie: Buffer, address: string): boolean {
    if (cookie.length !== WHOLE_BYTES) return false
    const time = cookie.subarray(12, 16)
    // RFC 1982 arithmetic: 32 bits of seconds wrap in 2106.
    const age = (this.#nowS() - time.readUInt32BE()) | 0
    if (age > OLDEST_S || age < -FUTURE_S) return false
    return this.#make(cookie.subarray(0, CLIENT_BYTES), time, address).equals(cookie)
  }

  #make(client: Buffer, time: Buffer, address: string): Buffer {
    const head = Buffer.concat([client, VERSION, time])
    return Buffer.concat([head, sipHash(this.#secret, Buffer.concat([head, addressBytes(address)]))])
  }
}

/** Cookies with a secret in hex, by the machine's clock; undefined without one. @throws Error when it is not 16 bytes */
export const cookiesFrom = (secret: string | undefined): Cookies | undefined => {
  if (secret === undefined) return undefined
  if (!/^[0-9a-f]{32}$/i.test(secret)) throw new Error('the cookie secret is not 32 hexadecimal digits')
  return new Cookies(Buffer.from(secret, 'hex'), () => Math.floor((performance.timeOrigin + performance.now()) / 1000))
}

const addressBytes = (address: string): Buffer => {
  const ip = parseIp(address)
  if (ip === undefined) return Buffer.alloc(0)
  return Buffer.from(ip.value.toString(16).padStart(ip.family === 4 ? 8 : 32, '0'), 'hex')
}
