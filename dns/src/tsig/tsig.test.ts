import { describe, expect, it } from '@jest/globals'
import { decode } from 'dns-packet'
import { Access, type EdgeRule } from '../serve/access.ts'
import { Counters } from '../serve/counters.ts'
import { Limiter } from '../serve/limiter.ts'
import { Responder } from '../serve/responder.ts'
import { opt, query, recordText } from '../test-packets.ts'
import { messages } from '../transfer/axfr.ts'
import { zoneFromFeed } from '../zone/feed-zone.ts'
import { ZoneTable } from '../zone/zone-table.ts'
import { Keyring } from './keyring.ts'
import { createKey, type TsigKey } from './keys.ts'
import { macOf, unsigned } from './mac.ts'
import { appendTsig, findTsig, readTsig, type TsigRecord } from './record.ts'
import { signRequest } from './request.ts'

const NOW_S = 1_700_000_000
const [AXFR, NOERROR, REFUSED, NOTAUTH] = [252, 0, 5, 9]
const keyOf = (name: string, fill: number, algorithm = 'hmac-sha256'): TsigKey =>
  createKey(name, algorithm, Buffer.alloc(32, fill).toString('base64'))
const [mine, long, foreign] = [keyOf('edge-a', 1), keyOf('edge-b', 2, 'hmac-sha512'), keyOf('edge-x', 3)]

const zones = new ZoneTable()
const records = Array.from({ length: 3000 }, (_, index) => ({
  ...{ name: `vm-${String(index)}`, type: 'A' as const, ttl: 5 },
  data: `10.0.${String(index >> 8)}.${String(index & 255)}`,
}))
zones.put(zoneFromFeed({ name: 'demo.internal', serial: 9, records }))

const edges: readonly EdgeRule[] = [
  { block: undefined, key: 'edge-a' },
  { block: '192.0.2.0/24', key: 'edge-b' },
]
const responder = new Responder({
  ...{ zones, access: new Access({ edges, clients: [] }), limiter: new Limiter(0), counters: new Counters() },
  ...{ cookies: undefined, keyring: new Keyring([mine, long], () => NOW_S), now: () => 0, sample: 0 },
  onSample: () => undefined,
})

const sign = (packet: Buffer, key = mine, nowS = NOW_S): Buffer => signRequest(packet, key, () => nowS).packet
const tsigOf = (message: Buffer): TsigRecord | undefined => {
  const start = findTsig(message)
  return start === undefined ? undefined : readTsig(message, start)
}

/** What a signed AXFR from somewhere becomes: a transfer, or a code with the error and the size of the MAC in the answer's TSIG record. */
const outcome = (packet: Buffer, from = '203.0.113.9'): string => {
  const found = responder.overTcp(packet, from)
  if (found === undefined) return 'nothing'
  if (!Buffer.isBuffer(found)) return 'transfer'
  const record = tsigOf(found)
  const said = record === undefined ? '' : ` error ${String(record.error)} mac ${String(record.mac.length)}`
  return `${String((found[3] ?? 0) & 15)}${said}`
}

