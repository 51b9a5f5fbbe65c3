import { describe, expect, it } from '@jest/globals'
import { decode } from 'dns-packet'
import { header, nameOf, opt, option, query, question } from '../test-packets.ts'
import { Keyring } from '../tsig/keyring.ts'
import { parseName } from '../wire/name.ts'
import { zoneFromFeed } from '../zone/feed-zone.ts'
import { ZoneTable } from '../zone/zone-table.ts'
import { createZone } from '../zone/zone.ts'
import { addressRdata } from '../zone/rdata.ts'
import { Access } from './access.ts'
import { Cookies } from './cookies.ts'
import { Counters } from './counters.ts'
import { Limiter } from './limiter.ts'
import { metricsPage } from './metrics.ts'
import { Responder, type LoggedQuery } from './responder.ts'

const [EDGE, CLIENT, STRANGER] = ['192.0.2.1', '198.51.100.1', '203.0.113.1']

const scene = ({ perSecond = 0, sample = 0 } = {}) => {
  const zones = new ZoneTable()
  const entry = (owner: string, address: string) => ({
    ...{ owner: parseName(owner), type: 1, ttl: 5 },
    rdata: addressRdata(address, 4),
  })
  const put = (serial: number, address: string): void => {
    const entries = [entry('vm1.demo.internal', address)]
    zones.put(createZone({ name: 'demo.internal', serial, refresh: 5, entries }))
  }
  put(1, '10.0.0.1')
  zones.put(
    createZone({
      name: '1.view.quantumnet',
      serial: 1,
      refresh: 5,
      entries: [entry('www.1.view.quantumnet', '10.0.0.2')],
    }),
  )
  zones.put(zoneFromFeed({ name: 'catalog.quantumnet', serial: 1, records: [] }))
  const counters = new Counters()
  const logged: LoggedQuery[] = []
  const responder = new Responder({
    ...{ zones, counters, limiter: new Limiter(perSecond), now: () => 0, sample },
    keyring: new Keyring([], () => 0),
    cookies: new Cookies(Buffer.alloc(16, 7), () => 1_700_000_000),
    access: new Access({ edges: [{ block: `${EDGE}/32`, key: undefined }], clients: ['198.51.100.0/24'] }),
    onSample: (each) => logged.push(each),
  })
  const ask = (packet: Buffer, from = EDGE): string => {
    const reply = responder.overUdp(packet, from)
    if (reply === undefined) return 'nothing'
    const { answers = [], flag_tc: isTruncated } = decode(reply)
    const data = answers.map((each) => (each.type === 'A' ? each.data : '')).join()
    return `${String((reply[3] ?? 0) & 15)}${isTruncated ? ' TC' : ''} ${data}`.trim()
  }
  return { put, counters, logged, responder, ask }
}

describe('who asks', () => {
  it.each<[string, Buffer, string, string]>([
    ['an edge: everything', query('www.1.view.quantumnet'), EDGE, '0 10.0.0.2'],
    ['a client: names', query('vm1.demo.internal'), CLIENT, '0 10.0.0.1'],
    ['a client: not what only some may see', query('www.1.view.quantumnet'), CLIENT, '5'],
    ['a client: not the list of zones', query('catalog.quantumnet', 6), CLIENT, '5'],
    ['a stranger: nothing', query('vm1.demo.internal'), STRANGER, '5'],
  ])('%s', (_, packet, from, expected) => {
    expect(scene().ask(packet, from)).toBe(expected)
  })

  it('copies zones when he is an edge, and not when he is a client', () => {
    const { responder } = scene()
    expect(Buffer.isBuffer(responder.overTcp(query('demo.internal', 252), EDGE))).toBe(false)
    const refused = responder.overTcp(query('demo.internal', 252), CLIENT)
    expect(Buffer.isBuffer(refused) && (refused[3] ?? 0) & 15).toBe(5)
  })
})

