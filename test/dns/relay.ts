import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Endpoint } from './ask.ts'

/** Stands before a DNS server on loopback, and does to what passes what networks do. */
export class Relay {
  /** Whether a message to the server is lost. */
  isLost: (packet: Buffer) => boolean = () => false
  /** Milliseconds by which what the server sends over a new TCP connection is late, by the first message of the client. */
  delayMs: (query: Buffer) => number = () => 0
  /** How many connections that were made late have ended. */
  lateEnded = 0
  readonly #to: Endpoint
  readonly #udp: UdpSocket = createSocket('udp4')
  readonly #tcp: Server
  readonly #open = new Set<Socket>()

  constructor(to: Endpoint) {
    this.#to = to
    this.#udp.on('message', (packet, peer) => {
      if (this.isLost(packet)) return
      const out = createSocket('udp4')
      // The server looks at the address of who sends, not at the port.
      out.send(packet, to.port, to.address)
      const timer = setTimeout(() => {
        out.close()
      }, 1_000)
      out.once('message', (reply) => {
        this.#udp.send(reply, peer.port, peer.address)
        clearTimeout(timer)
        out.close()
      })
    })
    this.#tcp = createServer((client) => {
      this.#serve(client)
    })
  }

  async listen({ address, port }: Endpoint): Promise<void> {
    this.#udp.bind(port, address)
    await once(this.#udp, 'listening')
    this.#tcp.listen(port, address)
    await once(this.#tcp, 'listening')
  }

  close(): void {
    this.#udp.close()
    this.#tcp.close()
    for (const socket of this.#open) socket.destroy()
  }

  #serve(client: Socket): void {
    const server = connect(this.#to.port, this.#to.address)
    for (const socket of [client, server]) {
      this.#open.add(socket)
      socket.on('error', () => undefined).once('close', () => this.#open.delete(socket))
    }
    let delayMs = 0
    client.once('data', (query: Buffer) => {
      delayMs = this.delayMs(query)
    })
    client.once('close', () => {
      if (delayMs > 0) this.lateEnded++
    })
    client.pipe(server)
    server.on('data', (bytes: Buffer) => setTimeout(() => client.write(bytes), delayMs))
    server.once('close', () => setTimeout(() => client.destroy(), delayMs))
  }
}
