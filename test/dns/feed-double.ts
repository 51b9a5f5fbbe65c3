import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createHash } from 'node:crypto'
import { CATALOG_ZONE, dnsRoutes, VIEW_DOMAIN, ZonesReached, type Zone, type ZoneName } from '@quantumnet/api'

/**
 * Speaks the server's zone feed as `dnsRoutes.feed` has it: everything there is or what is new, "synced", then what changes. The root and the
 * catalog are there by themselves.
 */
export class FeedDouble {
  readonly token = 'feed-secret'
  readonly zones = new Map<string, Zone>()
  /** serials that the edges are said to have */
  readonly reached = new Map<string, number>()
  /** zones that are said to need a greater serial than this one */
  readonly stuck = new Map<string, number>()
  /** where followers went on, the last one last; undefined: they asked for everything */
  readonly asked: (string | undefined)[] = []
  /** the position at which each zone came */
  readonly #since = new Map<string, number>()
  #position = 0
  readonly #streams = new Set<ServerResponse>()
  #server: Server | undefined
  #port = 0

  /** @param root of our names, whose serial is 1 */
  constructor(root = 'internal') {
    this.#keep({ name: root, serial: 1, records: [] })
    this.#list()
  }

  /** Starts to listen; again on the same port after a `stop`. */
  async start(): Promise<void> {
    this.#server = createServer((request, response) => {
      if (request.url === dnsRoutes.reached.path) {
        this.#take(request, response)
        return
      }
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://feed')
      if (pathname !== dnsRoutes.feed.path || request.headers.authorization !== `Bearer ${this.token}`) {
        response.writeHead(404).end()
        return
      }
      const since = searchParams.get('since') ?? undefined
      this.asked.push(since)
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const [name, zone] of this.zones)
        if ((this.#since.get(name) ?? 0) > Number(since ?? -1)) send(response, 'zone', zone)
      const zones = [...this.zones.values()].map(({ name, serial }) => ({ name, serial }))
      send(response, 'synced', { zones }, this.#position)
      this.#streams.add(response)
      response.once('close', () => this.#streams.delete(response))
    })
    this.#server.listen(this.#port, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#port = (this.#server.address() as AddressInfo).port
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => {
      text += chunk
    })
    request.on('end', () => {
      const { zones, stuck } = ZonesReached.parse(JSON.parse(text))
      for (const { name, serial } of stuck) this.stuck.set(name, serial)
      for (const { name, serial } of zones) this.reached.set(name, serial)
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ known: zones.length }))
    })
  }

  get endpoint(): string {
    return `http://127.0.0.1:${String(this.#port)}`
  }

  /** How many clients follow at this moment. */
  get followers(): number {
    return this.#streams.size
  }

  /** A zone as it is now. Whoever follows and has it is told what changed. */
  put(zone: Zone): void {
    const before = this.zones.get(zone.name)
    this.#keep(zone)
    if (before === undefined) this.#tell('zone', zone)
    else {
      const { name, serial } = zone
      this.#tell('zone_changed', { name, from: before.serial, serial, names: differences(before, zone) })
    }
    if (before === undefined) this.#list()
  }

  /** The same, told as a whole. */
  putWhole(zone: Zone): void {
    this.#keep(zone)
    this.#tell('zone', zone)
  }

  remove(name: string): void {
    this.zones.delete(name)
    this.#list()
    this.#tell('zone_removed', { name })
  }

  #keep(zone: Zone): void {
    this.zones.set(zone.name, zone)
    this.#since.set(zone.name, ++this.#position)
  }

  #tell(event: string, data: unknown): void {
    for (const stream of this.#streams) send(stream, event, data, this.#position)
  }

  /** The catalog of what operators' edges follow, after zones came or went. */
  #list(): void {
    const members = [...this.zones.keys()].filter((name) => name !== CATALOG_ZONE && !name.endsWith(VIEW_DOMAIN))
    const serial = (this.zones.get(CATALOG_ZONE)?.serial ?? 0) + 1
    const records = members.map((data) => ({ name: `${labelOf(data)}.zones`, type: 'PTR' as const, ttl: 0, data }))
    this.putWhole({
      ...{ name: CATALOG_ZONE, serial },
      records: [{ name: 'version', type: 'TXT', ttl: 0, data: '2' }, ...records],
    })
  }

  async stop(): Promise<void> {
    const server = this.#server
    if (server === undefined) return
    this.#server = undefined
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
}

const labelOf = (zone: string): string => createHash('sha256').update(zone).digest('hex').slice(0, 32)

const differences = (before: Zone, after: Zone): ZoneName[] => {
  const of = ({ records }: Zone, wanted: string): Zone['records'] => records.filter(({ name }) => name === wanted)
  const names = new Set([...before.records, ...after.records].map(({ name }) => name))
  return [...names].flatMap((name) => {
    const records = of(after, name)
    return JSON.stringify(of(before, name)) === JSON.stringify(records) ? [] : [{ name, records }]
  })
}

const send = (response: ServerResponse, event: string, data: unknown, position?: number): void => {
  const id = position === undefined ? '' : `id: ${String(position)}\n`
  response.write(`event: ${event}\n${id}data: ${JSON.stringify(data)}\n\n`)
}

/** A zone whose records are given as `{ vm1: '10.0.0.1' }`. */
export const zoneOf = (name: string, serial: number, addresses: Readonly<Record<string, string>>): Zone => ({
  name,
  serial,
  records: Object.entries(addresses).map(([owner, data]) => ({ name: owner, type: 'A', ttl: 5, data })),
})
