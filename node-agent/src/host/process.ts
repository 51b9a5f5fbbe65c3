import { readFileSync, statSync } from 'node:fs'

/** A process, told apart from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number
  /** start time in clock ticks since boot: field 22 of /proc/PID/stat (proc(5)) */
  readonly started: string
}

const STATE = 0
const START_TIME = 19

/** Who runs under this number; undefined when nobody does, or only a zombie. */
export const identityOf = (pid: number): ProcessIdentity | undefined => {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    // The second field, the command's name, may hold spaces: the others are counted from its closing parenthesis.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const started = fields[START_TIME]
    return started === undefined || fields[STATE] === 'Z' ? undefined : { pid, started }
  } catch {
    return undefined
  }
}

export const isAlive = ({ pid, started }: ProcessIdentity): boolean => identityOf(pid)?.started === started

/** Whether a process is in the network namespace of this name: both name the same file of nsfs. */
export const isInNetns = ({ pid }: ProcessIdentity, netns: string): boolean => {
  const inode = (file: string): number | undefined => statSync(file, { throwIfNoEntry: false })?.ino
  return inode(`/proc/${String(pid)}/ns/net`) === inode(`/run/netns/${netns}`)
}
