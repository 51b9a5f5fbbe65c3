import type { Socket } from 'node:dgram'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { tenantCorefile } from '@quantumnet/dns/corefile'
import { eventually } from '@quantumnet/platform'
import type { Child } from '../../platform/src/process/child.ts'
import { ask, askTcp, type Endpoint } from './ask.ts'
import { corednsBinary, DnsLab, freeEndpoint, spell } from './dns-lab.ts'
import { zoneOf } from './feed-double.ts'
import { startResolver } from './resolver-double.ts'

const coredns = await corednsBinary()
const suite = coredns === undefined ? describe.skip : describe

suite("the VMs' edge, with CoreDNS", () => {
  const asked: string[] = []
  let lab: DnsLab
  let primary: Child
  let resolver: { socket: Socket; endpoint: Endpoint }
  let red: Endpoint
  let blue: Endpoint
  beforeAll(async () => {
    lab = await DnsLab.open()
    lab.feed.put(zoneOf('red.internal', 10, { vm1: '10.0.0.11', web: '10.0.0.12' }))
    lab.feed.put(zoneOf('blue.internal', 10, { vm1: '10.0.0.11', db: '10.0.0.13' }))
    for (const name of ['red', 'blue']) lab.feed.put({ name: `${name}.view.quantumnet`, serial: 1, records: [] })
    primary = await lab.startPrimary()
    resolver = await startResolver(asked)
    const { port } = await freeEndpoint('127.0.64.1')
    red = { address: '127.0.64.1', port }
    blue = { address: '127.0.64.2', port }
    const ready = await freeEndpoint()
    const corefile = tenantCorefile({
      edges: [
        { bind: blue.address, zone: 'blue.internal', reverse: { zone: 'blue.view.quantumnet', domains: [] } },
        { bind: red.address, zone: 'red.internal', reverse: { zone: 'red.view.quantumnet', domains: [] } },
      ],
      port,
      primaries: [spell(lab.primary)],
      resolvers: [spell(resolver.endpoint)],
      probes: { health: spell(await freeEndpoint()), ready: spell(ready) },
    })
    await lab.startCoredns(coredns ?? '', corefile, ready)
    for (const zone of ['red.internal', 'blue.internal'])
      await eventually(
        async () => (await ask(zone.startsWith('red') ? red : blue, zone, 'SOA')).rcode === 'NOERROR' || undefined,
        { what: `the edge has a copy of ${zone}`, timeoutMs: 30_000 },
      )
  }, 300_000)
  afterAll(async () => {
    resolver.socket.close()
    await lab.close()
  })

  it('answers full and short names of its own project, over UDP and TCP', async () => {
    expect(await ask(red, 'web.red.internal')).toMatchObject({ answers: ['web.red.internal A 10.0.0.12'] })
    expect(await ask(red, 'web.internal')).toMatchObject({ answers: ['web.internal A 10.0.0.12'] })
    expect(await ask(blue, 'db.internal')).toMatchObject({ answers: ['db.internal A 10.0.0.13'] })
    expect((await askTcp(blue, 'db.internal'))[0]).toMatchObject({ answers: ['db.internal A 10.0.0.13'] })
  })

  it('knows a name in any mixture of case', async () => {
    expect(await ask(red, 'WEB.Internal')).toMatchObject({
      rcode: 'NOERROR',
      answers: [expect.stringContaining('10.0.0.12')],
    })
  })

  it.each(['db.internal', 'db.blue.internal', 'vm1.blue.internal', 'blue.internal', 'no-such.internal'])(
    "says NXDOMAIN to another project's or no project's name %s",
    async (name) => {
      expect(await ask(red, name)).toMatchObject({ rcode: 'NXDOMAIN', answers: [] })
      expect((await askTcp(red, name))[0]).toMatchObject({ rcode: 'NXDOMAIN', answers: [] })
    },
  )

  it("leaves the project's own name alone: what is below it exists", async () => {
    expect(await ask(red, 'red.internal')).toMatchObject({ rcode: 'NOERROR', answers: [] })
    expect(await ask(red, 'red.internal', 'SOA')).toMatchObject({ answers: ['red.internal SOA 10'] })
  })

  it('finds a new name at once, before its copy has it', async () => {
    lab.feed.put(zoneOf('red.internal', 11, { vm1: '10.0.0.11', web: '10.0.0.12', new: '10.0.0.14' }))
    await eventually(async () => (await ask(lab.primary, 'new.red.internal')).rcode === 'NOERROR' || undefined, {
      what: 'the primary has the name',
      timeoutMs: 30_000,
    })
    expect(await ask(red, 'new.internal')).toMatchObject({ answers: ['new.internal A 10.0.0.14'] })
    expect(await ask(blue, 'new.red.internal')).toMatchObject({ rcode: 'NXDOMAIN' })
  })

  it('gives no zone away, neither ours nor the catalog', async () => {
    for (const zone of ['red.internal', 'blue.internal', 'internal', 'catalog.quantumnet']) {
      expect(await askTcp(red, zone, 'AXFR')).toEqual([expect.objectContaining({ rcode: 'REFUSED', answers: [] })])
    }
  })

  it("asks the operator's resolver for names that are not ours, but never for private addresses", async () => {
    expect(await ask(red, 'example.org')).toMatchObject({ answers: ['example.org A 192.0.2.1'] })
    expect(await ask(red, '11.0.0.10.in-addr.arpa', 'PTR')).toMatchObject({ rcode: 'NXDOMAIN', answers: [] })
    expect(asked).toEqual(['example.org'])
  })

  it('drops a name that is gone within refresh and jitter', async () => {
    lab.feed.put(zoneOf('red.internal', 12, { vm1: '10.0.0.11' }))
    await eventually(async () => (await ask(red, 'web.internal')).rcode === 'NXDOMAIN' || undefined, {
      what: 'the name is gone',
      timeoutMs: 60_000,
    })
  }, 90_000)

  it('answers on while no primary is there, and foreign names stay NXDOMAIN', async () => {
    await primary.stop()
    expect(await ask(red, 'vm1.internal')).toMatchObject({ answers: ['vm1.internal A 10.0.0.11'] })
    expect(await ask(red, 'vm1.blue.internal')).toMatchObject({ rcode: 'NXDOMAIN' })
  })
})
