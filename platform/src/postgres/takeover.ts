import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { identityOf, isAlive, parentOf, type ProcessIdentity } from '../process/identity.ts'
import { eventually } from '../process/time.ts'
import type { User } from '../process/user.ts'

/** A cluster's folder, and who runs its processes. */
export interface ClusterHome {
  readonly pgdata: string
  readonly user: User
}

const STOP_LIMIT_MS = 20_000
const KILL_LIMIT_MS = 5_000

/** The working folder of every process of a cluster is its PGDATA. */
const worksIn = (pid: number, pgdata: string): boolean => {
  try {
    return readlinkSync(`/proc/${String(pid)}/cwd`) === realpathSync(pgdata)
  } catch {
    return false
  }
}

/** The postmaster named in postmaster.pid, if it really is one of this cluster: the number may belong to another process by now. */
const runningPostmaster = (pgdata: string): ProcessIdentity | undefined => {
  const file = join(pgdata, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  // A server in single-user mode writes its number negated.
  const pid = Math.abs(Number.parseInt(readFileSync(file, 'utf8'), 10))
  return worksIn(pid, pgdata) ? identityOf(pid) : undefined
}

const isPostgresOf = ({ pgdata, user }: ClusterHome, pid: number): boolean => {
  try {
    const program = basename(readlinkSync(`/proc/${String(pid)}/exe`))
    return statSync(`/proc/${String(pid)}`).uid === user.uid && program.startsWith('postgres') && worksIn(pid, pgdata)
  } catch {
    // It has ended in the meantime, or belongs to somebody else.
    return false
  }
}

const processesOf = (home: ClusterHome): ProcessIdentity[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && isPostgresOf(home, pid))
    .flatMap((pid) => identityOf(pid) ?? [])

/**
 * Ends what a dead postmaster left behind. Each backend is a session of its own, so no signal to the postmaster's group reaches it, and a
 * busy one sees that its postmaster is gone only once its statement ends: until then it writes, and no new postmaster can start.
 */
const endBackends = async (home: ClusterHome): Promise<void> => {
  const left = (): true | undefined => {
    const processes = processesOf(home)
    for (const { pid } of processes) killIfThere(pid)
    return processes.length === 0 ? true : undefined
  }
  await eventually(left, {
    what: `the backends of a dead postmaster in ${home.pgdata} have ended`,
    timeoutMs: KILL_LIMIT_MS,
  })
}

const killIfThere = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // ESRCH: it has ended in the meantime
  }
}

/**
 * Makes way for a new postmaster: stops one that lost its parent, ends the backends of one that was killed, and removes a stale
 * postmaster.pid, which would keep PostgreSQL from starting once the number in it belongs to another process of the same user.
 * @throws Error when somebody else runs this cluster
 */
export const takeOver = async (home: ClusterHome): Promise<void> => {
  const { pgdata } = home
  const postmaster = runningPostmaster(pgdata)
  if (postmaster !== undefined) {
    const parent = parentOf(postmaster.pid) ?? 1
    if (parent !== 1)
      throw new Error(`${pgdata} is in use: process ${String(parent)} runs its PostgreSQL (${String(postmaster.pid)})`)
    process.kill(postmaster.pid, 'SIGINT')
    await eventually(() => (isAlive(postmaster) ? undefined : true), {
      what: `the PostgreSQL that an earlier run left behind (process ${String(postmaster.pid)}) has stopped`,
      timeoutMs: STOP_LIMIT_MS,
    })
  }
  await clearRest(home)
}

/** Removes what a postmaster of ours left behind; does nothing while somebody runs the cluster. */
export const clearAfter = async (home: ClusterHome): Promise<void> => {
  if (runningPostmaster(home.pgdata) === undefined) await clearRest(home)
}

/** Without its postmaster.pid a cluster looks free, so that goes last. */
const clearRest = async (home: ClusterHome): Promise<void> => {
  await endBackends(home)
  rmSync(join(home.pgdata, 'postmaster.pid'), { force: true })
}
