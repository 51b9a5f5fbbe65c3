import { rm } from 'node:fs/promises'
import { createConnection, createServer } from 'node:net'
import type { Server } from 'node:net'

interface Chunk {
  /** milliseconds of the wall clock, which all processes share */
  readonly at: number
  readonly bytes: number
}

const wallClock = (): number => performance.timeOrigin + performance.now()

/**
 * A wire to a server that keeps book of what arrives when. A load is timed from the first byte of the snapshot: how long the
 * server takes to make it is the same for everybody, and would only water the comparison down.
 */
export class BookedWire {
  readonly path: string
  readonly #listener: Server
  #chunks: Chunk[] = []

  constructor(target: string) {
    this.path = `${target}.w`
    this.#listener = createServer((client) => {
      this.#chunks = []
      const server = createConnection(target)
      const end = (): void => {
        client.destroy()
        server.destroy()
      }
      for (const socket of [client, server]) socket.on('error', end).on('close', end)
      server.on('data', (chunk) => {
        this.#chunks.push({ at: wallClock(), bytes: chunk.length })
        if (!client.write(chunk)) {
          server.pause()
          client.once('drain', () => server.resume())
        }
      })
      client.on('data', (chunk) => server.write(chunk))
    })
    this.#listener.listen(this.path)
  }

  /** When the first byte of the snapshot came: after the longest silence before the bulk of all bytes. */
  snapshotAt(): { readonly at: number; readonly bytes: number } {
    const total = this.#chunks.reduce((sum, { bytes }) => sum + bytes, 0)
    let seen = 0
    let best = { at: Number.NaN, silence: -1 }
    let last = this.#chunks[0]?.at ?? 0
    for (const { at, bytes } of this.#chunks) {
      if (seen < total / 10 && at - last > best.silence) best = { at, silence: at - last }
      seen += bytes
      last = at
    }
    return { at: best.at, bytes: total }
  }

  async close(): Promise<void> {
    this.#listener.close()
    await rm(this.path, { force: true })
  }
}
