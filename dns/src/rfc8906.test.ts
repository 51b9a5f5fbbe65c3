import { describe, expect, it } from '@jest/globals'
import { decode } from 'dns-packet'
import { answer } from './answer.ts'
import { Access } from './serve/access.ts'
import { Counters } from './serve/counters.ts'
import { Limiter } from './serve/limiter.ts'
import { Responder } from './serve/responder.ts'
import { header, opt, option, question, recordText } from './test-packets.ts'
import { Keyring } from './tsig/keyring.ts'
import { ZoneTable } from './zone/zone-table.ts'
import { createZone } from './zone/zone.ts'

/** The queries of RFC 8906 §8 by which servers are found that do not answer what they do not know, each with what has to come back. */

const [SOA, DNSKEY, UNKNOWN] = [6, 48, 1000]
const FLAGS = { AA: 0x0400, TC: 0x0200, RD: 0x0100, RA: 0x0080, Z: 0x0040, AD: 0x0020, CD: 0x0010 }
const RCODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED']

const zones = new ZoneTable()
zones.put(createZone({ name: 'internal', serial: 1, refresh: 300, entries: [] }))

const responder = new Responder({
  ...{ zones, limiter: new Limiter(0), counters: new Counters(), now: () => 0, sample: 0 },
  ...{ cookies: undefined, keyring: new Keyring([], () => 0), onSample: () => undefined },
  access: new Access({ edges: [{ block: '192.0.2.1/32', key: undefined }], clients: [] }),
})

interface Asked {
  readonly type?: number
  readonly flags?: number
  readonly edns?: Parameters<typeof opt>[0]
}

const packetOf = ({ type = SOA, flags = 0, edns }: Asked): Buffer =>
  Buffer.concat([
    header(flags, [1, 0, 0, edns === undefined ? 0 : 1]),
    question('internal', type),
    ...(edns ? [opt(edns)] : []),
  ])

/** Everything that RFC 8906 looks at. */
const seen = (reply: Buffer | undefined): string[] => {
  if (reply === undefined) return ['nothing']
  const word = reply.readUInt16BE(2)
  const { answers = [], authorities = [], additionals = [] } = decode(reply)
  return [
    [
      RCODES[word & 15] ?? String(word & 15),
      ...((word & 0x7800) === 0 ? [] : [`opcode ${String((word >> 11) & 15)}`]),
      ...Object.entries(FLAGS).flatMap(([name, bit]) => ((word & bit) === 0 ? [] : [name])),
    ].join(' '),
    ...answers.map(recordText),
    ...authorities.map((record) => `authority ${recordText(record)}`),
    ...additionals.map((record) =>
      record.type === 'OPT'
        ? `${recordText(record)} flags ${record.flags.toString(16)} options ${String(record.options.length)}`
        : recordText(record),
    ),
  ]
}

const THE_SOA = 'internal SOA 1'
const OPT = 'OPT 1232 v0 rcode 0 flags 0 options 0'
const [BADVERS, BADVERS_DO] = ['OPT 1232 v0 rcode 1 flags 0 options 0', 'OPT 1232 v0 rcode 1 flags 8000 options 0']
const unknownOption = option(100, Buffer.alloc(0))

const CASES: readonly (readonly [section: string, asked: Asked, expected: readonly string[]])[] = [
  ['8.1.1 a zone: +noedns +noad +norec soa', {}, ['NOERROR AA', THE_SOA]],
  ['8.1.2 an unknown type: type1000', { type: UNKNOWN }, ['NOERROR AA', `authority ${THE_SOA}`]],
  ['8.1.3 +cd', { flags: FLAGS.CD }, ['NOERROR AA', THE_SOA]],
  ['8.1.3 +ad', { flags: FLAGS.AD }, ['NOERROR AA', THE_SOA]],
  ['8.1.3 the reserved bit: +zflag', { flags: FLAGS.Z }, ['NOERROR AA', THE_SOA]],
  ['8.1.3 +rec', { flags: FLAGS.RD }, ['NOERROR AA RD', THE_SOA]],
  ['8.2.1 EDNS: +edns=0', { edns: {} }, ['NOERROR AA', THE_SOA, OPT]],
  ['8.2.2 its version: +edns=1 +noednsneg', { edns: { version: 1 } }, ['NOERROR', BADVERS]],
  ['8.2.3 an unknown option: +ednsopt=100', { edns: { options: unknownOption } }, ['NOERROR AA', THE_SOA, OPT]],
  ['8.2.4 unknown flags: +ednsflags=0x40', { edns: { flags: 0x40 } }, ['NOERROR AA', THE_SOA, OPT]],
  ['8.2.5 version and unknown flags', { edns: { version: 1, flags: 0x40 } }, ['NOERROR', BADVERS]],
  ['8.2.6 version and an unknown option', { edns: { version: 1, options: unknownOption } }, ['NOERROR', BADVERS]],
  [
    '8.2.7 a truncated answer: +dnssec +bufsize=512 +ignore dnskey',
    { type: DNSKEY, edns: { payload: 512, flags: 0x8000 } },
    ['NOERROR AA', `authority ${THE_SOA}`, 'OPT 1232 v0 rcode 0 flags 8000 options 0'],
  ],
  ['8.2.8 +dnssec', { edns: { flags: 0x8000 } }, ['NOERROR AA', THE_SOA, 'OPT 1232 v0 rcode 0 flags 8000 options 0']],
  ['8.2.9 version and +dnssec', { edns: { version: 1, flags: 0x8000 } }, ['NOERROR', BADVERS_DO]],
  [
    'several defined options',
    {
      edns: {
        options: Buffer.concat([
          option(3, Buffer.alloc(0)),
          option(8, Buffer.of(0, 1, 0, 0)),
          option(9, Buffer.alloc(0)),
        ]),
      },
    },
    ['NOERROR AA', THE_SOA, OPT],
  ],
]

describe('RFC 8906', () => {
  it.each(CASES)('%s', (_, asked, expected) => {
    expect(seen(responder.overUdp(packetOf(asked), '192.0.2.1'))).toEqual(expected)
  })

  // §8.1.5 and §8.2.10: the same over TCP.
  it.each(CASES)('%s, over TCP', (_, asked, expected) => {
    const reply = answer(packetOf(asked), { transport: 'tcp', role: 'edge' }, zones)
    expect(seen(Buffer.isBuffer(reply) ? reply : undefined)).toEqual(expected)
  })

  // §8.1.4: +opcode=N +header-only, and with a question.
  const opcodes = Array.from({ length: 16 }, (_, opcode) => opcode).filter((opcode) => ![0, 4, 5].includes(opcode))
  it.each(opcodes)('8.1.4 opcode %d', (opcode) => {
    for (const packet of [
      header(opcode << 11, [0, 0, 0, 0]),
      packetOf({ flags: opcode << 11 }),
      packetOf({ flags: opcode << 11, edns: {} }),
    ])
      expect(seen(responder.overUdp(packet, '192.0.2.1'))).toEqual([`NOTIMP opcode ${String(opcode)}`])
  })
})
