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
  /** Stops every part, removes every namespace, gives the folder back. */
  close(): Promise<void>
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
  const state = await RunState.take(dataDir, removeNamespace)
  const supervisor = new Supervisor({ state, log })
  const namespaces = new Namespaces(`qn${tagOf(dataDir)}`, state)
  return {
    dataDir,
    logDir,
    supervisor,
    namespaces,
    log,
    close: async () => {
      await supervisor.stopAll()
      await namespaces.removeAll()
      await state.release()
    },
  }
}
