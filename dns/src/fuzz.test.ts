import { describe, expect, it } from '@jest/globals'
import { decode } from 'dns-packet'
import { answer, type Asker, type Transfer } from './answer.ts'
import { Access } from './serve/access.ts'
import { Counters } from './serve/counters.ts'
import { Limiter } from './serve/limiter.ts'
import { Responder } from './serve/responder.ts'
import { header, nameOf, opt, option, query, question, record } from './test-packets.ts'
import { messages } from './transfer/axfr.ts'
import { RCODE } from './wire/constants.ts'
import { Keyring } from './tsig/keyring.ts'
import { createKey } from './tsig/keys.ts'
import { signRequest } from './tsig/request.ts'
import { parseName } from './wire/name.ts'
import { readQuery } from './wire/query.ts'
import { ZoneTable } from './zone/zone-table.ts'
import { addressRdata } from './zone/rdata.ts'
import { createZone } from './zone/zone.ts'

/** Mulberry32: the same packets in every run, so that a failure can be had again from its seed. */
const randomFrom = (seed: number): ((below: number) => number) => {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const zones = new ZoneTable()
const owners = ['vm1', 'a.tier', '*.wild', ...Array.from({ length: 80 }, () => 'many')]
const entries = owners.map((owner, index) => ({
  owner: parseName(`${owner}.demo.internal`),
  type: 1,
  ttl: 5,
  rdata: addressRdata(`10.0.0.${String(index)}`, 4),
}))
zones.put(createZone({ name: 'internal', serial: 1, refresh: 300, entries: [] }))
zones.put(createZone({ name: 'demo.internal', serial: 7, refresh: 5, entries }))
zones.putUnknown('lost.internal')

const key = createKey('edge', 'hmac-sha256', Buffer.alloc(32, 7).toString('base64'))
const signedSeeds = [query('vm1.demo.internal', 1, opt()), query('demo.internal', 252)].map(
  (packet) => signRequest(packet, key, () => 0).packet,
)

const seeds: readonly Buffer[] = [
  ...signedSeeds,
  query('vm1.demo.internal'),
  query('many.demo.internal', 1, opt({ payload: 4096 })),
  query('x.wild.demo.internal', 255, opt({ options: option(10, Buffer.alloc(8)) })),
  query('demo.internal', 252),
  query('tier.demo.internal', 16, opt({ flags: 0x8000 })),
  query('vm1.lost.internal'),
  Buffer.concat([
    header(0, [1, 0, 1, 0]),
    question('demo.internal', 251),
    record(nameOf('demo.internal'), 6, Buffer.alloc(40)),
  ]),
  Buffer.concat([
    header(0x0100, [1, 1, 1, 2]),
    question('vm1.demo.internal'),
    ...Array.from({ length: 3 }, () => record(Buffer.of(0xc0, 12), 1)),
    opt(),
  ]),
]

const mutate = (packet: Buffer, random: (below: number) => number): Buffer => {
  let bytes = Buffer.from(packet)
  for (let changes = random(6); changes > 0; changes--) {
    const at = random(bytes.length + 1)
    const other = seeds[random(seeds.length)] ?? packet
    switch (random(6)) {
      case 0:
        bytes = bytes.subarray(0, at)
        break
      case 1:
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.of(random(256)), bytes.subarray(at)])
        break
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(random(other.length))])
        break
      default:
        if (at < bytes.length) bytes[at] = [0, 1, 0x3f, 0x40, 0xc0, 0xff, random(256)][random(7)] ?? 0
    }
  }
  return bytes
}

/** Plain, because it is asked millions of times. */
const must = (isSo: boolean, what: string): void => {
  if (!isSo) throw new Error(`must be: ${what}`)
}

const limitFor = (packet: Buffer, asker: Asker): number => {
  if (asker.transport === 'tcp') return 65_535
  // Without looking into the packet: nobody who sends no OPT type at all may get more than 512.
  return packet.includes(Buffer.of(0, 41)) ? 1232 : 512
}

