import { createHash } from 'node:crypto'
import { rmdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { isRoot } from './process/user.ts'

/** Longest path of a unix socket: sun_path of unix(7) holds 108 bytes with the closing zero. */
const LONGEST_SOCKET_PATH = 107

const userFolder = (variable: string, ...fallback: string[]): string => {
  const set = process.env[variable]
  return join(set === undefined || set === '' ? join(homedir(), ...fallback) : set, 'quantumnet')
}

/** Where what can be made again is kept: unpacked binaries, builds. */
export const cacheFolder = (): string =>
  process.env['XDG_CACHE_HOME'] === undefined && isRoot()
    ? '/var/cache/quantumnet'
    : userFolder('XDG_CACHE_HOME', '.cache')

/** Where `npm start` keeps its data when nobody says otherwise. */
export const stateFolder = (): string =>
  isRoot() ? '/var/lib/quantumnet' : userFolder('XDG_STATE_HOME', '.local', 'state')

/** Eight hexadecimal digits that stand for a folder, for names that must be short. */
export const tagOf = (folder: string): string => createHash('sha256').update(folder).digest('hex').slice(0, 8)

/** A folder for sockets: the wanted one, or a short one of the same meaning when a socket's path would be too long there. */
export const socketFolder = (wanted: string, longestName: string): string => {
  if (Buffer.byteLength(join(wanted, longestName)) <= LONGEST_SOCKET_PATH) return wanted
  const runtime = isRoot() ? '/run' : (process.env['XDG_RUNTIME_DIR'] ?? '/tmp')
  return join(runtime, `quantumnet-${tagOf(wanted)}`)
}

/** Removes a short folder that `socketFolder` gave in place of a wanted one, once nobody has a socket in it. */
export const removeSocketFolder = (wanted: string, given: string): void => {
  if (given === wanted) return
  try {
    rmdirSync(given)
  } catch {
    // ENOTEMPTY: somebody has; ENOENT: somebody else removed it
  }
}
