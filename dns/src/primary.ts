import { Client, dnsRoutes } from '@quantumnet/api'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { formatEndpoint } from './endpoint.ts'
import { followFeed } from './feed.ts'
import { serveHealth, type Readiness } from './health.ts'
import { LargeZones } from './large-zones.ts'
import { Access } from './serve/access.ts'
import { cookiesFrom } from './serve/cookies.ts'
import { Counters } from './serve/counters.ts'
import { Limiter } from './serve/limiter.ts'
import { metricsPage } from './serve/metrics.ts'
import { Responder, type LoggedQuery } from './serve/responder.ts'
import { Workers } from './serve/workers.ts'
import { processMs, wallSeconds } from './clock.ts'
import { Keyring } from './tsig/keyring.ts'
import type { TsigKey } from './tsig/keys.ts'
import { nameText } from './wire/name.ts'
import { readQuery } from './wire/query.ts'
import { DnsServer } from './server.ts'
import { StateFolder } from './state.ts'
import { StateWriter } from './state-writer.ts'
import { Edges } from './transfer/edges.ts'
import { TransferLog } from './transfer/transfer-log.ts'
import { ServedZones } from './zone/served-zones.ts'

const LIVE = 'live'
const SAVE_POSITION_MS = 5_000

/** Attempts of one report; it is repeated by who makes it. */
const REPORT = { attempts: 1, timeoutMs: 10_000 } as const

export interface RunOptions {
  /** a secret of the API of the role "feed" */
  readonly token: string
  /** 32 hexadecimal digits; undefined: no cookies */
  readonly cookieSecret: string | undefined
  /** of signed requests (TSIG) */
  readonly keys: readonly TsigKey[]
  readonly log: Logger
  readonly stop: AbortSignal
}

