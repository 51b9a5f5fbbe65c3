import { createSocket, type Socket } from 'node:dgram'
import { decode, type DecodedPacket } from 'dns-packet'
import type { Endpoint } from '../../dns/ask.ts'

/** A query with EDNS, made by hand: types that nobody knows are among what is asked. */
export const queryFor = (name: string, type: number, id: number): Buffer => {
  const labels = name.split('.').map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label, 'latin1')]))
  const header = Buffer.from([id >> 8, id & 255, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1])
  const question = Buffer.from([0, type >> 8, type & 255, 0, 1])
  const opt = Buffer.from([0, 0, 41, 0x04, 0xd0, 0, 0, 0, 0, 0, 0])
  return Buffer.concat([header, ...labels, question, opt])
}

const RCODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED']

const textOf = (record: NonNullable<DecodedPacket['answers']>[number]): string => {
  const { name, type } = record
  const ttl = 'ttl' in record ? String(record.ttl) : ''
  const data: unknown = 'data' in record ? record.data : ''
  const shown = Buffer.isBuffer(data) ? data.toString('hex') : JSON.stringify(data)
  return `${name} ${ttl} ${type} ${shown}`
}

/** What an answer says, in an order of its own, so that two servers' can be compared. */
export interface Said {
  readonly head: string
  readonly answer: readonly string[]
  readonly authority: readonly string[]
  readonly additional: readonly string[]
}

export const saidBy = (packet: Buffer): Said => {
  const { answers = [], authorities = [], additionals = [] } = decode(packet)
  const flags = packet.readUInt16BE(2)
  const head = [
    RCODES[flags & 15] ?? 'other',
    ...((flags & 0x0400) !== 0 ? ['AA'] : []),
    ...((flags & 0x0200) !== 0 ? ['TC'] : []),
  ]
  return {
    head: head.join(' '),
    answer: answers.map(textOf).sort(),
    authority: authorities.map(textOf).sort(),
    additional: additionals
      .filter(({ type }) => type !== 'OPT')
      .map(textOf)
      .sort(),
  }
}

/** Asks one server, many questions at once. */
export class Asker {
  readonly #endpoint: Endpoint
  readonly #socket: Socket = createSocket('udp4')
  readonly #waiting = new Map<number, (packet: Buffer) => void>()
  #id = 0

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint
    this.#socket.on('message', (packet) => this.#waiting.get(packet.readUInt16BE(0))?.(packet))
  }

  /** @throws Error when there is no answer after several attempts */
  async ask(name: string, type: number): Promise<Said> {
    this.#id = (this.#id + 1) % 0x1_0000
    const id = this.#id
    const query = queryFor(name, type, id)
    return await new Promise((resolve, reject) => {
      let attempts = 0
      const send = (): void => {
        if (attempts++ < 10) this.#socket.send(query, this.#endpoint.port, this.#endpoint.address)
        else
          end(() => {
            reject(new Error(`no answer about ${name} ${String(type)}`))
          })
      }
      const timer = setInterval(send, 500)
      const end = (settle: () => void): void => {
        clearInterval(timer)
        this.#waiting.delete(id)
        settle()
      }
      this.#waiting.set(id, (packet) => {
        end(() => {
          resolve(saidBy(packet))
        })
      })
      send()
    })
  }

  close(): void {
    this.#socket.close()
  }
}
