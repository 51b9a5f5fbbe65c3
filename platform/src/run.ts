import { mkdirSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Namespaces, removeNamespace } from './lab/netns.ts'
import { tagOf } from './paths.ts'
import { letThrough } from './process/user.ts'
import { RunState } from './supervisor/run-state.ts'
import { Supervisor } from './supervisor/supervisor.ts'

/** One run on one data folder: what everything that is started on this machine shares. */
export interface Run {
  readonly dataDir: string
  readonly logDir: string
  readonly supervisor: Supervisor
  readonly namespaces: Namespaces
  /** Told in one line each what a person should know. */
  readonly log: (line: string) => void
  /** Stops every part, removes every namespace, gives the folder back. @throws StopError when something of it did not succeed */
  close(): Promise<void>
}

/** Something of a run could not be ended, or not be removed. */
export class StopError extends Error {
  override readonly name = 'StopError'
}

/** The folder's path becomes part of connection strings, lists and shell lines. */
const PLAIN_PATH = /^[\w./@+-]+$/

/**
 * Takes a data folder for this process, and cleans up after a run that crashed on it.
 * @throws Error when another process has the folder, or its path has characters that won't do
 */
export const openRun = async (folder: string, log: (line: string) => void): Promise<Run> => {
  if (!PLAIN_PATH.test(resolve(folder)))
    throw new Error(`the data folder "${folder}" won't do: choose a path of letters, digits and . _ - + @ /`)
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const dataDir = realpathSync(folder)
  letThrough(dataDir)
  const logDir = join(dataDir, 'log')
  mkdirSync(logDir, { recursive: true })
  const state = await RunState.take(dataDir, removeNamespace, log)
  const supervisor = new Supervisor({ state, log })
  const namespaces = new Namespaces(`qn${tagOf(dataDir)}`, state)
  await namespaces.removeLeft()
  return {
    dataDir,
    logDir,
    supervisor,
    namespaces,
    log,
    close: async () => {
      try {
        await supervisor.stopAll()
        await namespaces.removeAll()
        await state.release()
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause)
        throw new StopError(`not everything was stopped and removed; the next start on ${dataDir} does: ${reason}`, {
          cause,
        })
      }
    },
  }
}
