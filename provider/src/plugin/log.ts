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

/** A log of such lines. */
export const stderrLog = (clock: () => Date, write: (line: string) => void): Log => {
  const at =
    (level: Level): Log[Level] =>
    (message, fields = {}) => {
      write(logLine(level, message, fields, clock()))
    }
  return { debug: at('debug'), error: at('error') }
}
