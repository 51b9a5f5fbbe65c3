import { readdirSync, readFileSync, statSync } from 'node:fs'
import { endianness } from 'node:os'

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
  const own = inode(`/proc/${String(pid)}/ns/net`)
  return own !== undefined && own === inode(`/run/netns/${netns}`)
}

/** Who runs with these as the last words of the command, in the network namespace of this name. */
export const processesIn = (netns: string, lastWords: readonly string[]): readonly ProcessIdentity[] =>
  readdirSync('/proc').flatMap((entry) => {
    const pid = Number(entry)
    // Words come first: they are there for every process, and the namespace costs more.
    if (!Number.isInteger(pid) || !endsWith(wordsOf(pid), lastWords)) return []
    const found = identityOf(pid)
    return found !== undefined && isInNetns(found, netns) ? [found] : []
  })

/** The words of a process's command; none when it has ended. */
const wordsOf = (pid: number): readonly string[] => {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8')
      .split('\0')
      .slice(0, -1)
  } catch {
    return []
  }
}

const endsWith = (words: readonly string[], last: readonly string[]): boolean =>
  last.length <= words.length && last.every((word, at) => words[words.length - last.length + at] === word)

/** The addresses that sockets of a process's network namespace have at this UDP port, with IPv4; none when it has ended. */
export const udpListeners = ({ pid }: ProcessIdentity, port: number): readonly string[] => {
  try {
    return parseUdpListeners(readFileSync(`/proc/${String(pid)}/net/udp`, 'utf8'), port)
  } catch {
    return []
  }
}

/** Reads /proc/PID/net/udp (proc(5)), whose addresses are hexadecimal numbers in the byte order of the machine. */
export const parseUdpListeners = (text: string, port: number): readonly string[] => {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/)[1] ?? '')
    .filter((local) => local.endsWith(suffix))
    .map((local) => addressOf(local.slice(0, -suffix.length)))
}

const addressOf = (hex: string): string => {
  const bytes = [...Buffer.from(hex, 'hex')]
  return (endianness() === 'LE' ? bytes.reverse() : bytes).join('.')
}
