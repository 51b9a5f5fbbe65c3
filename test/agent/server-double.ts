import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import {
  dnsRoutes,
  NodeDesired,
  NodeReport,
  NodeStatistics,
  RegisterNode,
  type DesiredEdge,
  type DesiredPort,
  type InterfaceReport,
  type Zone,
} from '@quantumnet/api'

/** What the server knows of nodes and zones, as tests set it. */
export interface Known {
  readonly deployment: string
  readonly ports: readonly DesiredPort[]
  readonly edges: readonly DesiredEdge[]
  /** ports whose deletion is on record */
  readonly gone: readonly string[]
  readonly zones: readonly Zone[]
}

export type Heard =
  | { readonly kind: 'registered'; readonly node: string; readonly registration: ReturnType<typeof RegisterNode.parse> }
  | { readonly kind: 'report'; readonly node: string; readonly interfaces: readonly InterfaceReport[] }
  | { readonly kind: 'statistics'; readonly node: string; readonly statistics: NodeStatistics }

const NODE_PATH = /^\/v1\/nodes\/([a-z0-9.-]+)(\/desired|\/report|\/statistics)?$/

/**
 * Speaks the server's routes for nodes and the zone feed, from the schemas of `api`: what does not fit them is answered with 400, so an agent
 * that departs from the contract fails its test.
 */
/** Above the projects' zones, without names of its own. */
const ROOT = { name: 'internal', serial: 1, records: [] }

export class ServerDouble {
  #known: Known
  readonly #onHeard: (heard: Heard) => void
  readonly #streams = new Map<ServerResponse, () => void>()
  #server: Server | undefined

  constructor(known: Known, onHeard: (heard: Heard) => void) {
    this.#known = known
    this.#onHeard = onHeard
  }

  async listen(host: string, port: number): Promise<number> {
    const server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        response.writeHead(400, { 'content-type': 'text/plain' }).end(String(error))
      })
    })
    this.#server = server
    server.listen(port, host)
    await once(server, 'listening')
    const address = server.address()
    return typeof address === 'object' && address !== null ? address.port : port
  }

  /** Changes what is known; followers are sent all of it. */
  know(known: Known): void {
    this.#known = known
    for (const send of this.#streams.values()) send()
  }

  async close(): Promise<void> {
    const server = this.#server
    if (server === undefined) return
    this.#server = undefined
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url?.split('?')[0] === dnsRoutes.feed.path) {
      this.#follow(response, () => {
        const zones = [ROOT, ...this.#known.zones]
        for (const zone of zones) event(response, 'zone', zone)
        event(response, 'synced', { zones: zones.map(({ name, serial }) => ({ name, serial })) })
      })
      return
    }
    const [, node, action] = NODE_PATH.exec(request.url ?? '') ?? []
    if (node === undefined) throw new Error(`no such path: ${request.url ?? ''}`)
    if (action === '/desired')
      this.#follow(response, () => {
        this.#sendDesired(node, response)
      })
    else if (action === '/report') this.#report(node, await bodyOf(request), response)
    else if (action === '/statistics') this.#statistics(node, await bodyOf(request), response)
    else this.#register(node, await bodyOf(request), response)
  }

  #follow(response: ServerResponse, send: () => void): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    this.#streams.set(response, send)
    response.once('close', () => this.#streams.delete(response))
    send()
  }

  #sendDesired(node: string, response: ServerResponse): void {
    const { deployment, ports, edges } = this.#known
    event(response, 'desired', NodeDesired.parse({ node, deployment, ports, edges }))
  }

  #register(node: string, body: unknown, response: ServerResponse): void {
    const registration = RegisterNode.parse(body)
    json(response, { deployment: this.#known.deployment, name: node, registered_at: '2026-01-01T00:00:00Z' })
    this.#onHeard({ kind: 'registered', node, registration })
  }

  #report(node: string, body: unknown, response: ServerResponse): void {
    const { interfaces } = NodeReport.parse(body)
    const reported = new Set<string>(interfaces.map(({ port }) => port))
    json(response, { gone: this.#known.gone.filter((port) => reported.has(port)) })
    this.#onHeard({ kind: 'report', node, interfaces })
  }

  #statistics(node: string, body: unknown, response: ServerResponse): void {
    const statistics = NodeStatistics.parse(body)
    json(response, {})
    this.#onHeard({ kind: 'statistics', node, statistics })
  }
}

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}

const json = (response: ServerResponse, document: unknown): void => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document))
}

const event = (response: ServerResponse, name: string, document: unknown): void => {
  response.write(`event: ${name}\ndata: ${JSON.stringify(document)}\n\n`)
}
