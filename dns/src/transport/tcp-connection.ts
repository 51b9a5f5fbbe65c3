import type { Socket } from 'node:net'
import { frame, FrameReader } from './framing.ts'

/** Gives the messages that answer one query, or undefined to close the connection. Must not throw. */
export type TcpResponder = (query: Buffer, client: string) => Iterable<Buffer> | undefined

/**
 * One client over TCP: queries are answered in the order in which they come, however many are sent ahead (RFC 7766 §6.2.1.1). What waits to
 * be read by the client is bounded: beyond it the next message is not made, and nothing more is read from the client.
 */
export class TcpConnection {
  readonly #socket: Socket
  readonly #respond: (query: Buffer) => Iterable<Buffer> | undefined
  readonly #frames = new FrameReader()
  readonly #idle: NodeJS.Timeout
  /** Queries that have come and are not answered, last first. */
  #queries: Buffer[] = []
  #answer: Iterator<Buffer> | undefined
  #ended = false

  constructor(socket: Socket, respond: (query: Buffer) => Iterable<Buffer> | undefined, idleMs: number) {
    this.#socket = socket
    this.#respond = respond
    this.#idle = setTimeout(() => socket.destroy(), idleMs)
    socket.on('data', (chunk: Buffer) => {
      this.#take(chunk)
    })
    socket.on('drain', () => {
      this.#idle.refresh()
      this.#send()
    })
    socket.on('end', () => {
      this.#ended = true
      this.#send()
    })
    // A reset is how some clients say goodbye; "close" follows.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(this.#idle)
      this.#answer?.return?.()
      this.#queries = []
    })
  }

  #take(chunk: Buffer): void {
    const queries = this.#frames.push(chunk)
    if (queries === undefined) {
      this.#socket.destroy()
      return
    }
    if (queries.length === 0) return
    this.#idle.refresh()
    // Reading stops while answers wait, so this is mostly empty; what one chunk holds bounds it.
    this.#queries = [...queries.reverse(), ...this.#queries]
    this.#send()
  }

  /** Sends until there is nothing left to send, or enough waits for the client. */
  #send(): void {
    if (this.#socket.writableNeedDrain) return
    // One system call for all of it.
    this.#socket.cork()
    const progress = this.#sendMore()
    this.#socket.uncork()
    if (progress === 'blocked') this.#socket.pause()
    else if (progress === 'unanswerable') this.#socket.destroy()
    else if (this.#ended) this.#socket.end()
    else this.#socket.resume()
  }

  #sendMore(): 'done' | 'blocked' | 'unanswerable' {
    for (;;) {
      if (this.#answer === undefined) {
        const query = this.#queries.pop()
        if (query === undefined) return 'done'
        const messages = this.#respond(query)
        if (messages === undefined) return 'unanswerable'
        this.#answer = messages[Symbol.iterator]()
      }
      const next = this.#answer.next()
      if (next.done === true) this.#answer = undefined
      else if (!this.#socket.write(frame(next.value))) return 'blocked'
    }
  }
}