/** An authoritative primary, put together: feed → zones → answers, transfers, disk. */
export class Primary {
  readonly #config: Config
  readonly #log: Logger
  readonly #stop: AbortSignal
  readonly #cookieSecret: string | undefined
  readonly #keys: readonly TsigKey[]
  readonly #keyring: Keyring
  readonly #client: Client
  readonly #reports: Client
  readonly #folder: StateFolder
  readonly #writer: StateWriter
  readonly #zones: ServedZones
  readonly #transfers = new TransferLog()
  readonly #largeZones = new LargeZones((zone, names) => {
    this.#log.warn(
      { zone, names },
      'the zone is large: edges copy it as a whole at every change, so its names are seen late',
    )
  })
  readonly #workers: Workers | undefined
  readonly #counters = new Counters()
  #edges: Edges | undefined
  #feed = 'not connected yet'
  #heardAt: number | undefined
  /** in the feed, up to which everything is served; undefined: not known */
  #position: string | undefined
  #savedPosition: string | undefined

  private constructor(config: Config, folder: StateFolder, run: RunOptions) {
    const { token, cookieSecret, keys, log, stop } = run
    this.#cookieSecret = cookieSecret
    this.#keys = keys
    this.#keyring = new Keyring(keys, wallSeconds)
    this.#config = config
    this.#log = log
    this.#stop = stop
    this.#folder = folder
    const access = { endpoint: config.endpoint, token, agent: 'quantumnet-dns' }
    this.#client = new Client(access)
    this.#reports = new Client({ ...access, ...REPORT })
    this.#writer = new StateWriter(folder, (error) => {
      const message = stop.aborted ? 'cannot save zones' : 'cannot save zones; trying again'
      log.error({ err: error, folder: config.stateFolder }, message)
    })
    this.#workers = config.workers > 1 ? this.#makeWorkers() : undefined
    this.#zones = this.#makeZones()
  }

  /**
   * Runs one until `stop` aborts. Order matters: what was saved is served first, then the server is followed, so that a restart while the
   * server is away is no outage. @throws when it cannot start
   */
  static async run(config: Config, run: RunOptions): Promise<void> {
    const primary = new Primary(config, await StateFolder.open(config.stateFolder), run)
    await primary.#restore()
    const server = await primary.#listen()
    const health =
      config.health &&
      (await serveHealth(
        config.health,
        () => primary.#readiness(),
        () => primary.#metrics(),
      ))
    const saving = setInterval(() => {
      primary.#savePosition()
    }, SAVE_POSITION_MS)
    await primary.#follow()
    clearInterval(saving)
    primary.#savePosition()
    health?.close()
    primary.#edges?.close()
    await server.close()
    await primary.#writer.close()
  }

  #makeZones(): ServedZones {
    return new ServedZones({
      root: this.#config.zone,
      onZone: (zone) => {
        this.#largeZones.note(zone.name, zone.base.size)
        this.#writer.zoneChanged(zone)
      },
      onList: (names) => {
        this.#largeZones.keepOnly(names)
        this.#saveList()
      },
      onServed: (zone) => {
        this.#log.debug({ zone, serial: this.#zones.serialOf(zone) }, 'serving')
        this.#edges?.changed(zone)
      },
      onProblem: (zone, problem) => {
        this.#log.error({ zone }, problem)
      },
      onChange: (change) => {
        this.#workers?.change(change)
      },
    })
  }

  #saveList(): void {
    this.#savedPosition = this.#position
    this.#writer.listChanged({ position: this.#position ?? null, zones: this.#zones.names })
  }

  /** Now and then: whoever goes on at an old position is told more than he needs, and that is all. */
  #savePosition(): void {
    if (this.#zones.complete && this.#position !== this.#savedPosition) this.#saveList()
  }

  #makeWorkers(): Workers {
    const { workers: count, edges, clients, perSecond, sample } = this.#config
    return new Workers({
      ...{ count, access: { edges, clients }, perSecond, sample, cookieSecret: this.#cookieSecret },
      keys: this.#keys,
      onSample: (logged) => {
        this.#logQuery(logged)
      },
      onFailure: (error) => {
        // Its share of the clients would go unanswered. Whoever runs this process starts it again, and edges answer meanwhile.
        this.#log.fatal({ err: error }, 'a thread that answers has failed')
        process.exit(1)
      },
    })
  }

  #makeResponder(access: Access): Responder {
    return new Responder({
      ...{ zones: this.#zones, access, counters: this.#counters, sample: this.#config.sample },
      limiter: new Limiter(this.#config.perSecond),
      cookies: cookiesFrom(this.#cookieSecret),
      keyring: this.#keyring,
      now: processMs,
      onSample: (logged) => {
        this.#logQuery(logged)
      },
    })
  }

  async #restore(): Promise<void> {
    const saved = await this.#folder.load((file, problem) => {
      this.#log.error({ file, problem }, 'a saved file cannot be used')
    })
    if (saved === undefined) return
    this.#zones.restore(saved.zones)
    this.#position = saved.position ?? undefined
  }

  /** Answers first, then tells the edges: a NOTIFY makes them ask at once. */
  async #listen(): Promise<DnsServer> {
    const access = new Access({ edges: this.#config.edges, clients: this.#config.clients })
    const server = new DnsServer({
      ...{ responder: this.#makeResponder(access), access, workers: this.#workers, transfers: this.#transfers },
      onFetched: ({ name, serial }, client) => {
        this.#edges?.fetched(name, client, serial)
      },
      onError: (error) => {
        this.#log.error({ err: error }, 'a socket failed')
      },
    })
    const bound = await server.listen(this.#config.listen)
    this.#log.info({ listen: formatEndpoint(bound), zones: this.#zones.names.length }, 'answering')
    const edges = await this.#openEdges()
    this.#edges = edges
    if (this.#zones.complete) for (const name of this.#zones.names) edges.changed(name)
    return server
  }

  async #openEdges(): Promise<Edges> {
    const { listen, notify, relayPort } = this.#config
    return await Edges.open({
      ...{ from: listen.address, keyring: this.#keyring, edges: notify, relayPort, transfers: this.#transfers },
      serialOf: (zone) => this.#zones.serialOf(zone),
      isFollowed: (zone) => this.#zones.isFollowed(zone),
      onProblem: (zone, edge, problem) => {
        this.#log.warn({ zone, edge: formatEndpoint(edge) }, problem)
      },
      tell: async ({ zones, stuck }) => {
        await this.#reports.call(dnsRoutes.reached, { body: { zones: [...zones], stuck: [...stuck] } })
      },
      onUntold: (error) => {
        this.#log.warn({ reason: reasonOf(error) }, 'the server was not told what the edges have; this is tried again')
      },
    })
  }

  async #follow(): Promise<void> {
    await followFeed({
      client: this.#client,
      zones: this.#zones,
      position: this.#position,
      signal: this.#stop,
      onPosition: (position) => {
        this.#position = position
      },
      onAhead: (zones) => {
        this.#log.warn(
          { zones: zones.slice(0, 10) },
          'the server has older zones than are served; it is asked for newer serials',
        )
        for (const { name, serial } of zones) this.#edges?.stuck(name, serial)
      },
      onHeard: () => {
        this.#heardAt = performance.now()
      },
      onLive: () => {
        this.#log.info({ zones: this.#zones.names.length }, 'following the server')
        this.#feed = LIVE
      },
      onLost: (reason) => {
        this.#lost(reasonOf(reason))
      },
      onUnreadable: ({ event, name, error }) => {
        const message = 'the server sent what this version cannot read; its zone stays as it is'
        this.#log.error({ event, zone: name, err: error }, message)
        if (event === 'zone' && name !== undefined) this.#zones.unreadable(name)
      },
    })
  }

  /** Said once for each reason: the attempts go on every few seconds. */
  #lost(reason: string): void {
    if (this.#feed !== `lost: ${reason}` && !this.#stop.aborted)
      this.#log.warn({ reason }, 'the feed is lost; serving what is known')
    this.#feed = `lost: ${reason}`
  }

  #logQuery({ client, transport, query, rcode }: LoggedQuery): void {
    const read = readQuery(query)
    if (read.kind !== 'query') return
    this.#log.info({ client, transport, name: nameText(read.name), type: read.type, rcode }, 'answered')
  }

  #metrics(): string {
    const age = this.#heardAt === undefined ? undefined : (performance.now() - this.#heardAt) / 1000
    return metricsPage([this.#counters, ...(this.#workers?.counters ?? [])], {
      ...{ zones: this.#zones.names.length, feedLive: this.#feed === LIVE, feedAgeSeconds: age },
      transfers: this.#transfers.total,
      largeZones: this.#largeZones.count,
    })
  }

  #readiness(): Readiness {
    return { ready: this.#zones.complete, detail: { zones: this.#zones.names.length, feed: this.#feed } }
  }
}

/** fetch says "fetch failed", and why in the cause. */
const reasonOf = (reason: unknown): string => {
  if (!(reason instanceof Error)) return String(reason)
  return reason.cause instanceof Error ? `${reason.message}: ${reasonOf(reason.cause)}` : reason.message
}
