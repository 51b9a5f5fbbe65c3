import { readFileSync } from 'node:fs'

/** A process, told apart from later ones that are given the same number. */
export interface ProcessIdentity {
  readonly pid: number
  /** Start time in clock ticks since boot: field 22 of /proc/PID/stat (proc(5)). */
  readonly started: string
}

const FIELD_STATE = 0
const FIELD_PARENT = 1
const FIELD_START_TIME = 19

// The command's name, field 2, may hold spaces and parentheses: the other fields are counted from the last parenthesis.
const statFields = (pid: number): readonly string[] | undefined => {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie runs no more; it only waits for a parent that may never look.
    return fields[FIELD_STATE] === 'Z' || fields[FIELD_STATE] === 'X' ? undefined : fields
  } catch {
    return undefined
  }
}

/** Who runs under this number now; undefined when nobody does, a zombie included. */
export const identityOf = (pid: number): ProcessIdentity | undefined => {
  const started = statFields(pid)?.[FIELD_START_TIME]
  return started === undefined ? undefined : { pid, started }
}

export const isAlive = ({ pid, started }: ProcessIdentity): boolean => identityOf(pid)?.started === started

/** The process that this one calls its parent; undefined when it does not run. */
export const parentOf = (pid: number): number | undefined => {
  const parent = statFields(pid)?.[FIELD_PARENT]
  return parent === undefined ? undefined : Number(parent)
}
