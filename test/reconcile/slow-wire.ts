import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createConnection, createServer, type Socket } from 'node:net'

/** A wire to an OVSDB server that can keep what a client sends, and deliver it later. */
export class SlowWire {
  readonly remote: string
  readonly #path: string
  readonly #target: string
  readonly #sockets = new Set<Socket>()
  readonly #listener = createServer((client) => {
    this.#join(client)
  })
  #held: (() => void)[] | undefined

  private constructor(target: string) {
    this.#path = `${target}.slow`
    this.remote = `unix:${this.#path}`
    this.#target = target
  }

  /** @param target path of the server's socket; the wire's own lies beside it */
  static async start(target: string): Promise<SlowWire> {
    const wire = new SlowWire(target)
    wire.#listener.listen(wire.#path)
    await once(wire.#listener, 'listening')
    return wire
  }

  /** How many pieces are kept back. */
  get held(): number {
    return this.#held?.length ?? 0
  }

  hold(): void {
    this.#held = []
  }

  release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const deliver of held) deliver()
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#listener.close()
    await rm(this.#path, { force: true })
  }

  #join(client: Socket): void {
    const server = createConnection(this.#target)
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        this.#sockets.delete(socket)
        other.destroy()
      })
    }
    client.on('data', (chunk) => {
      const deliver = (): void => void server.write(chunk)
      if (this.#held === undefined) deliver()
      else this.#held.push(deliver)
    })
    server.on('data', (chunk) => client.write(chunk))
  }
}
