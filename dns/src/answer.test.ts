import { describe, expect, it } from '@jest/globals'
import { decode } from 'dns-packet'
import { answer, type Asker } from './answer.ts'
import { header, nameOf, opt, option, query, question, record, recordText } from './test-packets.ts'
import { parseName } from './wire/name.ts'
import { ZoneTable } from './zone/zone-table.ts'
import { addressRdata } from './zone/rdata.ts'
import { createZone } from './zone/zone.ts'

const [A, SOA, TXT, IXFR, AXFR, ANY] = [1, 6, 16, 251, 252, 255]
const entry = (owner: string, address: string) => ({
  owner: parseName(`${owner}.demo.internal`),
  type: A,
  ttl: 5,
  rdata: addressRdata(address, 4),
})

const zones = new ZoneTable()
zones.put(createZone({ name: 'internal', serial: 1, refresh: 300, entries: [] }))
zones.put(
  createZone({
    name: 'demo.internal',
    serial: 7,
    refresh: 5,
    entries: [
      entry('vm1', '10.0.0.11'),
      entry('vm2', '10.0.0.12'),
      entry('vm2', '10.0.0.13'),
      entry('a.tier', '10.0.0.14'),
      entry('*.wild', '10.0.0.15'),
      ...Array.from({ length: 100 }, (_, index) => entry('many', `10.1.0.${String(index)}`)),
    ],
  }),
)
zones.putUnknown('lost.internal')

const udp: Asker = { transport: 'udp', role: 'edge' }
const tcp: Asker = { transport: 'tcp', role: 'edge' }

const RCODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED']
const FLAGS = { AA: 0x0400, TC: 0x0200, RD: 0x0100, RA: 0x0080, Z: 0x0040, AD: 0x0020, CD: 0x0010 }

/** What another decoder reads in an answer, in one line per section. */
const read = (packet: Buffer, asker = udp): string[] | undefined => {
  const bytes = answer(packet, asker, zones)
  if (bytes === undefined) return undefined
  if (!Buffer.isBuffer(bytes)) return [`transfer of ${bytes.zone.name}`]
  const reply = decode(bytes)
  const word = bytes.readUInt16BE(2)
  const flags = Object.entries(FLAGS).filter(([, bit]) => (word & bit) !== 0)
  const head = [RCODES[word & 15], ...flags.map(([name]) => name), `${String(reply.questions?.length)}q`]
  return [
    head.join(' '),
    ...(reply.answers ?? []).map(recordText).slice(0, 3),
    ...(reply.authorities ?? []).map((one) => `auth ${recordText(one)}`),
    ...(reply.additionals ?? []).map((one) => `add ${recordText(one)}`),
  ]
}

const OPT = 'add OPT 1232 v0 rcode 0'
const full = 'x'.repeat(63)

