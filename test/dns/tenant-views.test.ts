import type { Socket } from 'node:dgram'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ZoneRecord } from '@quantumnet/api'
import { tenantCorefile } from '@quantumnet/dns/corefile'
import { eventually } from '@quantumnet/platform'
import type { Child } from '../../platform/src/process/child.ts'
import { ask, askTcp, type Endpoint } from './ask.ts'
import { corednsBinary, DnsLab, freeEndpoint, spell } from './dns-lab.ts'
import { startResolver } from './resolver-double.ts'

const coredns = await corednsBinary()
const suite = coredns === undefined ? describe.skip : describe

const a = (name: string, data: string): ZoneRecord => ({ name, type: 'A', ttl: 5, data })
const VM1_V6 = `1.${'0.'.repeat(23)}0.0.0.0.0.0.d.f.ip6.arpa`

/** Zones of two projects with the same domain, and the reverse names of a network of each, with the same addresses. */
const zonesOf = (project: string, address: string): { name: string; records: ZoneRecord[] }[] => [
  {
    name: `${project}.internal`,
    records: [
      a('vm1', '10.0.0.11'),
      { name: 'vm1', type: 'AAAA', ttl: 5, data: 'fd00::1' },
      a('*.apps', '10.0.0.12'),
      { name: 'www', type: 'CNAME', ttl: 5, data: `x.apps.${project}.internal` },
      { name: 'portal', type: 'CNAME', ttl: 5, data: 'www.corp.example' },
      {
        name: '_sip._tcp',
        type: 'SRV',
        ttl: 5,
        data: { priority: 1, weight: 2, port: 5060, target: `vm1.${project}.internal` },
      },
    ],
  },
  {
    name: `${project}c.view.quantumnet`,
    records: [
      a('@', address),
      a('web', address),
      { name: 'www', type: 'CNAME', ttl: 5, data: `web.${project}c.view.quantumnet` },
      { name: '@', type: 'MX', ttl: 5, data: { preference: 10, exchange: `web.${project}c.view.quantumnet` } },
      { name: '@', type: 'TXT', ttl: 5, data: project },
      { name: '@', type: 'CAA', ttl: 5, data: { flags: 0, tag: 'issue', value: 'ca.example' } },
    ],
  },
  {
    name: `${project}r.view.quantumnet`,
    records: [
      { name: '11.0.0.10.in-addr.arpa', type: 'PTR', ttl: 5, data: `vm1.${project}.internal` },
      { name: VM1_V6, type: 'PTR', ttl: 5, data: `vm1.${project}.internal` },
      { name: '7.2.0.192.in-addr.arpa', type: 'PTR', ttl: 5, data: `public.${project}.internal` },
    ],
  },
]

