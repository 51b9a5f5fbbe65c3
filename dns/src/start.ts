import { readFile } from 'node:fs/promises'
import { pino } from 'pino'
import { readConfig, requireKeys } from './config.ts'
import { Primary } from './primary.ts'
import { parseKeyFile } from './tsig/keys.ts'

const readSecret = async (file: string): Promise<string> => (await readFile(file, 'utf8')).trim()

/** Runs the process until it is told to stop. */
export const start = async (): Promise<void> => {
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      stop.abort()
    })
  const log = pino({ name: 'dns' })
  try {
    const config = readConfig(process.env)
    log.level = config.logLevel
    const token = await readSecret(config.tokenFile)
    const cookieSecret = config.cookieFile === undefined ? undefined : await readSecret(config.cookieFile)
    const keys = config.keysFile === undefined ? [] : parseKeyFile(await readSecret(config.keysFile))
    requireKeys(config, keys)
    await Primary.run(config, { token, cookieSecret, keys, log, stop: stop.signal })
    log.info('stopped')
  } catch (error) {
    log.fatal({ err: error }, 'cannot start')
    process.exit(1)
  }
}