describe('answer: names', () => {
  it.each<[string, Buffer, string[]]>([
    ['an address', query('vm1.demo.internal'), ['NOERROR AA RD 1q', 'vm1.demo.internal A 10.0.0.11']],
    [
      'several addresses',
      query('vm2.demo.internal'),
      ['NOERROR AA RD 1q', 'vm2.demo.internal A 10.0.0.12', 'vm2.demo.internal A 10.0.0.13'],
    ],
    [
      'the letters as they were asked',
      query('VM1.Demo.internal'),
      ['NOERROR AA RD 1q', 'VM1.Demo.internal A 10.0.0.11'],
    ],
    ['no data of a type', query('vm1.demo.internal', TXT), ['NOERROR AA RD 1q', 'auth demo.internal SOA 7']],
    [
      'no data of an unknown type',
      query('vm1.demo.internal', 65_280),
      ['NOERROR AA RD 1q', 'auth demo.internal SOA 7'],
    ],
    ['no data at an empty non-terminal', query('tier.demo.internal'), ['NOERROR AA RD 1q', 'auth demo.internal SOA 7']],
    ['no such name', query('vm3.demo.internal'), ['NXDOMAIN AA RD 1q', 'auth demo.internal SOA 7']],
    ['no such zone below the root', query('vm1.other.internal'), ['NXDOMAIN AA RD 1q', 'auth internal SOA 1']],
    ['a name below one that exists', query('x.vm1.demo.internal'), ['NXDOMAIN AA RD 1q', 'auth demo.internal SOA 7']],
    [
      'a name from a wildcard',
      query('x.y.wild.demo.internal'),
      ['NOERROR AA RD 1q', 'x.y.wild.demo.internal A 10.0.0.15'],
    ],
    ['the wildcard itself', query('*.wild.demo.internal'), ['NOERROR AA RD 1q', '*.wild.demo.internal A 10.0.0.15']],
    ['SOA of the root', query('internal', SOA), ['NOERROR AA RD 1q', 'internal SOA 1']],
    ['NS of a zone', query('demo.internal', 2), ['NOERROR AA RD 1q', 'demo.internal NS ns.demo.internal']],
    ['one set for ANY', query('demo.internal', ANY), ['NOERROR AA RD 1q', 'demo.internal SOA 7']],
    ['a name of somebody else', query('example.org'), ['REFUSED RD 1q']],
    ['the root of all names', query('', 2), ['REFUSED RD 1q']],
    [
      'a name whose label has a dot in it',
      Buffer.concat([header(), question(Buffer.from('\x08vm1.demo\x08internal\0', 'latin1'))]),
      ['NXDOMAIN AA RD 1q', 'auth internal SOA 1'],
    ],
    ['a zone whose content is not known', query('vm1.lost.internal'), ['SERVFAIL RD 1q']],
  ])('%s', (_, packet, expected) => {
    expect(read(packet)).toEqual(expected)
  })

  it('refuses everything to who is no edge', () => {
    expect(read(query('vm1.demo.internal'), { ...udp, role: 'stranger' })).toEqual(['REFUSED RD 1q'])
    expect(read(query('demo.internal', AXFR), { ...tcp, role: 'stranger' })).toEqual(['REFUSED RD 1q'])
  })

  it('has equal TTL and MINIMUM in the SOA of a negative answer', () => {
    const { authorities = [] } = decode(answer(query('vm3.demo.internal'), udp, zones) as Buffer)
    expect(authorities[0]).toMatchObject({
      ttl: 1,
      data: { mname: 'ns.demo.internal', refresh: 5, retry: 5, expire: 2_419_200, minimum: 1 },
    })
  })
})

