import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Folders of system programs, which a user's PATH may lack. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/local/bin', '/usr/bin', '/bin']

const isProgram = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/** PATH, and after it the system folders that it lacks. */
export const searchPath = (): string => {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return [...new Set([...folders, ...SYSTEM_FOLDERS])].join(delimiter)
}

/** Full path of a program on PATH or in a system folder; undefined when there is none. */
export const which = (program: string): string | undefined =>
  searchPath()
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find(isProgram)