suite("what VMs' edges show of domains that several projects have, with CoreDNS", () => {
  const [asked, askedPartner]: [string[], string[]] = [[], []]
  const sockets: Socket[] = []
  let lab: DnsLab
  let primary: Child
  let red: Endpoint
  let blue: Endpoint

  const put = (serial: number, project: string, address: string): void => {
    for (const zone of zonesOf(project, address)) lab.feed.put({ ...zone, serial })
  }
  const resolver = async (into: string[], address: string): Promise<string> => {
    const { socket, endpoint } = await startResolver(into, address)
    sockets.push(socket)
    return spell(endpoint)
  }

  beforeAll(async () => {
    lab = await DnsLab.open()
    put(10, 'red', '10.9.0.1')
    put(10, 'blue', '10.9.0.2')
    primary = await lab.startPrimary()
    const { port } = await freeEndpoint('127.0.65.1')
    red = { address: '127.0.65.1', port }
    blue = { address: '127.0.65.2', port }
    const ready = await freeEndpoint()
    const partner = await resolver(askedPartner, '192.0.2.2')
    const corefile = tenantCorefile({
      edges: [red, blue].map(({ address: bind }, index) => {
        const project = index === 0 ? 'red' : 'blue'
        return {
          ...{ bind, zone: `${project}.internal` },
          views: [{ domain: 'corp.example', zone: `${project}c.view.quantumnet` }],
          reverse: { zone: `${project}r.view.quantumnet`, domains: ['2.0.192.in-addr.arpa'] },
          forwarders:
            index === 0 ? [{ domain: 'partner.example', servers: [partner] }] : [{ domain: null, servers: [partner] }],
        }
      }),
      port,
      primaries: [spell(lab.primary)],
      resolvers: [await resolver(asked, '192.0.2.1')],
      probes: { health: spell(await freeEndpoint()), ready: spell(ready) },
    })
    await lab.startCoredns(coredns ?? '', corefile, ready)
    for (const edge of [red, blue])
      for (const name of ['vm1.internal', 'corp.example', '11.0.0.10.in-addr.arpa'])
        await eventually(async () => (await ask(edge, name, 'SOA')).rcode === 'NOERROR' || undefined, {
          what: `the edge at ${edge.address} has ${name}`,
          timeoutMs: 10_000,
        })
  }, 300_000)
  afterAll(async () => {
    for (const socket of sockets) socket.close()
    await lab.close()
  })

  it('is to each its own', async () => {
    expect(await ask(red, 'web.corp.example')).toMatchObject({ answers: ['web.corp.example A 10.9.0.1'] })
    expect(await ask(blue, 'web.corp.example')).toMatchObject({ answers: ['web.corp.example A 10.9.0.2'] })
    expect(await ask(red, 'corp.example', 'TXT')).toMatchObject({ answers: ['corp.example TXT red'] })
    expect((await askTcp(blue, 'corp.example', 'TXT'))[0]).toMatchObject({ answers: ['corp.example TXT blue'] })
  })

  it('has the names that were asked for, also in what they lead to and in denials', async () => {
    expect((await ask(red, 'www.corp.example')).answers).toEqual([
      'web.corp.example A 10.9.0.1',
      'www.corp.example CNAME web.corp.example',
    ])
    expect(await ask(red, 'none.corp.example')).toMatchObject({ rcode: 'NXDOMAIN', authority: ['corp.example SOA 10'] })
    expect(await ask(red, 'WWW.Corp.Example')).toMatchObject({ rcode: 'NOERROR' })
  })

  it('are aliases from the own zone into such a domain, and wildcards below a host', async () => {
    expect((await ask(red, 'portal.internal')).answers).toEqual(expect.arrayContaining(['web.corp.example A 10.9.0.1']))
    expect((await ask(blue, 'y.apps.blue.internal')).answers).toEqual(['y.apps.blue.internal A 10.0.0.12'])
    expect((await ask(blue, 'www.blue.internal')).answers).toEqual([
      'www.blue.internal CNAME x.apps.blue.internal',
      'x.apps.blue.internal A 10.0.0.12',
    ])
    expect((await ask(blue, 'vm1.internal', 'AAAA')).answers).toEqual(['vm1.internal AAAA fd00::1'])
  })

  it('are hosts by their addresses, of both families, and of public blocks of the network', async () => {
    expect((await ask(red, '11.0.0.10.in-addr.arpa', 'PTR')).answers).toEqual([
      '11.0.0.10.in-addr.arpa PTR vm1.red.internal',
    ])
    expect((await ask(blue, '11.0.0.10.in-addr.arpa', 'PTR')).answers).toEqual([
      '11.0.0.10.in-addr.arpa PTR vm1.blue.internal',
    ])
    expect((await ask(blue, VM1_V6, 'PTR')).answers).toEqual([`${VM1_V6} PTR vm1.blue.internal`])
    expect((await ask(red, '7.2.0.192.in-addr.arpa', 'PTR')).answers).toEqual([
      '7.2.0.192.in-addr.arpa PTR public.red.internal',
    ])
  })

  it('never asks others for private addresses, nor for what is its own', async () => {
    for (const name of ['12.0.0.10.in-addr.arpa', '1.1.168.192.in-addr.arpa', '8.2.0.192.in-addr.arpa'])
      expect(await ask(red, name, 'PTR')).toMatchObject({ rcode: 'NXDOMAIN', answers: [] })
    expect([asked, askedPartner]).toEqual([[], []])
  })

  it('asks whom a network forwards to', async () => {
    expect((await ask(red, 'a.partner.example')).answers).toEqual(['a.partner.example A 192.0.2.2'])
    expect((await ask(red, 'a.other.example')).answers).toEqual(['a.other.example A 192.0.2.1'])
    expect((await ask(blue, 'b.other.example')).answers).toEqual(['b.other.example A 192.0.2.2'])
    expect([asked, askedPartner]).toEqual([['a.other.example'], ['a.partner.example', 'b.other.example']])
  })

  it("gives nothing of another project's away by the names that the primaries have", async () => {
    for (const name of ['web.bluec.view.quantumnet', '11.0.0.10.in-addr.arpa.bluer.view.quantumnet', 'view.quantumnet'])
      expect(await ask(red, name)).toMatchObject({ rcode: expect.stringMatching(/REFUSED|SERVFAIL/), answers: [] })
    expect((await askTcp(red, 'redc.view.quantumnet', 'AXFR'))[0]).toMatchObject({ rcode: 'REFUSED' })
  })

  it('finds a new name at once, and answers on while no primary is there', async () => {
    lab.feed.put({ name: 'redc.view.quantumnet', serial: 11, records: [a('new', '10.9.0.9')] })
    await eventually(
      async () => (await ask(lab.primary, 'new.redc.view.quantumnet')).rcode === 'NOERROR' || undefined,
      {
        what: 'the primary has it',
        timeoutMs: 5000,
      },
    )
    expect((await ask(red, 'new.corp.example')).answers).toEqual(['new.corp.example A 10.9.0.9'])
    await primary.stop()
    expect((await ask(blue, 'web.corp.example')).answers).toEqual(['web.corp.example A 10.9.0.2'])
    expect((await ask(blue, '11.0.0.10.in-addr.arpa', 'PTR')).answers).toEqual([
      '11.0.0.10.in-addr.arpa PTR vm1.blue.internal',
    ])
  })
})
