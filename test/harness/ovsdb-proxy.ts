import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createConnection, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** What the wire may do to one direction: let bytes pass, keep them in the sender's buffers, or lose them. */
export type Flow = 'pass' | 'hold' | 'lose'

interface Pair {
  readonly client: Socket
  readonly server: Socket
  /** done when the client has all that trickles */
  late: Promise<void>
}

/** A wire between a client and an ovsdb-server that can be cut, and made to hold or lose bytes of either direction. */
export class OvsdbProxy {
  readonly remote: string
  /** bytes that came from the server since the proxy was made */
  receivedBytes = 0
  readonly #path: string
  readonly #target: string
  readonly #listener: Server
  readonly #pairs = new Set<Pair>()
  #toServer: Flow = 'pass'
  #toClient: Flow = 'pass'
  #trickle: { readonly bytes: number; readonly pauseMs: number } | null = null

  private constructor(path: string, target: string) {
    this.#path = path
    this.remote = `unix:${path}`
    this.#target = target
    this.#listener = createServer({ allowHalfOpen: false }, (client) => {
      this.#join(client)
    })
  }

  /** @param target path of the server's socket; the proxy's own lies beside it */
  static async start(target: string): Promise<OvsdbProxy> {
    const proxy = new OvsdbProxy(`${target}.proxy`, target)
    proxy.#listener.listen(proxy.#path)
    await once(proxy.#listener, 'listening')
    return proxy
  }

  get connections(): number {
    return this.#pairs.size
  }

  set(flows: { readonly toServer?: Flow; readonly toClient?: Flow }): void {
    this.#toServer = flows.toServer ?? this.#toServer
    this.#toClient = flows.toClient ?? this.#toClient
    for (const pair of this.#pairs) this.#applyFlows(pair)
  }

  /** From now on clients get so many bytes at a time, with a pause between. */
  trickle(bytes: number, pauseMs: number): void {
    this.#trickle = { bytes, pauseMs }
  }

  /** Ends every connection; new ones are taken. */
  cut(): void {
    for (const { client, server } of this.#pairs) {
      client.destroy()
      server.destroy()
    }
    this.#pairs.clear()
  }

  async close(): Promise<void> {
    this.cut()
    this.#listener.close()
    await rm(this.#path, { force: true })
  }

  #join(client: Socket): void {
    const pair: Pair = { client, server: createConnection(this.#target), late: Promise.resolve() }
    this.#pairs.add(pair)
    const end = (): void => {
      this.#pairs.delete(pair)
      pair.client.destroy()
      pair.server.destroy()
    }
    for (const socket of [pair.client, pair.server]) socket.on('error', end).on('close', end)
    client.on('data', (chunk) => {
      if (this.#toServer !== 'lose') pair.server.write(chunk)
    })
    pair.server.on('data', (chunk) => {
      this.receivedBytes += chunk.length
      if (this.#toClient !== 'lose') this.#deliver(pair, chunk)
    })
    this.#applyFlows(pair)
  }

  #deliver(pair: Pair, chunk: Buffer): void {
    const trickle = this.#trickle
    if (trickle === null) {
      pair.client.write(chunk)
      return
    }
    pair.late = pair.late.then(async () => {
      for (let at = 0; at < chunk.length; at += trickle.bytes) {
        pair.client.write(chunk.subarray(at, at + trickle.bytes))
        await pause(trickle.pauseMs)
      }
    })
  }

  #applyFlows({ client, server }: Pair): void {
    if (this.#toServer === 'hold') client.pause()
    else client.resume()
    if (this.#toClient === 'hold') server.pause()
    else server.resume()
  }
}
