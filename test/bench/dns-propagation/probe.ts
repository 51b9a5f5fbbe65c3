import { createSocket, type Socket } from 'node:dgram'
import { decode, encode } from 'dns-packet'
import type { Endpoint } from '../../dns/ask.ts'

/** Longer than a machine that is short of cores takes: what is not there then is lost. */
const PATIENCE_MS = 60_000

/** Asks an edge for a name, again and again, until it says what is awaited. Several names may be awaited at once. */
export class Probe {
  readonly #edge: Endpoint
  readonly #socket: Socket = createSocket('udp4')
  readonly #awaited = new Map<number, (address: string | undefined) => void>()
  #id = 0

  readonly #everyMs: number

  /** @param everyMs between two questions for one name: with many names at once, few of each, or they are what is measured */
  constructor(edge: Endpoint, everyMs: number) {
    this.#edge = edge
    this.#everyMs = everyMs
    this.#socket.on('message', (packet) => {
      const { id = -1, answers = [] } = decode(packet)
      const [first] = answers
      this.#awaited.get(id)?.(first?.type === 'A' ? first.data : undefined)
    })
  }

  /** When the name has this address, or none for undefined; milliseconds of performance.now(). @throws Error after a minute */
  async until(name: string, address: string | undefined): Promise<number> {
    this.#id = (this.#id + 1) % 0x1_0000
    const id = this.#id
    const packet = encode({ type: 'query', id, flags: 0x100, questions: [{ name, type: 'A', class: 'IN' }] })
    const send = (): void => {
      this.#socket.send(packet, this.#edge.port, this.#edge.address)
    }
    return await new Promise((resolve, reject) => {
      const timer = setInterval(send, this.#everyMs)
      const end = (): void => {
        clearInterval(timer)
        clearTimeout(deadline)
        this.#awaited.delete(id)
      }
      const deadline = setTimeout(() => {
        end()
        reject(new Error(`${name} is not ${address ?? 'gone'} after ${String(PATIENCE_MS / 1000)} s`))
      }, PATIENCE_MS)
      this.#awaited.set(id, (found) => {
        if (found !== address) return
        end()
        resolve(performance.now())
      })
      send()
    })
  }

  close(): void {
    this.#socket.close()
  }
}
