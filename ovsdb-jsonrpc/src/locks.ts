import { EventEmitter } from 'node:events'
import { ConnectionLostError, NotConnectedError, OvsdbError } from './errors.ts'
import type { Connection } from './rpc.ts'

export interface LockEvents {
  /** the lock is this session's from now on */
  held: []
  /** it isn't any more: stolen, or the connection is lost. It is asked for again */
  lost: [reason: Error]
}

export interface LockOptions {
  /** takes the lock from whoever has it, once; after a reconnect it is queued for like by anybody else */
  readonly steal?: boolean
}

/**
 * A lock of a server, queued for until it is released. Locks are per server process: in a cluster each server has its own, and they
 * survive neither a reconnect nor a failover, so they keep clients from disturbing each other but don't fence.
 */
export class Lock extends EventEmitter<LockEvents> {
  readonly name: string
  readonly #release: (lock: Lock) => Promise<void>
  #held = false

  constructor(name: string, release: (lock: Lock) => Promise<void>) {
    super()
    this.name = name
    this.#release = release
  }

  /** Whether the server said that this session has it, and nothing since says otherwise. */
  get held(): boolean {
    return this.#held
  }

  /** Gives it back, or no longer waits for it. */
  async release(): Promise<void> {
    await this.#release(this)
  }

  /** For the session, that hears it from the server. */
  set(held: boolean, reason: string): void {
    if (held === this.#held) return
    this.#held = held
    if (held) this.emit('held')
    else this.emit('lost', new OvsdbError(`lock ${this.name}: ${reason}`))
  }
}

/** The locks that a session wants, over any number of connections (RFC 7047 §4.1.8 to §4.1.10). */
export class Locks {
  readonly #wanted = new Map<string, { readonly lock: Lock; steal: boolean }>()
  #connection: Connection | null = null

  /** @throws OvsdbError when the session wants this lock already */
  want(name: string, { steal = false }: LockOptions): Lock {
    if (this.#wanted.has(name)) throw new OvsdbError(`lock ${name} is wanted already; release it first`)
    const lock = new Lock(name, async (released) => {
      await this.#release(released)
    })
    this.#wanted.set(name, { lock, steal })
    if (this.#connection !== null) this.#ask(this.#connection, name)
    return lock
  }

  becomeLive(connection: Connection): void {
    this.#connection = connection
    for (const name of this.#wanted.keys()) this.#ask(connection, name)
  }

  becomeLost(reason: OvsdbError): void {
    this.#connection = null
    for (const { lock } of this.#wanted.values()) lock.set(false, reason.message)
  }

  /** Takes a `locked` or `stolen` notification. */
  notify(method: 'locked' | 'stolen', name: unknown): void {
    this.#wanted.get(String(name))?.lock.set(method === 'locked', 'stolen by another client')
  }

  #ask(connection: Connection, name: string): void {
    const wanted = this.#wanted.get(name)
    if (wanted === undefined) return
    const method = wanted.steal ? 'steal' : 'lock'
    wanted.steal = false
    const read = (reply: unknown): void => {
      const isHeld = (reply as { readonly locked?: unknown } | null)?.locked === true
      if (this.#wanted.get(name) === wanted && isHeld) wanted.lock.set(true, '')
    }
    connection.request(method, [name], read).catch((error: unknown) => {
      if (!isLoss(error)) connection.close(new OvsdbError(`${method} ${name} failed: ${String(error)}`))
    })
  }

  async #release(lock: Lock): Promise<void> {
    if (this.#wanted.get(lock.name)?.lock !== lock) return
    this.#wanted.delete(lock.name)
    lock.set(false, 'released')
    try {
      await this.#connection?.request('unlock', [lock.name])
    } catch (error) {
      // A lock goes with its connection.
      if (!isLoss(error)) throw error
    }
  }
}

const isLoss = (error: unknown): boolean => error instanceof ConnectionLostError || error instanceof NotConnectedError