describe('a plain query', () => {
  it('is answered from the version that is served', () => {
    const { put, ask, counters } = scene()
    expect([ask(query('vm1.demo.internal')), ask(query('vm1.demo.internal', 1, opt()))]).toEqual([
      '0 10.0.0.1',
      '0 10.0.0.1',
    ])
    expect(counters.of('plain')).toBe(2)
    put(2, '10.0.0.9')
    expect(ask(query('vm1.demo.internal'))).toBe('0 10.0.0.9')
  })

  it('is answered in the letters of the question, with its id and its EDNS', () => {
    const { responder } = scene()
    responder.overUdp(query('vm1.demo.internal'), EDGE)
    const mixed = responder.overUdp(query('VM1.demo.INTERNAL'), EDGE)
    expect(mixed?.includes(nameOf('VM1.demo.INTERNAL'))).toBe(true)
    const plain = Buffer.concat([
      header(0x0000, [1, 0, 0, 1], 0xabcd),
      question('vm1.demo.internal'),
      opt({ flags: 0x8000 }),
    ])
    const reply = responder.overUdp(plain, EDGE) ?? Buffer.alloc(0)
    expect([reply.readUInt16BE(0), reply.readUInt16BE(2), reply.readUInt16BE(reply.length - 4)]).toEqual([
      0xabcd, 0x8400, 0x8000,
    ])
  })

  it('about a name of any length that is not there gets the SOA record of the zone', () => {
    const { responder } = scene()
    for (const name of ['x', 'xy', 'ns', 'a.ns', 'hostmaster', 'deep.down.below'].map(
      (label) => `${label}.demo.internal`,
    ))
      for (let time = 0; time < 2; time++) {
        const reply = decode(responder.overUdp(query(name), EDGE) ?? Buffer.alloc(0))
        expect(reply.authorities).toEqual([
          expect.objectContaining({
            name: 'demo.internal',
            type: 'SOA',
            data: expect.objectContaining({ mname: 'ns.demo.internal', rname: 'hostmaster.demo.internal', serial: 1 }),
          }),
        ])
      }
  })
})

describe('a source that asks too much', () => {
  it('is sent to TCP every second time, else nothing; an edge is not limited', () => {
    const { ask, counters } = scene({ perSecond: 2 })
    const answers = Array.from({ length: 6 }, () => ask(query('vm1.demo.internal'), CLIENT))
    expect(answers).toEqual(['0 10.0.0.1', '0 10.0.0.1', 'nothing', '0 TC', 'nothing', '0 TC'])
    expect([counters.of('dropped'), counters.of('slipped')]).toEqual([2, 2])
    for (let time = 0; time < 10; time++) expect(ask(query('vm1.demo.internal'))).toBe('0 10.0.0.1')
  })
})

describe('a cookie', () => {
  const cookieOf = (reply: Buffer | undefined): Buffer | undefined => {
    const [found] = (decode(reply ?? Buffer.alloc(0)).additionals ?? []).flatMap((each) =>
      each.type === 'OPT'
        ? each.options.map((one) => ('data' in one && Buffer.isBuffer(one.data) ? one.data : undefined))
        : [],
    )
    return found
  }
  const withCookie = (cookie: Buffer): Buffer => query('vm1.demo.internal', 1, opt({ options: option(10, cookie) }))

  it('is answered with a whole one, and who shows that is not limited', () => {
    const { responder, ask } = scene({ perSecond: 1 })
    const whole = cookieOf(responder.overUdp(withCookie(Buffer.alloc(8, 1)), CLIENT))
    expect(whole).toHaveLength(24)
    expect(ask(withCookie(Buffer.alloc(8, 1)), CLIENT)).toBe('nothing')
    for (let time = 0; time < 5; time++) expect(ask(withCookie(whole ?? Buffer.alloc(8)), CLIENT)).toBe('0 10.0.0.1')
    expect(ask(withCookie(whole ?? Buffer.alloc(8)), '198.51.100.2')).toBe('0 TC')
  })
})

describe('what is counted', () => {
  it('are answers by transport and code, and what was not answered', () => {
    const { ask, responder, counters } = scene()
    ask(query('vm1.demo.internal'))
    ask(query('vm2.demo.internal'))
    ask(Buffer.alloc(3))
    ask(query('vm1.demo.internal'), STRANGER)
    responder.overTcp(query('vm1.demo.internal'), EDGE)
    const page = metricsPage([counters, new Counters()], {
      zones: 3,
      feedLive: true,
      feedAgeSeconds: 1.5,
      transfers: 7,
      largeZones: 1,
    })
    expect(page.split('\n').filter((line) => !line.startsWith('#'))).toEqual([
      'quantumnet_dns_responses_total{transport="udp",rcode="NOERROR"} 1',
      'quantumnet_dns_responses_total{transport="udp",rcode="NXDOMAIN"} 1',
      'quantumnet_dns_responses_total{transport="udp",rcode="REFUSED"} 1',
      'quantumnet_dns_responses_total{transport="tcp",rcode="NOERROR"} 1',
      'quantumnet_dns_ignored_total 1',
      'quantumnet_dns_limited_total{action="dropped"} 0',
      'quantumnet_dns_limited_total{action="truncated"} 0',
      'quantumnet_dns_truncated_total 0',
      'quantumnet_dns_plain_total 2',
      'quantumnet_dns_transfers_total 7',
      'quantumnet_dns_zones 3',
      'quantumnet_dns_large_zones 1',
      'quantumnet_dns_feed_live 1',
      'quantumnet_dns_feed_age_seconds 1.500',
      '',
    ])
  })

  it('is logged one in so many', () => {
    const { ask, logged } = scene({ sample: 3 })
    for (let time = 0; time < 7; time++) ask(query('vm1.demo.internal'))
    expect(logged).toEqual(Array(2).fill(expect.objectContaining({ client: EDGE, transport: 'udp', rcode: 0 })))
  })
})
