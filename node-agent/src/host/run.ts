import { spawn } from 'node:child_process'

/** A program could not be run, or ended with an error; the message carries its own words. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}

const LIMIT_MS = 10_000
const LONGEST_WORDS = 500

/**
 * Runs a program, without a shell, and gives what it wrote.
 *
 * @throws CommandError when it cannot be run, takes longer than 10 s or ends with anything but 0
 */
export const run = async (command: readonly [string, ...string[]], input = ''): Promise<string> => {
  const [file, ...args] = command
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: LIMIT_MS })
  const output: Buffer[] = []
  const words: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => words.push(chunk))
  // A program that ends before it has read everything says why by its code.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const how = await new Promise<string | undefined>((resolve) => {
    child.once('error', ({ message }) => {
      resolve(message)
    })
    child.once('close', (code, signal) => {
      if (code === 0) resolve(undefined)
      else resolve(signal === null ? `code ${String(code)}` : `ended by ${signal}`)
    })
  })
  if (how === undefined) return Buffer.concat(output).toString('utf8')
  const said = Buffer.concat(words).toString('utf8').trim().slice(0, LONGEST_WORDS)
  throw new CommandError(`${command.join(' ')}: ${how}${said === '' ? '' : `: ${said}`}`)
}

/** A command as it is run in a network namespace; the process keeps its number. */
export const inNetns = (netns: string, command: readonly [string, ...string[]]): readonly [string, ...string[]] => [
  'nsenter',
  `--net=/run/netns/${netns}`,
  '--',
  ...command,
]
