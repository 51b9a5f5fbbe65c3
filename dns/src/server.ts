import type { Socket } from 'node:dgram'
import { answer, type Transfer } from './answer.ts'
import { keepReady, readyAnswer } from './ready-answer.ts'
import { messages } from './transfer/axfr.ts'
import type { TransferLog } from './transfer/transfer-log.ts'
import type { AddressList } from './transport/address-list.ts'
import type { Endpoint } from './endpoint.ts'
import { TcpServer } from './transport/tcp.ts'
import { serveUdp } from './transport/udp.ts'
import type { Zones } from './zone/zone-table.ts'
import type { Zone } from './zone/zone.ts'

export interface DnsServerOptions {
  readonly zones: Zones
  /** the edges: everybody else is refused */
  readonly edges: AddressList
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
      admits: (client) => options.edges.has(client),
      onError: options.onError,
    })
  }

  /** Gives the address that it listens on. @throws when it cannot be bound */
  async listen(endpoint: Endpoint): Promise<Endpoint> {
    const bound = { address: endpoint.address, port: await this.#tcp.listen(endpoint) }
    this.#udp = await serveUdp(bound, (packet, client) => this.#overUdp(packet, client), this.#options.onError)
    return bound
  }

  async close(): Promise<void> {
    this.#udp?.close()
    await this.#tcp.close()
  }

  #overUdp(packet: Buffer, client: string): Buffer | undefined {
    const { zones, edges } = this.#options
    const listed = edges.has(client)
    const ready = listed ? readyAnswer(packet, zones) : undefined
    if (ready !== undefined) return ready
    const found = answer(packet, { transport: 'udp', listed }, zones)
    if (!Buffer.isBuffer(found)) return undefined
    if (listed) keepReady(packet, zones, found)
    return found
  }

  #overTcp(query: Buffer, client: string): Iterable<Buffer> | undefined {
    const found = answer(query, { transport: 'tcp', listed: this.#options.edges.has(client) }, this.#options.zones)
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
