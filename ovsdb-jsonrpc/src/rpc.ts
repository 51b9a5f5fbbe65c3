import type { Socket } from 'node:net'
import { ConnectionLostError, NotConnectedError, OvsdbError, ProtocolError, requestError } from './errors.ts'
import type { RequestError } from './errors.ts'
import { Framing } from './framing.ts'
import { Inactivity } from './inactivity.ts'
import { withFragments } from './fragments.ts'
import type { Fragment } from './fragments.ts'
import { isJson, parseJson, toJson } from './json.ts'
import type { Json } from './json.ts'

interface PendingRequest {
  readonly method: string
  readonly resolve: (result: unknown) => unknown
  readonly reject: (error: Error) => void
}

/** Read in one turn of the event loop at most, about: they take some 5 ms. */
const bytesPerTurn = 512 * 1024

/** A request under way. */
export interface Asked {
  readonly answer: Promise<unknown>
  readonly cancel: () => void
}

export interface ConnectionOptions {
  /** largest message taken, in bytes */
  readonly messageBytes: number
  /**
   * called in the order of arrival, before the reply to a request that came later is handed on; when it gives a promise, nothing that
   * came after is looked at until that is settled
   */
  readonly onNotification: (method: string, params: readonly unknown[]) => unknown
}

const requestErrorFrom = (method: string, error: unknown): RequestError => {
  if (!isJson(error)) return requestError(method, typeof error === 'string' ? error : JSON.stringify(error), '')
  const { error: word, details } = error
  return requestError(
    method,
    typeof word === 'string' ? word : 'unknown error',
    typeof details === 'string' ? details : '',
  )
}

/** JSON-RPC 1.0 both ways over one socket, as RFC 7047 §4 uses it. It ends with its socket; the session makes another. */
export class Connection {
  /** Resolves, with the reason, when the connection is over. */
  readonly closed: Promise<OvsdbError>
  readonly #tellClosed: (reason: OvsdbError) => void
  readonly #socket: Socket
  readonly #options: ConnectionOptions
  readonly #framing: Framing
  readonly #inactivity: Inactivity
  readonly #pending = new Map<number, PendingRequest>()
  /** rows of the message that is arriving, and messages that came and were not looked at */
  #fragments: Fragment[] = []
  readonly #inbox: Json[] = []
  #isBusy = false
  #isResting = false
  #turnBytes = 0
  #lastId = 0
  #reason: OvsdbError | null = null
  #draining: Promise<void> | null = null
  #onSilence: (times: number) => void = () => undefined

