import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { dnsRoutes, ZonesReached, type Zone } from '@quantumnet/api'

/** Speaks the server's zone feed as `dnsRoutes.feed` has it: everything there is, "synced", then what changes. */
export class FeedDouble {
  readonly token = 'feed-secret'
  readonly zones = new Map<string, Zone>()
  /** serials that the edges are said to have */
  readonly reached = new Map<string, number>()
  readonly #streams = new Set<ServerResponse>()
  #server: Server | undefined
  #port = 0

  /** Starts to listen; again on the same port after a `stop`. */
  async start(): Promise<void> {
    this.#server = createServer((request, response) => {
      if (request.url === dnsRoutes.reached.path) {
        this.#take(request, response)
        return
      }
      if (request.url !== dnsRoutes.feed.path || request.headers.authorization !== `Bearer ${this.token}`) {
        response.writeHead(404).end()
        return
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const zone of this.zones.values()) send(response, 'zone', zone)
      send(response, 'synced', { zones: [...this.zones.keys()] })
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
      const { zones } = ZonesReached.parse(JSON.parse(text))
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

  put(zone: Zone): void {
    this.zones.set(zone.name, zone)
    for (const stream of this.#streams) send(stream, 'zone', zone)
  }

  remove(name: string): void {
    this.zones.delete(name)
    for (const stream of this.#streams) send(stream, 'zone_removed', { name })
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

const send = (response: ServerResponse, event: string, data: unknown): void => {
  response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
}

/** A zone whose records are given as `{ vm1: '10.0.0.1' }`. */
export const zoneOf = (name: string, serial: number, addresses: Readonly<Record<string, string>>): Zone => ({
  name,
  serial,
  records: Object.entries(addresses).map(([owner, data]) => ({ name: owner, type: 'A', ttl: 5, data })),
})
