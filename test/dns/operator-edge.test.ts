import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { operatorCorefile } from '@quantumnet/dns/corefile'
import { eventually } from '@quantumnet/platform'
import type { Child } from '../../platform/src/process/child.ts'
import { ask, askTcp, type Answer, type Endpoint } from './ask.ts'
import { corednsBinary, DnsLab, freeEndpoint, spell } from './dns-lab.ts'
import { zoneOf } from './feed-double.ts'

const coredns = await corednsBinary()
const suite = coredns === undefined ? describe.skip : describe

suite("the operators' edge, with CoreDNS", () => {
  let lab: DnsLab
  let primary: Child
  let edge: Child
  /** Another edge, from nothing: what it answers it has just fetched. */
  const startEdge = async (listen: Endpoint): Promise<Child> => {
    const ready = await freeEndpoint()
    const probes = { health: spell(await freeEndpoint()), ready: spell(ready) }
    const corefile = operatorCorefile({ listen: spell(listen), primaries: [spell(lab.primary)], probes })
    return await lab.startCoredns(coredns ?? '', corefile, ready)
  }
  beforeAll(async () => {
    lab = await DnsLab.open()
    lab.feed.put(zoneOf('demo.internal', 10, { vm1: '10.0.0.11', vm2: '10.0.0.12' }))
    primary = await lab.startPrimary()
    edge = await startEdge(lab.notify)
  }, 300_000)
  afterAll(async () => {
    await lab.close()
  })

  const atEdge = async (name: string): Promise<Answer> => await ask(lab.notify, name)
  const untilAnswer = async (name: string, expected: readonly string[] | string): Promise<void> => {
    await eventually(
      async () => {
        const { rcode, answers } = await atEdge(name)
        return (typeof expected === 'string' ? rcode === expected : answers.join() === expected.join()) || undefined
      },
      { what: `${name} is ${String(expected)} at the edge`, timeoutMs: 10_000 },
    )
  }

  /** The edge's own copy: a name that it lacks is asked of the primary, so only the serial tells. */
  const untilCopied = async (zone: string, serial: number): Promise<void> => {
    await eventually(
      async () => (await ask(lab.notify, zone, 'SOA')).answers.includes(`${zone} SOA ${String(serial)}`) || undefined,
      { what: `the edge has serial ${String(serial)} of ${zone}`, timeoutMs: 10_000 },
    )
  }

  /** What CoreDNS says that it did. A zone that it has no copy of it asks the primary about, so answers and serials don't tell. */
  const untilLogged = async (line: string): Promise<void> => {
    await eventually(() => readFileSync(edge.spec.logFile, 'utf8').includes(line) || undefined, {
      what: `the edge logs "${line}"`,
      timeoutMs: 10_000,
    })
  }

  it('answers names of the zones, and NXDOMAIN for what is not there', async () => {
    await untilAnswer('vm1.demo.internal', ['vm1.demo.internal A 10.0.0.11'])
    // A zone that is listed and not fetched yet is SERVFAIL.
    await untilAnswer('nothing.internal', 'NXDOMAIN')
    expect(await atEdge('vm3.demo.internal')).toMatchObject({ rcode: 'NXDOMAIN', authority: ['demo.internal SOA 10'] })
    expect(await atEdge('nothing.internal')).toMatchObject({ rcode: 'NXDOMAIN', authority: ['internal SOA 1'] })
    expect(await atEdge('example.org')).toMatchObject({ rcode: 'REFUSED' })
  })

  it('follows a change of a name', async () => {
    lab.feed.put(zoneOf('demo.internal', 11, { vm1: '10.0.0.99', vm2: '10.0.0.12' }))
    await untilAnswer('vm1.demo.internal', ['vm1.demo.internal A 10.0.0.99'])
  })

  it('tells the server when the edge has a change', async () => {
    lab.feed.put(zoneOf('demo.internal', 12, { vm1: '10.0.0.98', vm2: '10.0.0.12' }))
    await eventually(() => lab.feed.reached.get('demo.internal') === 12 || undefined, {
      what: 'the server is told',
      timeoutMs: 5000,
    })
    expect((await atEdge('vm1.demo.internal')).answers).toEqual(['vm1.demo.internal A 10.0.0.98'])
  })

  it('follows the removal of a name', async () => {
    lab.feed.put(zoneOf('demo.internal', 13, { vm1: '10.0.0.99' }))
    await untilAnswer('vm2.demo.internal', 'NXDOMAIN')
  })

  it('takes a new zone from the catalog, and drops one that is removed', async () => {
    lab.feed.put(zoneOf('other.internal', 20, { vm1: '10.0.0.11' }))
    await untilAnswer('vm1.other.internal', ['vm1.other.internal A 10.0.0.11'])
    await untilLogged('Transferred: other.internal.')
    const catalog = async (): Promise<readonly string[]> => {
      const messages = await askTcp(lab.primary, 'catalog.quantumnet', 'AXFR')
      return messages.flatMap(({ answers }) => answers.filter((record) => record.includes(' PTR ')))
    }
    expect((await catalog()).map((record) => record.split(' PTR ')[1]).sort()).toEqual([
      'demo.internal',
      'internal',
      'other.internal',
    ])
    lab.feed.remove('other.internal')
    await untilLogged('Removed catalog member zone other.internal.')
    await untilAnswer('vm1.other.internal', 'NXDOMAIN')
    expect(await catalog()).toHaveLength(2)
  })

  it('keeps the catalog and transfers from clients', async () => {
    const [refused] = await askTcp(lab.notify, 'demo.internal', 'AXFR')
    expect(refused).toMatchObject({ rcode: 'REFUSED', answers: [] })
  })

  it('answers on while no primary is there, and a primary without the server answers from disk', async () => {
    lab.feed.put(zoneOf('demo.internal', 14, { vm1: '10.0.0.99', vm4: '10.0.0.14' }))
    await untilCopied('demo.internal', 14)
    await lab.feed.stop()
    expect(await primary.stop()).toEqual({ code: 0, signal: null })
    expect(await atEdge('vm4.demo.internal')).toMatchObject({ answers: ['vm4.demo.internal A 10.0.0.14'] })

    primary = await lab.startPrimary()
    expect(await ask(lab.primary, 'vm4.demo.internal')).toMatchObject({
      rcode: 'NOERROR',
      authoritative: true,
      answers: ['vm4.demo.internal A 10.0.0.14'],
    })
    expect(await ask(lab.primary, 'vm2.demo.internal')).toMatchObject({ rcode: 'NXDOMAIN' })
    const cold = await freeEndpoint()
    await startEdge(cold)
    await eventually(
      async () => (await ask(cold, 'vm4.demo.internal')).answers.includes('vm4.demo.internal A 10.0.0.14') || undefined,
      { what: 'a cold edge has the name', timeoutMs: 5000 },
    )

    await lab.feed.start()
    await eventually(() => (lab.feed.followers === 1 ? true : undefined), {
      what: 'the feed is followed',
      timeoutMs: 10_000,
    })
    lab.feed.put(zoneOf('demo.internal', 15, { vm5: '10.0.0.15' }))
    await untilAnswer('vm5.demo.internal', ['vm5.demo.internal A 10.0.0.15'])
  }, 30_000)

  it('survives a primary that is killed while it writes', async () => {
    for (let serial = 20; serial < 60; serial++) lab.feed.put(zoneOf('demo.internal', serial, { vm6: '10.0.0.16' }))
    await untilCopied('demo.internal', 59)
    primary.signal('SIGKILL')
    await primary.exited
    expect(await atEdge('vm6.demo.internal')).toMatchObject({ answers: ['vm6.demo.internal A 10.0.0.16'] })
    primary = await lab.startPrimary()
    expect(await ask(lab.primary, 'vm6.demo.internal')).toMatchObject({ answers: ['vm6.demo.internal A 10.0.0.16'] })
  }, 30_000)

  it('follows a primary that has lost its state folder', async () => {
    lab.feed.put(zoneOf('gone.internal', 1, { vm1: '10.0.0.21' }))
    await untilLogged('Transferred: gone.internal.')
    await primary.stop()
    expect(await atEdge('vm1.gone.internal')).toMatchObject({ answers: ['vm1.gone.internal A 10.0.0.21'] })
    rmSync(join(lab.folder, 'state'), { recursive: true })
    lab.feed.remove('gone.internal')
    primary = await lab.startPrimary()
    await untilAnswer('vm1.gone.internal', 'NXDOMAIN')
  }, 30_000)
})