describe('answer: packets that are not plain queries', () => {
  const vm1 = question('vm1.demo.internal')
  const tsig = record(nameOf('key'), 250, Buffer.alloc(0), 255)
  const edns = (...records: Buffer[]): Buffer =>
    Buffer.concat([header(0x0100, [1, 0, 0, records.length]), vm1, ...records])
  it.each<[string, Buffer, string[] | undefined]>([
    ['nothing', Buffer.alloc(0), undefined],
    ['less than a header', header().subarray(0, 11), undefined],
    ['a response', Buffer.concat([header(0x8100), vm1]), undefined],
    ['opcode STATUS', Buffer.concat([header(0x1100), vm1]), ['NOTIMP RD 0q']],
    ['opcode 15', Buffer.concat([header(0x7800), vm1]), ['NOTIMP 0q']],
    ['opcode STATUS without a question', header(0x1000, [0, 0, 0, 0]), ['NOTIMP 0q']],
    ['NOTIFY', Buffer.concat([header(0x2400), question('demo.internal', SOA)]), ['REFUSED 1q']],
    ['UPDATE', Buffer.concat([header(0x2800), question('demo.internal', SOA)]), ['REFUSED 1q']],
    ['no question', header(0x0100, [0, 0, 0, 0]), ['FORMERR RD 0q']],
    ['no question, with OPT', Buffer.concat([header(0x0100, [0, 0, 0, 1]), opt()]), ['FORMERR RD 0q', OPT]],
    ['two questions', Buffer.concat([header(0x0100, [2, 0, 0, 0]), vm1, vm1]), ['FORMERR RD 0q']],
    ['two questions, with OPT', Buffer.concat([header(0x0100, [2, 0, 0, 1]), vm1, vm1, opt()]), ['FORMERR RD 0q', OPT]],
    ['a question that ends early', Buffer.concat([header(), vm1]).subarray(0, -1), ['FORMERR RD 0q']],
    ['a name that ends early', Buffer.concat([header(), nameOf('vm1.demo').subarray(0, -1)]), ['FORMERR RD 0q']],
    ['a label type of 01', Buffer.concat([header(), question(Buffer.of(0x41, 0, 0))]), ['FORMERR RD 0q']],
    ['a label type of 10', Buffer.concat([header(), question(Buffer.of(0x81, 0, 0))]), ['FORMERR RD 0q']],
    ['a pointer as the name', Buffer.concat([header(), question(Buffer.of(0xc0, 12))]), ['FORMERR RD 0q']],
    ['a name of 256 bytes', query(`${full}.${full}.${full}.${'y'.repeat(62)}`), ['FORMERR RD 0q']],
    ['bytes after the end', Buffer.concat([query('vm1.demo.internal'), Buffer.of(0)]), ['FORMERR RD 0q']],
    ['records that are announced and missing', Buffer.concat([header(0x0100, [1, 0, 1, 0]), vm1]), ['FORMERR RD 0q']],
    ['class CH', Buffer.concat([header(), question('version.bind', TXT, 3)]), ['REFUSED RD 1q']],
    ['class ANY', Buffer.concat([header(), question('vm1.demo.internal', A, 255)]), ['REFUSED RD 1q']],
    [
      'flags that must not come back',
      Buffer.concat([header(0x07f0), vm1]),
      ['NOERROR AA RD 1q', 'vm1.demo.internal A 10.0.0.11'],
    ],
    ['EDNS', edns(opt()), ['NOERROR AA RD 1q', 'vm1.demo.internal A 10.0.0.11', OPT]],
    [
      'EDNS beside another record',
      edns(record(nameOf('x'), 16, Buffer.of(0)), opt()),
      ['NOERROR AA RD 1q', 'vm1.demo.internal A 10.0.0.11', OPT],
    ],
    [
      'EDNS version 1',
      edns(opt({ version: 1, options: Buffer.of(1, 2, 3) })),
      ['NOERROR RD 1q', 'add OPT 1232 v0 rcode 1'],
    ],
    [
      'unknown option',
      edns(opt({ options: option(65_001, Buffer.of(42)) })),
      ['NOERROR AA RD 1q', 'vm1.demo.internal A 10.0.0.11', OPT],
    ],
    ['unknown EDNS flags', edns(opt({ flags: 0x0080 })), ['NOERROR AA RD 1q', 'vm1.demo.internal A 10.0.0.11', OPT]],
    ['two OPT', edns(opt(), opt()), ['FORMERR RD 0q']],
    ['OPT that is not owned by the root', edns(opt({ owner: nameOf('x') })), ['FORMERR RD 0q']],
    ['OPT in the answer section', Buffer.concat([header(0x0100, [1, 1, 0, 0]), vm1, opt()]), ['FORMERR RD 0q']],
    ['an option that overruns', edns(opt({ options: option(3, Buffer.of(1), 2) })), ['FORMERR RD 0q']],
    ['half an option', edns(opt({ options: Buffer.of(0, 3, 0) })), ['FORMERR RD 0q']],
    ['a cookie of 7 bytes', edns(opt({ options: option(10, Buffer.alloc(7)) })), ['FORMERR RD 0q']],
    ['a cookie of 9 bytes', edns(opt({ options: option(10, Buffer.alloc(9)) })), ['FORMERR RD 0q']],
    ['a cookie of 15 bytes', edns(opt({ options: option(10, Buffer.alloc(15)) })), ['FORMERR RD 0q']],
    [
      'a cookie of 40 bytes',
      edns(opt({ options: option(10, Buffer.alloc(40)) })),
      ['NOERROR AA RD 1q', 'vm1.demo.internal A 10.0.0.11', OPT],
    ],
    ['a signature that is not the last record', edns(tsig, opt()), ['FORMERR RD 0q']],
    ['two signatures', edns(tsig, tsig), ['FORMERR RD 0q']],
    ['a signature in the answer section', Buffer.concat([header(0x0100, [1, 1, 0, 0]), vm1, tsig]), ['FORMERR RD 0q']],
    ['a cookie of 41 bytes', edns(opt({ options: option(10, Buffer.alloc(41)) })), ['FORMERR RD 0q']],
    [
      'a cookie of 8 bytes',
      edns(opt({ options: option(10, Buffer.alloc(8)) })),
      ['NOERROR AA RD 1q', 'vm1.demo.internal A 10.0.0.11', OPT],
    ],
  ])('%s', (_, packet, expected) => {
    expect(read(packet)).toEqual(expected)
  })

  it('copies DO, and no other EDNS flag', () => {
    const packet = answer(edns(opt({ flags: 0xffff })), udp, zones) as Buffer
    expect(packet.readUInt16BE(packet.length - 4)).toBe(0x8000)
  })

  it('says errors in a header of 12 bytes with the id of the query', () => {
    expect(answer(header(0x1100), udp, zones)).toEqual(Buffer.from('123491040000000000000000', 'hex'))
    expect(answer(header(0x0000, [0, 0, 0, 0]), udp, zones)).toEqual(Buffer.from('123480010000000000000000', 'hex'))
  })
})

