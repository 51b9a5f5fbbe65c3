import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { identityOf, isAlive, type ProcessIdentity } from '../process/identity.ts'
import { eventually } from '../process/time.ts'
import { lockFolder } from './lock.ts'

/** What one run has made that outlives a crash of it. */
interface RunRecord {
  supervisor: ProcessIdentity
  children: Record<string, ProcessIdentity>
  namespaces: string[]
}

const readRecord = (file: string): RunRecord | undefined => {
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunRecord
  } catch {
    // Not ours, or damaged: namespaces are found by their tag all the same.
    return undefined
  }
}

const signalGroup = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-pid, signal)
  } catch {
    // ESRCH: it has ended in the meantime
  }
}

const TERM_LIMIT_MS = 5_000
const KILL_LIMIT_MS = 2_000

/** Ends processes of a run that is no more: politely, then by force. */
const endAll = async (processes: readonly ProcessIdentity[]): Promise<void> => {
  const left = (): ProcessIdentity[] => processes.filter(isAlive)
  const gone = async (timeoutMs: number): Promise<void> => {
    await eventually(() => (left().length === 0 ? true : undefined), {
      what: 'the processes of an earlier run have ended',
      timeoutMs,
    })
  }
  for (const { pid } of left()) signalGroup(pid, 'SIGTERM')
  try {
    await gone(TERM_LIMIT_MS)
  } catch {
    for (const { pid } of left()) signalGroup(pid, 'SIGKILL')
    await gone(KILL_LIMIT_MS)
  }
}

/** What a run has of its folder while it lasts. */
interface Hold {
  readonly unlock: () => Promise<void>
  readonly log: (line: string) => void
}

/** The record of what this run has made, kept on disk so that a later run can clean up after a crash. */
export class RunState {
  readonly #file: string
  readonly #record: RunRecord
  readonly #hold: Hold

  private constructor(file: string, record: RunRecord, hold: Hold) {
    this.#file = file
    this.#record = record
    this.#hold = hold
    this.#save()
  }

  /**
   * Takes a data folder, and ends what a crashed run left running. Namespaces of that run are given to `removeNamespace`. Later trouble with
   * the record is told to `log` in one line.
   * @throws Error when another process has the folder, or the record cannot be written
   */
  static async take(
    dataDir: string,
    removeNamespace: (name: string) => Promise<void>,
    log: (line: string) => void,
  ): Promise<RunState> {
    mkdirSync(dataDir, { recursive: true, mode: 0o755 })
    const file = join(dataDir, 'state.json')
    const unlock = await lockFolder(dataDir)
    const before = readRecord(file)
    if (unlock === undefined) {
      const holder = before === undefined ? '' : ` (process ${String(before.supervisor.pid)})`
      throw new Error(`${dataDir} is in use by another run${holder}; stop that one, or choose another folder`)
    }
    await endAll(Object.values(before?.children ?? {}))
    for (const name of before?.namespaces ?? []) await removeNamespace(name)
    const supervisor = identityOf(process.pid) ?? { pid: process.pid, started: '' }
    return new RunState(file, { supervisor, children: {}, namespaces: [] }, { unlock, log })
  }

  childStarted(name: string, identity: ProcessIdentity): void {
    this.#record.children[name] = identity
    this.#update()
  }

  childEnded(name: string): void {
    Reflect.deleteProperty(this.#record.children, name)
    this.#update()
  }

  /** Call it before the namespace is made: a record too many is harmless. */
  namespaceAdded(name: string): void {
    this.#record.namespaces.push(name)
    this.#update()
  }

  namespaceRemoved(name: string): void {
    this.#record.namespaces = this.#record.namespaces.filter((other) => other !== name)
    this.#update()
  }

  get namespaces(): readonly string[] {
    return this.#record.namespaces
  }

  /** Gives the folder back; nothing of this run may be left. */
  async release(): Promise<void> {
    rmSync(this.#file, { force: true })
    await this.#hold.unlock()
  }

  /** A full disk must not end what runs: the record is only there for the case of a crash, and the next change writes all of it. */
  #update(): void {
    try {
      this.#save()
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      this.#hold.log(`cannot record what runs, so a crash now would leave it behind: ${reason}`)
    }
  }

  #save(): void {
    const writing = `${this.#file}.new`
    writeFileSync(writing, JSON.stringify(this.#record, undefined, 2))
    renameSync(writing, this.#file)
  }
}