const check = (packet: Buffer, asker: Asker): 'silent' | 'answered' | 'transferred' => {
  const before = Buffer.from(packet)
  const reply = answer(packet, asker, zones)
  must(packet.equals(before), 'the packet is as it was')
  const mayAnswer = packet.length >= 12 && (packet[2] ?? 0) < 0x80
  must((reply !== undefined) === mayAnswer, 'answered when it may be')
  if (reply === undefined) return 'silent'
  const bytes = Buffer.isBuffer(reply) ? [reply] : [...messages(reply)]
  for (const message of bytes) {
    must(message.length <= limitFor(packet, asker), 'no longer than allowed')
    must(message.readUInt16BE(0) === packet.readUInt16BE(0), 'the same id')
    must(((message[2] ?? 0) & 0xf8) === (0x80 | ((packet[2] ?? 0) & 0x78)), 'a response to the same opcode')
    decode(message)
  }
  if (asker.transport === 'udp' && asker.role === 'edge') checkServed(packet, reply)
  return Buffer.isBuffer(reply) ? 'answered' : 'transferred'
}

const responder = new Responder({
  zones,
  access: new Access({ edges: [{ block: '192.0.2.1/32', key: undefined }], clients: [] }),
  limiter: new Limiter(0),
  cookies: undefined,
  keyring: new Keyring([key], () => 0),
  counters: new Counters(),
  now: () => 0,
  sample: 0,
  onSample: () => undefined,
})

/** The short way of plain queries says the same as the long one; what is signed and was changed is not taken. */
const checkServed = (packet: Buffer, reply: Buffer | Transfer): void => {
  const served = responder.overUdp(packet, '192.0.2.1')
  if (!Buffer.isBuffer(reply) || served === undefined) throw new Error('it must be answered')
  const request = readQuery(packet)
  if (request.kind === 'query' && request.tsigStart !== undefined) {
    must(isAnsweredWell(packet, served), 'taken as it was signed, or not at all')
    return
  }
  // Equal bytes nearly always; names of a denial may be compressed otherwise.
  if (!served.equals(reply)) expect(decode(served)).toEqual(decode(reply))
  must(served.length <= limitFor(packet, { transport: 'udp', role: 'edge' }), 'no longer than allowed')
}

const folded = (packet: Buffer): string => packet.toString('latin1', 2).toLowerCase()

const isAnsweredWell = (packet: Buffer, served: Buffer): boolean => {
  decode(served)
  const rcode = (served[3] ?? 0) & 15
  // Of the id nothing is said by who signed, nor of the case of the key's name.
  const isAsSigned = signedSeeds.some((seed) => folded(seed) === folded(packet))
  return isAsSigned || rcode === RCODE.NOTAUTH || rcode === RCODE.FORMERR
}

describe('answer: any bytes', () => {
  // QUANTUMNET_FUZZ=10000000 for a long run.
  const packets = Number(process.env['QUANTUMNET_FUZZ'] ?? 20_000)

  it('never throws, never answers an answer, never exceeds its limit, and is read by another decoder', () => {
    const random = randomFrom(20_240_501)
    const outcomes = { silent: 0, answered: 0, transferred: 0 }
    for (let index = 0; index < packets; index++) {
      const packet = mutate(seeds[index % seeds.length] ?? Buffer.alloc(0), random)
      const asker = { transport: random(2) === 0 ? 'udp' : 'tcp', role: random(4) !== 0 ? 'edge' : 'stranger' } as const
      try {
        outcomes[check(packet, asker)]++
      } catch (cause) {
        throw new Error(`packet ${packet.toString('hex')} as ${JSON.stringify(asker)}`, { cause })
      }
    }
    // So that mutation does not quietly turn everything into the same dull packet.
    for (const count of Object.values(outcomes)) expect(count).toBeGreaterThan(packets / 100)
  }, 3_600_000)
})