describe('answer: sizes', () => {
  const many = (payload?: number): Buffer =>
    query('many.demo.internal', A, payload === undefined ? undefined : opt({ payload }))
  it.each<[string, Buffer, Asker, [length: number, ...lines: string[]]]>([
    ['TC and nothing else without EDNS', many(), udp, [36, 'NOERROR AA TC RD 1q']],
    ['TC at 1232 whatever the client offers', many(65_535), udp, [47, 'NOERROR AA TC RD 1q', OPT]],
    ['TC when the client offers less than 512', many(0), udp, [47, 'NOERROR AA TC RD 1q', OPT]],
    [
      'all of it over TCP',
      many(),
      tcp,
      [36 + 100 * 16, 'NOERROR AA RD 1q', ...[0, 1, 2].map((n) => `many.demo.internal A 10.1.0.${String(n)}`)],
    ],
  ])('%s', (_, packet, asker, [length, ...lines]) => {
    expect(read(packet, asker)).toEqual(lines)
    expect((answer(packet, asker, zones) as Buffer).length).toBe(length)
  })
})

describe('answer: transfers', () => {
  const ixfr = (serial: number): Buffer => {
    const data = Buffer.concat([nameOf('ns'), nameOf('hostmaster'), Buffer.alloc(20)])
    data.writeUInt32BE(serial, data.length - 20)
    return Buffer.concat([
      header(0, [1, 0, 1, 0]),
      question('demo.internal', IXFR),
      record(nameOf('demo.internal'), SOA, data),
    ])
  }
  it.each<[string, Buffer, Asker, string[]]>([
    ['AXFR over TCP', query('demo.internal', AXFR), tcp, ['transfer of demo.internal']],
    ['AXFR over UDP', query('demo.internal', AXFR), udp, ['REFUSED RD 1q']],
    ['AXFR of a name in a zone', query('vm1.demo.internal', AXFR), tcp, ['REFUSED RD 1q']],
    ['AXFR of a zone whose content is not known', query('lost.internal', AXFR), tcp, ['SERVFAIL RD 1q']],
    ['IXFR over TCP from an older serial', ixfr(6), tcp, ['transfer of demo.internal']],
    ['IXFR over TCP from the same serial', ixfr(7), tcp, ['NOERROR AA 1q', 'demo.internal SOA 7']],
    ['IXFR over TCP from a serial before the wrap', ixfr(0xffff_fff0), tcp, ['transfer of demo.internal']],
    ['IXFR over UDP', ixfr(6), udp, ['NOERROR AA 1q', 'demo.internal SOA 7']],
  ])('%s', (_, packet, asker, expected) => {
    expect(read(packet, asker)).toEqual(expected)
  })
})
