import { readFile } from 'node:fs/promises'
import { Client } from '@quantumnet/api'
import { pino, type Logger } from 'pino'
import { readConfig, type Config } from './config.ts'
import { followFeed } from './feed.ts'
import { serveHealth, type Readiness } from './health.ts'
import { DnsServer } from './server.ts'
import { StateFolder } from './state.ts'
import { StateWriter } from './state-writer.ts'
import { Edges } from './transfer/edges.ts'
import { TransferLog } from './transfer/transfer-log.ts'
import { formatEndpoint } from './endpoint.ts'
import { ServedZones } from './zone/served-zones.ts'

/**
 * The authoritative DNS primary. Order matters: what was saved is served first, then the server is followed, so that a restart while the
 * server is away is no outage.
 */
const main = async (config: Config, log: Logger, stop: AbortSignal): Promise<void> => {
  const token = (await readFile(config.tokenFile, 'utf8')).trim()
  const folder = await StateFolder.open(config.stateFolder)
  const writer = new StateWriter(folder, (error) => {
    log.error(
      { err: error, folder: config.stateFolder },
      stop.aborted ? 'cannot save zones' : 'cannot save zones; trying again',
    )
  })
  const edges = new Edges()
  const zones = new ServedZones({
    root: config.zone,
    onZone: (zone) => {
      writer.zoneChanged(zone)
    },
    onList: (serial, names) => {
      writer.catalogChanged(serial, names)
    },
    onServed: (zone) => {
      log.debug({ zone, serial: zones.serialOf(zone) }, 'serving')
      if (zones.isFollowed(zone)) edges.changed(zone)
    },
    onProblem: (zone, problem) => {
      log.error({ zone }, problem)
    },
  })
  await restore(folder, zones, log)
  const server = await listen(config, zones, edges, log)

  const feed = followServer(config, token, { zones, log, stop })
  const readiness = (): Readiness => ({
    ready: zones.complete,
    detail: { zones: zones.names.length, feed: feed.state() },
  })
  const health = config.health && (await serveHealth(config.health, readiness))
  await feed.ended
  health?.close()
  edges.close()
  await server.close()
  await writer.close()
  log.info('stopped')
}

/** Answers first, then tells the edges: a NOTIFY makes them ask at once. */
const listen = async (config: Config, zones: ServedZones, edges: Edges, log: Logger): Promise<DnsServer> => {
  const transfers = new TransferLog()
  const onError = (error: Error): void => {
    log.error({ err: error }, 'a socket failed')
  }
  const server = new DnsServer({ zones, edges: config.edges, transfers, onError })
  const bound = await server.listen(config.listen)
  log.info({ listen: formatEndpoint(bound), zones: zones.names.length }, 'answering')
  await edges.open(config.listen.address, config.notify, {
    transfers,
    serialOf: (zone) => zones.serialOf(zone),
    onOvertaken: (zone, serial) => {
      zones.overtaken(zone, serial)
    },
    onProblem: (zone, edge, problem) => {
      log.warn({ zone, edge: formatEndpoint(edge) }, problem)
    },
  })
  if (zones.complete) for (const name of zones.names) if (zones.isFollowed(name)) edges.changed(name)
  return server
}

const restore = async (folder: StateFolder, zones: ServedZones, log: Logger): Promise<void> => {
  const saved = await folder.load((file, problem) => {
    log.error({ file, problem }, 'a saved file cannot be used')
  })
  if (saved !== undefined) zones.restore(saved.catalogSerial, saved.zones)
}

const followServer = (
  { endpoint }: Config,
  token: string,
  { zones, log, stop }: { zones: ServedZones; log: Logger; stop: AbortSignal },
): { ended: Promise<void>; state: () => string } => {
  let state = 'not connected yet'
  const ended = followFeed({
    client: new Client({ endpoint, token, agent: 'quantumnet-dns' }),
    zones,
    signal: stop,
    onLive: () => {
      log.info({ zones: zones.names.length }, 'following the server')
      state = 'live'
    },
    onLost: (reason) => {
      const text = reasonOf(reason)
      // Once for each reason: the attempts go on every few seconds.
      if (state !== `lost: ${text}` && !stop.aborted)
        log.warn({ reason: text }, 'the feed is lost; serving what is known')
      state = `lost: ${text}`
    },
    onUnreadable: ({ event, name, error }) => {
      log.error(
        { event, zone: name, err: error },
        'the server sent what this version cannot read; its zone stays as it is',
      )
      if (event === 'zone' && name !== undefined) zones.unreadable(name)
    },
  })
  return { ended, state: () => state }
}

/** fetch says "fetch failed", and why in the cause. */
const reasonOf = (reason: unknown): string => {
  if (!(reason instanceof Error)) return String(reason)
  return reason.cause instanceof Error ? `${reason.message}: ${reasonOf(reason.cause)}` : reason.message
}

const start = async (): Promise<void> => {
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      stop.abort()
    })
  const log = pino({ name: 'dns' })
  try {
    const config = readConfig(process.env)
    log.level = config.logLevel
    await main(config, log, stop.signal)
  } catch (error) {
    log.fatal({ err: error }, 'cannot start')
    process.exit(1)
  }
}

await start()
