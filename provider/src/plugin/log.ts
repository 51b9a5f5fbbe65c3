import type { Log } from '../rpc/host.ts'

type Level = 'debug' | 'error'

/**
 * One line of Terraform's log, to be written to stderr. The time has exactly six fractional digits; with JavaScript's three Terraform takes
 * the line for plain text.
 */
export const logLine = (level: Level, message: string, fields: Readonly<Record<string, unknown>>, now: Date): string =>
  `${JSON.stringify({
    ...fields,
    '@level': level,
    '@message': message,
    '@module': 'quantumnet',
    '@timestamp': now.toISOString().replace('Z', '000Z'),
  })}\n`

/** What Terraform reads, from most to least; whichever is set, it shows of our lines at most those of its level. */
const LEVELS = ['TF_LOG', 'TF_LOG_PROVIDER', 'TF_LOG_PROVIDER_QUANTUMNET'] as const
const WITHOUT_DEBUG = new Set(['', 'off', 'info', 'warn', 'error'])

/**
 * Whether Terraform would show lines of level debug. Otherwise it reads and drops them, several for each resource, which takes as long as
 * some of the operations.
 */
export const wantsDebug = (environment: Readonly<Record<string, string | undefined>>): boolean =>
  LEVELS.some((name) => !WITHOUT_DEBUG.has((environment[name] ?? '').toLowerCase()))

/** A log of such lines. @param debug whether anybody wants those of level debug */
export const stderrLog = (clock: () => Date, write: (line: string) => void, debug: boolean): Log => {
  const at =
    (level: Level): Log[Level] =>
    (message, fields = {}) => {
      write(logLine(level, message, fields, clock()))
    }
  return { debug: debug ? at('debug') : (): void => undefined, error: at('error') }
}
