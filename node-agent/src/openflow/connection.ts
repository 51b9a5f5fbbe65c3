import { connect, type Socket } from 'node:net'
import type { Field } from './match.ts'
import { encode, MessageType, OpenFlowError, split, type Message, type Order } from './message.ts'
import { unwatch, watch } from './orders.ts'
import { parseUpdates, type Flow } from './updates.ts'
import { Watch, Watches } from './watches.ts'

/** Versions, of which 1.4 is the only one. */
const HELLO: Order = { type: MessageType.hello, body: Buffer.from('0001000800000020', 'hex') }
const BARRIER: Order = { type: MessageType.barrierRequest, body: Buffer.alloc(0) }
const LIMIT_MS = 10_000

interface Waiting {
  readonly answered: (message: Message) => void
  readonly failed: (error: Error) => void
}

/** What is looked for: of each match its flows, in this order. */
export type IsSo = (...flows: readonly (readonly Flow[])[]) => boolean

/** One connection to a bridge of Open vSwitch (`BRIDGE.mgmt`). Whoever waits when it ends, fails. */
export class OpenFlowConnection {
  readonly #socket: Socket
  readonly #waiting = new Map<number, Waiting>()
  readonly #watches = new Watches()
  #rest: Buffer = Buffer.alloc(0)
  #lastXid = 0
  #lastWatch = 0
  #ended: Error | undefined

  /** Begins to connect; what is asked for meanwhile is asked then. */
  constructor(path: string) {
    this.#socket = connect(path)
    this.#socket
      .on('data', (data) => {
        this.#receive(data)
      })
      .on('error', (error) => {
        this.#end(error)
      })
      .on('close', () => {
        this.#end(new OpenFlowError(`${path}: the switch has ended the connection`))
      })
    this.#send(HELLO)
  }

  get isOpen(): boolean {
    return this.#ended === undefined
  }

  /** Resolves when all of it is done. @throws OpenFlowError when the switch refuses one of it, or does not answer within 10 s */
  async order(...orders: readonly Order[]): Promise<void> {
    const done = Promise.withResolvers<undefined>()
    const waiting: Waiting = {
      answered: () => {
        done.resolve(undefined)
      },
      failed: done.reject,
    }
    const xids = [...orders, BARRIER].map((order) => this.#ask(order, waiting))
    const timer = setTimeout(() => {
      done.reject(new OpenFlowError(`the switch has not answered within ${String(LIMIT_MS)} ms`))
    }, LIMIT_MS)
    try {
      await done.promise
    } finally {
      clearTimeout(timer)
      for (const xid of xids) this.#waiting.delete(xid)
    }
  }

  /**
   * Waits until flows are so: looks at those that are there, and again whenever one of them changes. False: not within the limit, or the signal aborted.
   * @throws OpenFlowError when the connection ends
   */
  async when(
    matches: readonly (readonly Field[])[],
    isSo: IsSo,
    { withinMs, signal }: { readonly withinMs: number; readonly signal: AbortSignal },
  ): Promise<boolean> {
    const outcome = Promise.withResolvers<boolean>()
    const look = (): void => {
      if (watches.every(({ isWhole }) => isWhole) && isSo(...watches.map(({ flows }) => flows))) outcome.resolve(true)
    }
    const watches = matches.map((match) => new Watch(match, look))
    const giveUp = (): void => {
      outcome.resolve(false)
    }
    const timer = setTimeout(giveUp, withinMs)
    signal.addEventListener('abort', giveUp)
    if (signal.aborted) giveUp()
    const ends = watches.map((each, index) => this.#watch(each, matches[index] ?? [], outcome.reject))
    try {
      return await outcome.promise
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', giveUp)
      for (const end of ends) end()
    }
  }

  close(): void {
    this.#end(new OpenFlowError('the connection was closed'))
  }

  /** Gives what ends it. */
  #watch(watching: Watch, match: readonly Field[], failed: (error: Error) => void): () => void {
    const id = ++this.#lastWatch
    this.#watches.add(watching)
    const xid = this.#ask(watch(id, match), {
      // It stays in #waiting all the same, so that the end of the connection is heard of.
      answered: ({ body }) => {
        watching.isWhole ||= parseUpdates(body)?.isLast ?? false
        watching.changed()
      },
      failed,
    })
    return () => {
      this.#waiting.delete(xid)
      this.#watches.delete(watching)
      if (this.isOpen) this.#send(unwatch(id))
    }
  }

  #ask(order: Order, waiting: Waiting): number {
    if (this.#ended !== undefined) waiting.failed(this.#ended)
    const xid = this.#send(order)
    this.#waiting.set(xid, waiting)
    return xid
  }

  #send(order: Order): number {
    this.#lastXid = (this.#lastXid % 0xffffffff) + 1
    if (this.isOpen) this.#socket.write(encode({ ...order, xid: this.#lastXid }))
    return this.#lastXid
  }

  #receive(data: Buffer): void {
    try {
      const { messages, rest } = split(this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data]))
      this.#rest = rest
      for (const message of messages) this.#take(message)
    } catch (error) {
      this.#end(error instanceof Error ? error : new OpenFlowError(String(error)))
    }
  }

  #take(message: Message): void {
    const { type, xid, body } = message
    if (type === MessageType.echoRequest) this.#socket.write(encode({ type: MessageType.echoReply, xid, body }))
    else if (type === MessageType.error) this.#waiting.get(xid)?.failed(refusal(body))
    else if (type === MessageType.barrierReply) this.#waiting.get(xid)?.answered(message)
    else if (type === MessageType.multipartReply) {
      this.#watches.take(parseUpdates(body)?.updates ?? [])
      this.#waiting.get(xid)?.answered(message)
    }
  }

  #end(error: Error): void {
    if (this.#ended !== undefined) return
    this.#ended = error
    this.#socket.destroy()
    for (const { failed } of this.#waiting.values()) failed(error)
    this.#waiting.clear()
  }
}

const refusal = (body: Buffer): OpenFlowError =>
  new OpenFlowError(
    body.length < 4
      ? 'the switch refuses'
      : `the switch refuses: error ${String(body.readUInt16BE(0))}, code ${String(body.readUInt16BE(2))} (ofp_error_type)`,
  )
