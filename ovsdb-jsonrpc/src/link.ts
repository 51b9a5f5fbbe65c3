import { setTimeout as sleep } from 'node:timers/promises'
import { Attempts } from './attempts.ts'
import { connect, parseRemote } from './endpoints.ts'
import { ConnectionLostError, EndpointError, OvsdbError } from './errors.ts'
import { announceChangeAware, fetchSchema, ServerWatch } from './handshake.ts'
import type { Meter } from './metrics.ts'
import type { Settings } from './options.ts'
import { Connection } from './rpc.ts'
import type { DatabaseSchema } from './schema.ts'
import { ServerChecks } from './server-checks.ts'
import type { Target } from './transactions.ts'

/** What the owner of a link does with its connections. */
export interface LinkHandler {
  /**
   * Asks for the snapshot. The connection counts as live when this is done; a rejection ends it. Resolves with what to log of it.
   */
  load: (connection: Connection, server: DatabaseSchema) => Promise<Readonly<Record<string, unknown>>>
  live: (target: Target) => void
  /** the connection is not live any more: lost, or about to load again after a change of the schema */
  lost: (reason: OvsdbError) => void
  /**
   * an update of a monitor of the owner, or what became of a lock; when it gives a promise, later messages wait for it
   */
  notify: (method: string, params: readonly unknown[]) => unknown
}

interface Peer {
  readonly connection: Connection
  readonly watch: ServerWatch
  readonly remote: string
}

const asOvsdbError = (error: unknown): OvsdbError =>
  error instanceof OvsdbError ? error : new OvsdbError((error as Error).message, { cause: error })

/** Keeps one live connection to one good server of several, from `start` until `close`. */
export class Link {
  readonly #options: Settings
  readonly #handler: LinkHandler
  readonly #meter: Meter
  readonly #attempts: Attempts
  readonly #checks: ServerChecks
  readonly #closing = new AbortController()
  #running: Promise<void> = Promise.resolve()
  #live = false
  /** since the last connection began */
  #wasLive = false
  #isFetching = false
  #reloading: Promise<void> = Promise.resolve()

  constructor(options: Settings, meter: Meter, handler: LinkHandler) {
    this.#meter = meter
    this.#options = options
    this.#handler = handler
    this.#attempts = new Attempts(options.remotes, options.backoff, options.random)
    this.#checks = new ServerChecks({
      database: options.database,
      leaderOnly: options.leaderOnly,
      staleMs: options.timeouts.staleMs,
      now: () => performance.now(),
    })
  }

  start(): void {
    this.#running = this.#run()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#isClosing()) {
      const { remote, delayMs } = this.#attempts.next()
      try {
        await sleep(delayMs, undefined, { signal: this.#closing.signal })
      } catch {
        return
      }
      const reason = await this.#connectOnce(remote)
      const wasLive = this.#wasLive
      this.#wasLive = false
      if (this.#isClosing()) return
      if (wasLive) this.#meter.lost()
      else this.#meter.unusable()
      this.#options.log(wasLive ? 'warn' : 'info', wasLive ? 'OVSDB connection lost' : 'OVSDB server not usable', {
        remote,
        database: this.#options.database,
        reason: reason.message,
      })
    }
  }

  /** One connection from beginning to end; resolves with the reason of its end. */
  async #connectOnce(remote: string): Promise<OvsdbError> {
    try {
      const { tls, timeouts, limits } = this.#options
      const signal = this.#closing.signal
      const socket = await connect(parseRemote(remote), { tls, timeoutMs: timeouts.connectMs, signal })
      const connection: Connection = new Connection(socket, {
        messageBytes: limits.messageBytes,
        onNotification: (method, params) => this.#route({ connection, watch, remote }, method, params),
      })
      const watch = new ServerWatch(connection, this.#checks)
      return await this.#serve(connection, watch, remote)
    } catch (error) {
      return asOvsdbError(error)
    }
  }

  async #serve(connection: Connection, watch: ServerWatch, remote: string): Promise<OvsdbError> {
    const onClosing = (): void => {
      connection.close(new EndpointError('the session is closed'))
    }
    this.#closing.signal.addEventListener('abort', onClosing)
    const lost = connection.closed.then((reason) => {
      this.#setLost(reason)
      return reason
    })
    if (this.#isClosing()) onClosing()
    try {
      const server = await this.#handshake(connection, watch)
      await this.#load({ connection, watch, remote }, server)
    } catch (error) {
      connection.close(asOvsdbError(error))
    }
    const settled = setTimeout(() => {
      this.#attempts.succeeded()
    }, this.#options.backoff.minMs)
    const reason = await lost
    // A load that was under way must not go on beside that of the next connection.
    await this.#reloading
    clearTimeout(settled)
    this.#closing.signal.removeEventListener('abort', onClosing)
    return reason
  }

  async #handshake(connection: Connection, watch: ServerWatch): Promise<DatabaseSchema> {
    const { handshakeMs } = this.#options.timeouts
    const timer = setTimeout(() => {
      connection.close(new EndpointError(`the handshake took longer than ${String(handshakeMs)} ms`))
    }, handshakeMs)
    try {
      await announceChangeAware(connection)
      await watch.start()
      return await fetchSchema(connection, this.#options.database)
    } finally {
      clearTimeout(timer)
    }
  }

  async #load({ connection, watch, remote }: Peer, server: DatabaseSchema): Promise<void> {
    const { timeouts, log, database } = this.#options
    connection.allowSilence(timeouts.dumpMs)
    const fields = await this.#handler.load(connection, server)
    // The last slices of a load are worked on whatever becomes of the connection meanwhile.
    if (!connection.isOpen) throw new ConnectionLostError('the connection ended during the load')
    connection.probe(timeouts.probeMs)
    log('info', 'OVSDB connection live', { remote, database, ...fields })
    this.#live = true
    this.#wasLive = true
    this.#handler.live({ connection, clustered: watch.isClustered })
  }

  #isClosing(): boolean {
    return this.#closing.signal.aborted
  }

  #setLost(reason: OvsdbError): void {
    if (!this.#live) return
    this.#live = false
    this.#handler.lost(reason)
  }

  #route(peer: Peer, method: string, params: readonly unknown[]): unknown {
    const [monitor] = params
    if (method === 'update' || method === 'update2' || method === 'update3') {
      if (monitor === ServerWatch.monitorId) return peer.watch.applyUpdate(params, method)
      return this.#handler.notify(method, params)
    }
    if (method === 'locked' || method === 'stolen') return this.#handler.notify(method, params)
    if (method === 'monitor_canceled' && monitor !== ServerWatch.monitorId) this.#reload(peer)
    return undefined
  }

  /**
   * The server ended our monitors, each with a message of its own: the schema was converted (ovsdb-server(7) §4.1.18). The connection
   * goes on.
   */
  #reload(peer: Peer): void {
    if (this.#isFetching) return
    this.#isFetching = true
    this.#setLost(new OvsdbError('the schema of the database is being changed'))
    this.#reloading = this.#fetchAndLoad(peer).catch((error: unknown) => {
      peer.connection.close(asOvsdbError(error))
    })
  }

  async #fetchAndLoad(peer: Peer): Promise<void> {
    try {
      const server = await fetchSchema(peer.connection, this.#options.database)
      this.#isFetching = false
      await this.#load(peer, server)
    } finally {
      this.#isFetching = false
    }
  }
}
