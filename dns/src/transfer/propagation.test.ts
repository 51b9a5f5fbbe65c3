import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { decode, encode, type DecodedPacket } from 'dns-packet'
import type { Endpoint } from '../endpoint.ts'
import { UdpEdgeClient } from './edge-client.ts'
import { Propagation } from './propagation.ts'
import { TransferLog } from './transfer-log.ts'

/** An edge on a real socket: takes a NOTIFY, fetches for `transferMs`, and then has the serial that was served when it began. */
class EdgeDouble {
  readonly held = new Map<string, number>()
  readonly notified: string[] = []
  /** the serials that it told when it was asked */
  readonly told: number[] = []
  overlaps = 0
  /** like CoreDNS, it let its zones expire, and takes no serial that is not greater than this one */
  expiredAt: number | undefined
  /** how many messages of any kind are lost before the first is heard */
  deafFor = 0
  refuses = false
  transferMs = 5
  readonly #socket: Socket
  readonly #fetching = new Set<string>()
  readonly #timers: NodeJS.Timeout[] = []
  readonly #served: ReadonlyMap<string, number>
  readonly #transfers: TransferLog

  constructor(served: ReadonlyMap<string, number>, transfers: TransferLog) {
    this.#served = served
    this.#transfers = transfers
    this.#socket = createSocket('udp4')
    this.#socket.on('message', (packet, peer) => {
      if (this.deafFor-- <= 0) this.#socket.send(this.#reply(decode(packet)), peer.port, peer.address)
    })
  }

  #reply({ id, flags = 0, questions = [] }: DecodedPacket): Buffer {
    const zone = questions[0]?.name ?? ''
    const serial = this.#serialOf(zone)
    const notify = ((flags >> 11) & 15) === 4
    if (notify) this.#notify(zone)
    else if (serial !== undefined) this.told.push(serial)
    const answers = notify || serial === undefined ? [] : [soaOf(zone, serial)]
    const rcode = this.refuses ? 5 : notify ? 0 : this.#rcode
    return encode({ type: 'response', id: id ?? 0, flags: (flags & 0x7800) | rcode, questions, answers })
  }

  #serialOf(zone: string): number | undefined {
    return this.#rcode === 0 ? this.held.get(zone) : undefined
  }

  get #rcode(): number {
    return this.expiredAt === undefined ? 0 : 2
  }

  async listen(): Promise<Endpoint> {
    this.#socket.bind(0, '127.0.0.1')
    await once(this.#socket, 'listening')
    return { address: '127.0.0.1', port: this.#socket.address().port }
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#socket.close()
  }

  #notify(zone: string): void {
    this.notified.push(zone)
    if (this.#fetching.has(zone)) this.overlaps++
    if (this.refuses) return
    const serial = this.#served.get(zone) ?? 0
    if (this.expiredAt !== undefined && serial <= this.expiredAt) return
    this.expiredAt = undefined
    this.#fetching.add(zone)
    const end = this.#transfers.begin(zone, '127.0.0.1')
    const timer = setTimeout(() => {
      this.#fetching.delete(zone)
      this.held.set(zone, serial)
      end()
    }, this.transferMs)
    this.#timers.push(timer)
  }
}

const soaOf = (name: string, serial: number) => {
  const data = { mname: 'ns', rname: 'h', serial, refresh: 1, retry: 1, expire: 1, minimum: 1 }
  return { name, type: 'SOA', ttl: 1, data } as const
}

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2))
}

