import { pino } from 'pino'
import { buildApp } from './app.ts'
import { ConfigError, readConfig, type Config } from './config.ts'
import { systemClock } from './ctx.ts'

/** The server as a process: configuration from the environment, one JSON line per event on standard output, an orderly end on a signal. */

const readConfigOrExit = (): Config => {
  try {
    return readConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`quantumnet server: ${error.message}\n`)
    process.exit(2)
  }
}

/** Service managers kill after 30 s or more. PostgreSQL or OVN may hang, and what they still have to say can be done without. */
const STOP_MS = 25_000

const config = readConfigOrExit()
const log = pino({ level: config.logLevel, base: { part: 'server' } })

try {
  const app = await buildApp({ config, log, clock: systemClock })
  const stop = (signal: string): void => {
    log.info({ signal }, 'stopping')
    setTimeout(() => {
      log.error({ after_ms: STOP_MS }, 'could not stop in time: something that this server waits for does not answer')
      process.exit(1)
    }, STOP_MS)
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'could not stop in order')
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  await app.listen(config.listen)
} catch (error) {
  log.fatal({ err: error }, 'could not start')
  process.exit(1)
}
