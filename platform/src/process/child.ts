import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { identityOf, type ProcessIdentity } from './identity.ts'
import { atMost } from './time.ts'
import type { User } from './user.ts'
import { searchPath } from './which.ts'

export interface StopStep {
  readonly signal: NodeJS.Signals
  /** How long the process has until the next step. */
  readonly waitMs: number
}

/** A program and its arguments. */
export type Command = readonly [file: string, ...args: string[]]
/** Puts a command somewhere else, for example into a network namespace. */
export type Enter = (command: Command) => Command

export interface ChildSpec {
  readonly name: string
  readonly command: Command
  /** Added to the few variables that every child gets (PATH, HOME, locale). */
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Who it runs as; only root can choose. */
  readonly user?: User
  readonly logFile: string
  /** Default: SIGTERM and five seconds. SIGKILL to the whole process group always comes last. */
  readonly stop?: readonly StopStep[]
  /** Adds a channel for messages, so that handles can be sent to the child. */
  readonly ipc?: boolean
}

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

const DEFAULT_STOP: readonly StopStep[] = [{ signal: 'SIGTERM', waitMs: 5_000 }]
const SETPRIV = '/usr/bin/setpriv'
const PASSED_ON = ['HOME', 'LANG', 'LC_ALL', 'TZ', 'XDG_CACHE_HOME', 'XDG_STATE_HOME'] as const

const environment = (extra: Readonly<Record<string, string>> = {}): Record<string, string> => {
  const base = PASSED_ON.flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { PATH: searchPath(), ...Object.fromEntries(base), ...extra }
}

/** So that a child dies with a parent that was killed: the kernel sends the first stop signal (prctl(2), PR_SET_PDEATHSIG). */
const withDeathSignal = (spec: ChildSpec): Command => {
  const signal = (spec.stop ?? DEFAULT_STOP)[0]?.signal ?? 'SIGTERM'
  return existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', signal.slice(3), '--', ...spec.command] : spec.command
}

/** Puts the log of the run before aside as `.1`, so that a log file holds one run. */
export const rotateLog = (file: string): void => {
  mkdirSync(dirname(file), { recursive: true })
  if (existsSync(file)) renameSync(file, `${file}.1`)
}

/** The last lines of a log, for an error message. */
export const logTail = (file: string, lines = 8): string => {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
  } catch {
    return ''
  }
}

/** How a process ended, in words. */
export const describeExit = ({ code, signal }: Exit): string =>
  signal === null ? `ended with code ${String(code)}` : `was ended by ${signal}`

/** One process in the foreground of ours: never detached from us, in a process group of its own, its output in a file. */
export class Child {
  readonly spec: ChildSpec
  readonly identity: ProcessIdentity
  readonly exited: Promise<Exit>
  readonly process: ChildProcess
  #exit: Exit | undefined

  private constructor(spec: ChildSpec, running: ChildProcess, identity: ProcessIdentity) {
    this.spec = spec
    this.process = running
    this.identity = identity
    this.exited = new Promise((resolve) => {
      running.once('exit', (code, signal) => {
        this.#exit = { code, signal }
        // What the leader left behind in its group would otherwise hold sockets and namespaces.
        this.#signalGroup('SIGKILL')
        resolve(this.#exit)
      })
    })
  }

  /** @throws Error when the command cannot be run at all */
  static async start(spec: ChildSpec): Promise<Child> {
    const [file, ...args] = withDeathSignal(spec)
    mkdirSync(dirname(spec.logFile), { recursive: true })
    const log = openSync(spec.logFile, 'a', 0o640)
    try {
      const running = spawn(file, args, {
        stdio: spec.ipc === true ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
        env: environment(spec.env),
        // A group of its own: a terminal's Ctrl-C must reach us only, or everything would stop at once and in no order.
        detached: true,
        ...(spec.cwd !== undefined && { cwd: spec.cwd }),
        ...(spec.user !== undefined && { uid: spec.user.uid, gid: spec.user.gid }),
      })
      await new Promise<void>((resolve, reject) => {
        running.once('spawn', resolve)
        running.once('error', (cause) => {
          reject(new Error(`cannot run ${spec.name} (${spec.command[0]}): ${cause.message}`, { cause }))
        })
      })
      const pid = running.pid ?? 0
      return new Child(spec, running, identityOf(pid) ?? { pid, started: '' })
    } finally {
      closeSync(log)
    }
  }

  /** How it ended; undefined while it runs. */
  get exit(): Exit | undefined {
    return this.#exit
  }

  get pid(): number {
    return this.identity.pid
  }

  /** Sends a signal to the process itself; does nothing when it has ended. */
  signal(signal: NodeJS.Signals): void {
    if (this.#exit === undefined) this.process.kill(signal)
  }

  /** Goes through the stop steps until it has ended; in the end it has, by force if it must be. */
  async stop(): Promise<Exit> {
    for (const { signal, waitMs } of this.spec.stop ?? DEFAULT_STOP) {
      this.signal(signal)
      const exit = await atMost(waitMs, this.exited)
      if (exit !== undefined) return exit
    }
    this.#signalGroup('SIGKILL')
    return await this.exited
  }

  #signalGroup(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.pid, signal)
    } catch {
      // ESRCH: nobody is left in the group
    }
  }
}
