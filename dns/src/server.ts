import type { Socket } from 'node:dgram'
import type { Transfer } from './answer.ts'
import type { Endpoint } from './endpoint.ts'
import type { Access } from './serve/access.ts'
import type { Responder } from './serve/responder.ts'
import type { Workers } from './serve/workers.ts'
import { messages } from './transfer/axfr.ts'
import type { TransferLog } from './transfer/transfer-log.ts'
import { TcpServer } from './transport/tcp.ts'
import { serveUdp } from './transport/udp.ts'
import type { Zone } from './zone/zone.ts'

export interface DnsServerOptions {
  readonly responder: Responder
  readonly access: Access
  /** threads that answer over UDP; undefined: this one does */
  readonly workers: Workers | undefined
  readonly transfers: TransferLog
  /** somebody has been sent all of this zone */
  readonly onFetched: (zone: Zone, client: string) => void
  readonly onError: (error: Error) => void
}

/** The authoritative server on one address, UDP and TCP. */
export class DnsServer {
  readonly #options: DnsServerOptions
  readonly #tcp: TcpServer
  #udp: Socket | undefined

  constructor(options: DnsServerOptions) {
    this.#options = options
    this.#tcp = new TcpServer({
      respond: (query, client) => this.#overTcp(query, client),
      admits: (client) => options.access.admission(client),
      onError: options.onError,
    })
  }

  /** Gives the address that it listens on. @throws when it cannot be bound */
  async listen(endpoint: Endpoint): Promise<Endpoint> {
    const { workers, responder, onError } = this.#options
    const bound = { address: endpoint.address, port: await this.#tcp.listen(endpoint) }
    if (workers !== undefined) await workers.listen(bound)
    else this.#udp = await serveUdp(bound, (packet, client) => responder.overUdp(packet, client), { onError })
    return bound
  }

  async close(): Promise<void> {
    this.#udp?.close()
    await Promise.all([this.#tcp.close(), this.#options.workers?.close()])
  }

  #overTcp(query: Buffer, client: string): Iterable<Buffer> | undefined {
    const found = this.#options.responder.overTcp(query, client)
    if (found === undefined) return undefined
    return Buffer.isBuffer(found) ? [found] : this.#transfer(found, client)
  }

  *#transfer(transfer: Transfer, client: string): Iterable<Buffer> {
    const end = this.#options.transfers.begin(transfer.zone.name, client)
    try {
      yield* messages(transfer)
      this.#options.onFetched(transfer.zone, client)
    } finally {
      end()
    }
  }
}