  constructor(socket: Socket, options: ConnectionOptions) {
    this.#socket = socket
    this.#options = options
    this.#framing = new Framing(options.messageBytes, (fragment) => this.#fragments.push(fragment))
    this.#inactivity = new Inactivity((times) => {
      this.#onSilence(times)
    })
    const closed = Promise.withResolvers<OvsdbError>()
    this.closed = closed.promise
    this.#tellClosed = closed.resolve
    socket.once('close', () => {
      this.close(new ConnectionLostError('the connection was closed'))
    })
    socket.on('data', (chunk: Buffer) => {
      this.#receive(chunk)
    })
    socket.on('end', () => {
      this.close(new ConnectionLostError('the server closed the connection'))
    })
    socket.on('error', (error) => {
      this.close(new ConnectionLostError(error.message, { cause: error }))
    })
  }

  /**
   * Sends a request, and waits for its answer. `read` is called with it in the order of arrival, before any message that came after
   * it is looked at; the promise itself is settled later than that. Should `read` give a promise, it is waited for, too.
   * @throws RequestError when the server answers with an error; ConnectionLostError when the answer can't come any more;
   *   NotConnectedError when nothing was sent
   */
  async request(method: string, params: readonly unknown[]): Promise<unknown>
  async request<R>(method: string, params: readonly unknown[], read: (result: unknown) => R): Promise<Awaited<R>>
  async request(
    method: string,
    params: readonly unknown[],
    read: (result: unknown) => unknown = (result) => result,
  ): Promise<unknown> {
    return await this.ask(method, toJson(params), read).answer
  }

  /**
   * Sends a request whose parameters are JSON already. `cancel` asks the server to give it up (RFC 7047 §4.1.4), which it answers with
   * the error "canceled" unless it has answered before.
   * @throws NotConnectedError when nothing was sent
   */
  ask(method: string, params: string, read: (result: unknown) => unknown = (result) => result): Asked {
    if (this.#reason !== null) throw new NotConnectedError(`${method} was not sent: ${this.#reason.message}`)
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const settle = (result: unknown): unknown => {
      try {
        const value = read(result)
        resolve(value)
        return value
      } catch (error) {
        reject(error)
        return undefined
      }
    }
    this.#lastId += 1
    const id = this.#lastId
    this.#pending.set(id, { method, resolve: settle, reject })
    this.#socket.write(`{"method":${JSON.stringify(method)},"params":${params},"id":${String(id)}}`)
    return {
      answer: promise,
      cancel: () => {
        if (this.#pending.has(id) && this.#reason === null) this.#send({ method: 'cancel', params: [id], id: null })
      },
    }
  }

  get isOpen(): boolean {
    return this.#reason === null
  }

  /** Resolves when the socket takes more without queueing it in memory, or is closed. */
  async drained(): Promise<void> {
    if (this.#reason === null && this.#socket.writableNeedDrain) this.#draining ??= this.#nextDrain()
    await this.#draining
  }

  /** From now on asks for an echo after this silence, and gives the connection up after as much again. */
  probe(silenceMs: number): void {
    this.#onSilence = (times) => {
      if (times > 1) this.close(new ConnectionLostError(`no answer to an echo within ${String(silenceMs)} ms`))
      // Its bytes are the answer, whatever they say; and a connection that ends is told by `closed`.
      else this.request('echo', []).catch(() => undefined)
    }
    if (this.isOpen) this.#inactivity.watch(silenceMs)
  }

  /** From now on gives the connection up after this silence, without asking: for a server that is busy with a long answer. */
  allowSilence(silenceMs: number): void {
    this.#onSilence = () => {
      this.close(new ConnectionLostError(`not a byte within ${String(silenceMs)} ms`))
    }
    if (this.isOpen) this.#inactivity.watch(silenceMs)
  }

  /**
   * Ends the connection; the first reason counts. What waits for it hears of it now, not when the socket is gone: a caller who tries again
   * at once would else keep the event loop from ever getting there.
   */
  close(reason: OvsdbError): void {
    if (this.#reason !== null) return
    this.#reason = reason
    this.#inactivity.stop()
    this.#socket.destroy()
    for (const { method, reject } of this.#pending.values()) {
      reject(new ConnectionLostError(`${method} was not answered: ${reason.message}`, { cause: reason }))
    }
    this.#pending.clear()
    this.#tellClosed(reason)
  }

  async #nextDrain(): Promise<void> {
    const drain = Promise.withResolvers<undefined>()
    this.#socket.once('drain', drain.resolve)
    await Promise.race([drain.promise, this.closed])
    this.#draining = null
  }

  #send(message: Json): void {
    this.#socket.write(toJson(message))
  }

  #receive(chunk: Buffer): void {
    if (this.#reason !== null) return
    this.#inactivity.noteBytes()
    this.#noteLoad(chunk.length)
    this.#guarded(() => {
      for (const text of this.#framing.push(chunk)) this.#inbox.push(this.#parse(text))
      this.#handleInbox()
    })
  }

  /** A socket gives out megabytes at a time when they are there; the event loop gets its turn in between. */
  #noteLoad(bytes: number): void {
    this.#turnBytes += bytes
    if (this.#turnBytes < bytesPerTurn || this.#isResting) return
    this.#isResting = true
    this.#socket.pause()
    setImmediate(() => {
      this.#isResting = false
      this.#turnBytes = 0
      if (!this.#isBusy) this.#socket.resume()
    })
  }

  #guarded(task: () => void): void {
    try {
      task()
    } catch (error) {
      this.#fail(error)
      if (!(error instanceof OvsdbError)) throw error
    }
  }

  /** Whatever went wrong, the messages after it are lost: only a new connection is sure to be complete again. */
  #fail(error: unknown): void {
    this.close(error instanceof OvsdbError ? error : new ConnectionLostError('a handler failed', { cause: error }))
  }

  #parse(text: string): Json {
    const message = parseJson(text)
    if (this.#fragments.length === 0) return message
    const fragments = this.#fragments
    this.#fragments = []
    return withFragments(message, fragments)
  }

  #handleInbox(): void {
    let handled = 0
    for (const message of this.#inbox) {
      if (this.#isBusy || this.#reason !== null) break
      handled += 1
      const work = this.#handle(message)
      if (work instanceof Promise) this.#waitFor(work)
    }
    this.#inbox.splice(0, handled)
  }

  /** Nothing more is read until the work is done: the order of messages is kept, and no more of them gather than are there. */
  #waitFor(work: Promise<unknown>): void {
    this.#isBusy = true
    this.#socket.pause()
    this.#inactivity.suspend()
    const goOn = (): void => {
      this.#isBusy = false
      this.#inactivity.resume()
      if (!this.#isResting) this.#socket.resume()
      this.#guarded(() => {
        this.#handleInbox()
      })
    }
    work.then(goOn, (error: unknown) => {
      this.#fail(error)
    })
  }

  #handle(message: Json): unknown {
    const { method, params, id } = message
    if (typeof method !== 'string') return this.#settle(message)
    if (id === null || id === undefined) {
      if (!Array.isArray(params)) throw new ProtocolError(`notification ${method} without parameters`)
      return this.#options.onNotification(method, params)
    }
    if (method === 'echo') this.#send({ result: params, error: null, id })
    else this.#send({ result: null, error: 'unknown method', id })
    return undefined
  }

  #settle({ id, result, error }: Json): unknown {
    const request = this.#pending.get(id as number)
    if (request === undefined) throw new ProtocolError(`an answer came for no request: id ${JSON.stringify(id)}`)
    this.#pending.delete(id as number)
    if (error === null || error === undefined) return request.resolve(result)
    request.reject(requestErrorFrom(request.method, error))
    return undefined
  }
}