describe('a signed request', () => {
  const axfr = query('demo.internal', AXFR)
  it.each<[string, Buffer, string, string]>([
    ['not signed', axfr, '192.0.2.1', String(REFUSED)],
    ['signed with a key that makes edges everywhere', sign(axfr), '203.0.113.9', 'transfer'],
    ['… with EDNS', sign(query('demo.internal', AXFR, opt())), '203.0.113.9', 'transfer'],
    ['signed with a key of some addresses, from one of them', sign(axfr, long), '192.0.2.1', 'transfer'],
    ['… from another one', sign(axfr, long), '203.0.113.9', `${String(REFUSED)} error 0 mac 64`],
    ['by an unknown key', sign(axfr, foreign), '192.0.2.1', `${String(NOTAUTH)} error 17 mac 0`],
    [
      'by another key of that name',
      sign(axfr, { ...foreign, text: mine.text, name: mine.name }),
      '192.0.2.1',
      `${String(NOTAUTH)} error 16 mac 0`,
    ],
    [
      'with a known key and another algorithm',
      sign(axfr, keyOf('edge-a', 1, 'hmac-sha384')),
      '192.0.2.1',
      `${String(NOTAUTH)} error 17 mac 0`,
    ],
    ['long ago', sign(axfr, mine, NOW_S - 301), '192.0.2.1', `${String(NOTAUTH)} error 18 mac 32`],
    ['in the future', sign(axfr, mine, NOW_S + 301), '192.0.2.1', `${String(NOTAUTH)} error 18 mac 32`],
    ['at the edge of the time that is allowed', sign(axfr, mine, NOW_S - 300), '192.0.2.1', 'transfer'],
    ['and bytes behind the signature', Buffer.concat([sign(axfr), Buffer.of(0)]), '192.0.2.1', '1'],
    ['twice', sign(sign(axfr)), '192.0.2.1', '1'],
  ])('%s', (_, packet, from, expected) => {
    expect(outcome(packet, from)).toBe(expected)
  })

  const withMac = (length: number): Buffer => {
    const signed = sign(axfr)
    const record = tsigOf(signed)
    if (record === undefined) throw new Error('it is signed')
    return appendTsig(axfr, { ...record, mac: Buffer.concat([record.mac, Buffer.alloc(8)]).subarray(0, length) })
  }
  it.each([
    [32, 'transfer'],
    // RFC 8945 §5.2.2.1: what is cut, but not too much, is refused by policy and said to be.
    [16, `${String(NOTAUTH)} error 22 mac 0`],
    [15, '1'],
    [9, '1'],
    [33, '1'],
  ])('with a MAC of %d bytes', (length, expected) => {
    expect(outcome(withMac(length))).toBe(expected)
  })

  it('that is late is told our time, in an answer that it can check', () => {
    const request = signRequest(axfr, mine, () => NOW_S - 1000)
    const found = responder.overTcp(request.packet, '192.0.2.1')
    if (!Buffer.isBuffer(found)) throw new Error('it is refused')
    const record = tsigOf(found)
    expect([record?.other.readUIntBE(0, 6), record?.timeSigned]).toEqual([NOW_S, NOW_S - 1000])
    expect(request.isAnswered(found, record?.start ?? 0)).toBe(true)
  })

  it('over UDP is answered and signed within the limit', () => {
    const request = signRequest(query('vm-1.demo.internal', 1, opt()), mine, () => NOW_S)
    const found = responder.overUdp(request.packet, '203.0.113.9') ?? Buffer.alloc(0)
    expect((decode(found).answers ?? []).map(recordText)).toEqual(['vm-1.demo.internal A 10.0.0.1'])
    expect(request.isAnswered(found, findTsig(found) ?? 0)).toBe(true)
    expect([(found[3] ?? 0) & 15, found.length <= 1232]).toEqual([NOERROR, true])
  })

  it('that was given another id on its way is answered with that one', () => {
    const forwarded = Buffer.from(sign(axfr))
    forwarded.writeUInt16BE(0x4242, 0)
    const found = responder.overTcp(forwarded, '203.0.113.9')
    if (found === undefined || Buffer.isBuffer(found)) throw new Error('it is a transfer')
    expect([...messages(found)][0]?.readUInt16BE(0)).toBe(0x4242)
  })

  it('is not taken when any byte that was signed is another one', () => {
    const signed = sign(query('demo.internal', AXFR, opt()))
    // The id is not signed, the original one is.
    for (let at = 2; at < signed.length; at++)
      for (const flip of [0x01, 0x80, 0xff]) {
        const changed = Buffer.from(signed)
        changed[at] = (changed[at] ?? 0) ^ flip
        expect([at, flip, outcome(changed)]).not.toEqual([at, flip, 'transfer'])
      }
  })

  it('may be cut anywhere', () => {
    const signed = sign(axfr)
    for (let length = 0; length < signed.length; length++)
      expect(outcome(signed.subarray(0, length))).toBe(length < 12 ? 'nothing' : '1')
  })
})

describe('a signed transfer', () => {
  it('has a signature on each message, over the one before', () => {
    const request = sign(query('demo.internal', AXFR))
    const found = responder.overTcp(request, '203.0.113.9')
    if (found === undefined || Buffer.isBuffer(found)) throw new Error('it is a transfer')
    const all = [...messages(found)]
    expect(all.length).toBeGreaterThan(3)
    let prior = tsigOf(request)?.mac
    for (const [index, message] of all.entries()) {
      const record = tsigOf(message)
      if (record === undefined) throw new Error('each is signed')
      const isContinued = index > 0
      expect(macOf(mine, { ...record, message: unsigned(message, record), prior, isContinued })).toEqual(record.mac)
      prior = record.mac
    }
    expect(all.flatMap((message) => decode(message).answers ?? [])).toHaveLength(3003)
  })
})
