import { readFile } from 'node:fs/promises'
import { pino } from 'pino'
import { readConfig } from './config.ts'
import { Primary } from './primary.ts'

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
    const token = (await readFile(config.tokenFile, 'utf8')).trim()
    await Primary.run(config, { token, log, stop: stop.signal })
    log.info('stopped')
  } catch (error) {
    log.fatal({ err: error }, 'cannot start')
    process.exit(1)
  }
}

await start()
