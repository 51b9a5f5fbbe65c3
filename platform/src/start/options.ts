import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { stateFolder } from '../paths.ts'

export interface StartOptions {
  readonly dataDir: string
  readonly apiPort: number
  readonly dnsPort: number
  readonly lab: boolean
  readonly terraform: boolean
}

/** The command line says something that cannot be meant. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** What `npm start -- --help` prints: a file, because it is printed without any package (scripts/node24.mjs). */
export const usage = (): string => readFileSync(new URL('../main.usage.txt', import.meta.url), 'utf8')

const parsePort = (option: string, text: string): number => {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
    throw new UsageError(`--${option} ${text}: give a port from 1 to 65535`)
  return port
}

/** What the command line asks for; undefined when it asks for help. @throws UsageError */
export const parseOptions = (args: readonly string[]): StartOptions | undefined => {
  const { values } = parse(args)
  if (values.help) return undefined
  return {
    dataDir: resolve(values.data ?? stateFolder()),
    apiPort: parsePort('port', values.port),
    dnsPort: parsePort('dns-port', values['dns-port']),
    lab: !values['without-lab'],
    terraform: !values['without-terraform'],
  }
}

const OPTIONS = {
  data: { type: 'string' },
  port: { type: 'string', default: '8080' },
  'dns-port': { type: 'string', default: '5300' },
  'without-lab': { type: 'boolean', default: false },
  'without-terraform': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const parse = (args: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>> => {
  try {
    return parseArgs({ args: [...args], options: OPTIONS })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
