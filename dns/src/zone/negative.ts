import { FLAG, RCODE } from '../wire/constants.ts'
import type { WireName } from '../wire/name.ts'
import type { ReadyBody, Zone } from './zone.ts'

/** SOA in class IN. */
const HEAD = Buffer.from('00060001', 'hex')
const FLAGS = FLAG.QR | FLAG.AA | RCODE.NXDOMAIN

/**
 * What "no such name" has after the question, where the apex stands at `offset` in the question: the same for all names of one length. Names
 * are compressed against the apex alone, since what stands before it differs from question to question.
 */
export const negativeBody = (zone: Zone, offset: number): ReadyBody => {
  const known = zone.negative[offset]
  if (known !== undefined) return known
  const pointer = Buffer.of(0xc0 | (offset >> 8), offset & 255)
  const { ttl, rdatas } = zone.soa
  const data = Buffer.concat((rdatas[0] ?? []).map((part) => (typeof part === 'string' ? named(part, zone, pointer) : part)))
  const fixed = Buffer.alloc(6)
  fixed.writeUInt32BE(ttl, 0)
  fixed.writeUInt16BE(data.length, 4)
  const bytes = Buffer.concat([pointer, HEAD, fixed, data])
  const body = { type: 0, flags: FLAGS, answers: 0, authorities: 1, additionals: 0, bytes }
  zone.negative[offset] = body
  return body
}

const named = (name: WireName, { apex }: Zone, pointer: Buffer): Buffer =>
  name.endsWith(apex)
    ? Buffer.concat([Buffer.from(name.slice(0, name.length - apex.length), 'latin1'), pointer])
    : Buffer.from(`${name}\0`, 'latin1')
