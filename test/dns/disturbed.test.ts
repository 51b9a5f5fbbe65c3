import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, it } from '@jest/globals'
import { operatorCorefile } from '@quantumnet/dns/corefile'
import { eventually } from '@quantumnet/platform'
import type { Child } from '../../platform/src/process/child.ts'
import { ask, type Endpoint } from './ask.ts'
import { corednsBinary, DnsLab, freeEndpoint, spell } from './dns-lab.ts'
import { zoneOf } from './feed-double.ts'
import { Relay } from './relay.ts'

const coredns = await corednsBinary()
const suite = coredns === undefined ? describe.skip : describe

const AXFR = 252
const OPCODE_NOTIFY = 4
/** Longer than dns waits for an edge, and shorter than CoreDNS waits for a transfer. */
const LATE_MS = 1_200
/** The type asked for stands before the class, at the end of the question; no EDNS in CoreDNS's transfers. */
const isTransfer = (message: Buffer): boolean => message.readUInt16BE(message.length - 4) === AXFR

/** CoreDNS behind a relay for what dns says to it, and dns behind another for what CoreDNS asks. */
suite('between dns and an edge', () => {
  let lab: DnsLab
  let edge: Endpoint
  let toEdge: Relay
  let toPrimary: Relay
  let child: Child
  beforeAll(async () => {
    lab = await DnsLab.open()
    lab.feed.put(zoneOf('demo.internal', 10, { vm1: '10.0.0.10' }))
    await lab.startPrimary()
    edge = await freeEndpoint()
    toEdge = new Relay(edge)
    await toEdge.listen(lab.notify)
    const primary = await freeEndpoint()
    toPrimary = new Relay(lab.primary)
    await toPrimary.listen(primary)
    const ready = await freeEndpoint()
    const probes = { health: spell(await freeEndpoint()), ready: spell(ready) }
    const corefile = operatorCorefile({ listen: spell(edge), primaries: [spell(primary)], probes })
    child = await lab.startCoredns(coredns ?? '', corefile, ready)
    // Until it has a copy it asks dns, and what it answers says nothing of it.
    await untilTransferred()
    await untilSerial(10)
  }, 300_000)
  afterAll(async () => {
    toEdge.close()
    toPrimary.close()
    await lab.close()
  })

  const untilTransferred = async (): Promise<void> => {
    await eventually(
      () => readFileSync(child.spec.logFile, 'utf8').includes('Transferred: demo.internal.') || undefined,
      { what: 'the edge has copied the zone', timeoutMs: 30_000 },
    )
  }
  const untilSerial = async (serial: number): Promise<void> => {
    await eventually(
      async () =>
        (await ask(edge, 'demo.internal', 'SOA')).answers.includes(`demo.internal SOA ${String(serial)}`) || undefined,
      { what: `the edge has serial ${String(serial)}`, timeoutMs: 30_000 },
    )
  }
  const untilAddress = async (record: string): Promise<void> => {
    await eventually(async () => (await ask(edge, 'vm1.demo.internal')).answers.includes(record) || undefined, {
      what: `the edge answers ${record}`,
      timeoutMs: 30_000,
    })
  }
  const put = (serial: number): string => {
    const ip = `10.0.0.${String(serial % 256)}`
    lab.feed.put(zoneOf('demo.internal', serial, { vm1: ip }))
    return `vm1.demo.internal A ${ip}`
  }

  it('a NOTIFY that is lost keeps no change from the edge', async () => {
    let lost = 0
    toEdge.isLost = (packet) => ((packet[2] ?? 0) >> 3) % 16 === OPCODE_NOTIFY && ++lost <= 3
    const record = put(11)
    await untilSerial(11)
    await untilAddress(record)
    // However it was: the edge may have looked by itself before the last of them.
    await eventually(() => lost > 0 || undefined, { what: 'a NOTIFY was lost', timeoutMs: 30_000 })
  }, 60_000)

  it('a slow transfer that is overtaken by a newer one does not stay', async () => {
    let slow = 0
    toPrimary.delayMs = (query) => (isTransfer(query) && slow++ === 0 ? LATE_MS : 0)
    put(12)
    // The edge has asked for it, and gets it late.
    await eventually(() => slow > 0 || undefined, { what: 'a slow transfer', timeoutMs: 30_000 })
    const record = put(13)
    await untilSerial(13)
    // The old one comes in as well, or the edge has given it up.
    await eventually(() => toPrimary.lateEnded > 0 || undefined, { what: 'the end of the transfer', timeoutMs: 30_000 })
    await untilAddress(record)
    await untilSerial(13)
  }, 60_000)

  it('serials wrap', async () => {
    // In two steps: RFC 1982 allows no more than half of the circle in one.
    for (const serial of [2_000_000_000, 4_000_000_000, 4_294_967_295]) {
      put(serial)
      await untilSerial(serial)
    }
    const record = put(3)
    await untilSerial(3)
    await untilAddress(record)
  }, 60_000)

  it('an edge that has a greater serial than the feed gets one that is greater still', async () => {
    put(500)
    await untilSerial(500)
    // The database was put back.
    lab.feed.putWhole(zoneOf('demo.internal', 400, { vm1: '10.0.0.99' }))
    await lab.feed.stop()
    await lab.feed.start()
    await eventually(() => lab.feed.stuck.get('demo.internal') === 500 || undefined, {
      what: 'the server is asked for a greater serial',
      timeoutMs: 30_000,
    })
    lab.feed.putWhole(zoneOf('demo.internal', 501, { vm1: '10.0.0.99' }))
    await untilSerial(501)
    await untilAddress('vm1.demo.internal A 10.0.0.99')
  }, 60_000)
})
