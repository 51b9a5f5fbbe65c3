import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { plainAddress } from './address-list.ts'
import type { Endpoint } from '../endpoint.ts'
import type { Admission } from '../serve/access.ts'
import { TcpConnection, type TcpResponder } from './tcp-connection.ts'

export interface TcpLimits {
  /** A connection without a whole query, or whose client does not read our answer, is closed after this many milliseconds. */
  readonly idleMs: number
  readonly connections: number
  readonly connectionsPerClient: number
  /** While more bytes of answers than this wait for a client, its queries are not read. */
  readonly outstandingBytes: number
}

/** RFC 7766 §6.2.3 asks for an idle limit of the order of seconds. */
export const defaultLimits: TcpLimits = {
  idleMs: 10_000,
  connections: 1000,
  connectionsPerClient: 200,
  outstandingBytes: 64 * 1024,
}

export interface TcpServerOptions {
  readonly respond: TcpResponder
  /** Whether a client may connect at all; default: everybody may. `if-room`: while at least half of all connections are free. */
  readonly admits?: (client: string) => Admission
  /** Takes what goes wrong after `listen`, such as no file descriptor being left for a connection. */
  readonly onError: (error: Error) => void
  readonly limits?: TcpLimits
}

/**
 * Answers DNS over TCP, within limits that no client can push it beyond. Who is not admitted is closed at once: connections of strangers, kept
 * open from a few addresses, would otherwise use up what the edges need.
 */
export class TcpServer {
  readonly #server: Server
  readonly #limits: TcpLimits
  readonly #admits: (client: string) => Admission
  readonly #onError: (error: Error) => void
  readonly #connections = new Set<Socket>()
  readonly #perClient = new Map<string, number>()

  constructor({ respond, admits = () => 'always', onError, limits = defaultLimits }: TcpServerOptions) {
    this.#limits = limits
    this.#admits = admits
    this.#onError = onError
    const options = { noDelay: true, allowHalfOpen: true, highWaterMark: limits.outstandingBytes }
    this.#server = createServer(options, (socket) => {
      const client = plainAddress(socket.remoteAddress ?? '')
      if (this.#admit(socket, client)) new TcpConnection(socket, (query) => respond(query, client), limits.idleMs)
      else socket.destroy()
    })
  }

  /** Starts to listen; gives the port, which the system chose when 0 was asked for. @throws when the address cannot be bound */
  async listen({ address, port }: Endpoint): Promise<number> {
    this.#server.listen(port, address)
    await once(this.#server, 'listening')
    this.#server.on('error', this.#onError)
    const bound = this.#server.address()
    return typeof bound === 'object' && bound !== null ? bound.port : port
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const socket of this.#connections) socket.destroy()
    await closed
  }

  #admit(socket: Socket, client: string): boolean {
    const admission = this.#admits(client)
    if (admission === 'never') return false
    const ofClient = this.#perClient.get(client) ?? 0
    const most = admission === 'always' ? this.#limits.connections : this.#limits.connections / 2
    if (this.#connections.size >= most || ofClient >= this.#limits.connectionsPerClient) return false
    this.#connections.add(socket)
    this.#perClient.set(client, ofClient + 1)
    socket.once('close', () => {
      this.#connections.delete(socket)
      const left = (this.#perClient.get(client) ?? 1) - 1
      if (left > 0) this.#perClient.set(client, left)
      else this.#perClient.delete(client)
    })
    return true
  }
}
