import { existsSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { identityOf, isAlive, parentOf } from '../process/identity.ts'
import { eventually } from '../process/time.ts'

/** The postmaster named in postmaster.pid, if it really is one of this cluster: the number may belong to another process by now. */
const runningPostmaster = (pgdata: string): number | undefined => {
  const file = join(pgdata, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
  try {
    // A postmaster's working folder is its PGDATA.
    return identityOf(pid) !== undefined && readlinkSync(`/proc/${String(pid)}/cwd`) === pgdata ? pid : undefined
  } catch {
    return undefined
  }
}

/**
 * Makes way for a new postmaster: stops one that lost its parent, and removes a stale postmaster.pid, which would keep PostgreSQL from
 * starting once the number in it belongs to another process of the same user.
 * @throws Error when somebody else runs this cluster
 */
export const takeOver = async (pgdata: string): Promise<void> => {
  const pid = runningPostmaster(pgdata)
  const identity = pid === undefined ? undefined : identityOf(pid)
  if (identity !== undefined) {
    const parent = parentOf(identity.pid) ?? 1
    if (parent !== 1)
      throw new Error(`${pgdata} is in use: process ${String(parent)} runs its PostgreSQL (${String(identity.pid)})`)
    process.kill(identity.pid, 'SIGINT')
    await eventually(() => (isAlive(identity) ? undefined : true), {
      what: `the PostgreSQL that an earlier run left behind (process ${String(identity.pid)}) has stopped`,
      timeoutMs: 20_000,
    })
  }
  rmSync(join(pgdata, 'postmaster.pid'), { force: true })
}
