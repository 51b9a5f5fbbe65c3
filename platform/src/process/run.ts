import { spawn, type ChildProcess } from 'node:child_process'
import { basename } from 'node:path'
import { searchPath } from './which.ts'

export interface RunOptions {
  readonly cwd?: string
  /** The whole environment but for PATH; default: ours. */
  readonly env?: NodeJS.ProcessEnv
  readonly input?: string
  /** Default 30 000. */
  readonly timeoutMs?: number
  /** Ends the command before its time, with `killSignal`. */
  readonly signal?: AbortSignal
  /** Default SIGKILL. */
  readonly killSignal?: NodeJS.Signals
}

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A command that ended with a code other than 0, ran too long, or could not be run. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly finished: Finished | undefined
  constructor(message: string, finished?: Finished, options?: ErrorOptions) {
    super(message, options)
    this.finished = finished
  }
}

const spelled = (command: readonly string[]): string => [basename(command[0] ?? ''), ...command.slice(1)].join(' ')

const collect = (stream: NodeJS.ReadableStream | null): (() => string) => {
  const chunks: Buffer[] = []
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  return () => Buffer.concat(chunks).toString('utf8')
}

/** How long a command that was told to end may take to do so before it is killed. */
const GRACE_MS = 20_000

/** Whoever the command has started and left behind may hold its pipes for as long as it lives. */
const DRAIN_MS = 500

/** SIGKILL goes to all that the command has started; to anything else it answers itself, and ends its own children in its own order. */
const send = (child: ChildProcess, signal: NodeJS.Signals): void => {
  if (signal !== 'SIGKILL' || child.pid === undefined) {
    child.kill(signal)
    return
  }
  try {
    process.kill(-child.pid, signal)
  } catch {
    // ESRCH: nobody is left in the group
  }
}

/** Closes our ends of the pipes some time after the command has ended. */
const closePipesAfterExit = (child: ChildProcess): void => {
  child.once('exit', () => {
    const timer = setTimeout(() => {
      // After one more look at the pipes: this timer may be late, and then they are still full.
      setImmediate(() => {
        child.stdout?.destroy()
        child.stderr?.destroy()
      })
    }, DRAIN_MS)
    child.once('close', () => {
      clearTimeout(timer)
    })
  })
}

/** Why a command was ended before its time; undefined while it was not. */
const endEarly = (
  child: ChildProcess,
  { timeoutMs = 30_000, signal, killSignal = 'SIGKILL' }: RunOptions,
): (() => string | undefined) => {
  let reason: string | undefined
  let force: NodeJS.Timeout | undefined
  const end = (why: string): void => {
    reason ??= why
    send(child, killSignal)
    force ??= setTimeout(send, GRACE_MS, child, 'SIGKILL')
  }
  const onAbort = (): void => {
    end('it was interrupted')
  }
  const timer = setTimeout(end, timeoutMs, `no end after ${String(timeoutMs / 1000)} s`)
  signal?.addEventListener('abort', onAbort)
  if (signal?.aborted === true) onAbort()
  child.once('close', () => {
    clearTimeout(timer)
    clearTimeout(force)
    signal?.removeEventListener('abort', onAbort)
  })
  return () => reason
}

/**
 * Runs a command to its end, whatever its code; the promise is settled when it has ended, not before.
 * @throws CommandError when it cannot be run, takes too long or is interrupted
 */
export const tryRun = async (command: readonly string[], options: RunOptions = {}): Promise<Finished> => {
  const child = spawn(command[0] ?? '', command.slice(1), {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Not in our process group: a terminal's Ctrl-C is for us, and we say what becomes of the command.
    detached: true,
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    env: { ...(options.env ?? process.env), PATH: searchPath() },
  })
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)]
  const endedEarly = endEarly(child, options)
  closePipesAfterExit(child)
  // A command that does not read its input closes the pipe; what it says about it is in stderr.
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input)
  return await new Promise((resolve, reject) => {
    child.once('error', (cause) => {
      reject(new CommandError(`${spelled(command)}: ${cause.message}`, undefined, { cause }))
    })
    child.once('close', (code) => {
      const finished = { code, stdout: stdout(), stderr: stderr() }
      const reason = endedEarly()
      if (reason === undefined) resolve(finished)
      else reject(new CommandError(`${spelled(command)}: ${reason}`, finished))
    })
  })
}

/** Runs a command and gives what it prints. @throws CommandError with what it said when it fails */
export const run = async (command: readonly string[], options: RunOptions = {}): Promise<string> => {
  const finished = await tryRun(command, options)
  if (finished.code === 0) return finished.stdout
  const said = [finished.stderr, finished.stdout].find((text) => text.trim() !== '')?.trim() ?? ''
  throw new CommandError(`${spelled(command)} ended with code ${String(finished.code)}: ${said}`, finished)
}