describe('Propagation', () => {
  let served: Map<string, number>
  let edge: EdgeDouble
  let client: UdpEdgeClient
  let propagation: Propagation
  let problems: string[]
  let settled: string[]
  beforeEach(async () => {
    served = new Map([['a.internal', 1]])
    problems = []
    settled = []
    const transfers = new TransferLog()
    edge = new EdgeDouble(served, transfers)
    client = await UdpEdgeClient.open('127.0.0.1')
    propagation = new Propagation({
      edge: await edge.listen(),
      client,
      transfers,
      serialOf: (zone) => served.get(zone),
      onSettled: (zone, serial) => settled.push(`${zone} ${String(serial)}`),
      onStuck: (zone, serial) => problems.push(`${zone}: edge at ${String(serial)}`),
      onProblem: (zone, problem) => problems.push(`${zone}: ${problem}`),
    })
  })
  afterEach(() => {
    propagation.close()
    client.close()
    edge.close()
  })

  const serve = (zone: string, serial: number): void => {
    served.set(zone, serial)
    propagation.changed(zone)
  }
  const has = (zone: string, serial: number) => () => edge.held.get(zone) === serial

  it('brings a zone over with one NOTIFY', async () => {
    serve('a.internal', 2)
    await until(has('a.internal', 2))
    expect(edge.notified).toEqual(['a.internal'])
  })

  it('never has two transfers of a zone under way, and ends at the newest serial', async () => {
    edge.transferMs = 30
    for (let serial = 2; serial <= 100; serial++) {
      serve('a.internal', serial)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await until(has('a.internal', 100))
    expect(edge.overlaps).toBe(0)
    expect(edge.notified.length).toBeLessThan(10)
  })

  it('waits for a transfer that takes longer than its patience', async () => {
    edge.transferMs = 1500
    serve('a.internal', 2)
    await until(has('a.internal', 2))
    expect([edge.notified.length, edge.overlaps]).toEqual([1, 0])
  })

  it('asks again when messages are lost', async () => {
    edge.deafFor = 2
    serve('a.internal', 2)
    await until(has('a.internal', 2))
    expect(edge.notified).toEqual(['a.internal'])
  })

  it('heals an edge that went back to an older serial afterwards', async () => {
    serve('a.internal', 2)
    await until(() => edge.told.includes(2))
    edge.held.set('a.internal', 1)
    await until(has('a.internal', 2))
    expect(edge.notified).toHaveLength(2)
  }, 10_000)

  it('tells when the edge is ahead', async () => {
    edge.transferMs = 60_000
    edge.held.set('a.internal', 9)
    serve('a.internal', 2)
    await until(() => problems.length > 0)
    expect(problems).toEqual(['a.internal: edge at 9'])
  })

  it('asks for a greater serial when the edge let the zone expire, which it would never take again at this one', async () => {
    edge.expiredAt = 2
    serve('a.internal', 2)
    await until(() => problems.length > 0)
    expect(problems).toEqual(['a.internal: edge at 2'])
    serve('a.internal', 3)
    await until(has('a.internal', 3))
  }, 20_000)

  it('follows the serial across the wrap', async () => {
    edge.held.set('a.internal', 0xffff_ffff)
    serve('a.internal', 2)
    await until(has('a.internal', 2))
    expect(edge.notified).toHaveLength(1)
  })

  it('leaves an edge that refuses alone, and looks later whether it is behind', async () => {
    edge.held.set('a.internal', 1)
    edge.refuses = true
    serve('a.internal', 2)
    await until(() => problems.length > 0)
    expect(problems).toEqual(['a.internal: the edge has serial 1 and not 2; telling it again'])
    expect(edge.notified.length).toBeLessThanOrEqual(2)
  }, 10_000)

  it('forgets a zone that is not served any more', async () => {
    edge.deafFor = 1
    serve('a.internal', 2)
    served.delete('a.internal')
    serve('b.internal', 1)
    await until(has('b.internal', 1))
    expect(edge.notified).toEqual(['b.internal'])
  })

  it('brings hundreds of zones over, some at a time', async () => {
    const zones = Array.from({ length: 300 }, (_, index) => `z${String(index)}.internal`)
    for (const zone of zones) serve(zone, 1)
    await until(() => zones.every((zone) => edge.held.has(zone)))
    expect(new Set(edge.notified).size).toBe(300)
    expect(edge.overlaps).toBe(0)
  })
})
