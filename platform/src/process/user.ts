import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'

export interface User {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** The entry of passwd(5) with this name. */
export const findUser = (name: string): User | undefined => {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  const fields = lines.map((line) => line.split(':')).find(([login]) => login === name)
  return fields === undefined ? undefined : { name, uid: Number(fields[2]), gid: Number(fields[3]) }
}

export const isRoot = (): boolean => process.getuid?.() === 0

/** Us. @throws SystemError when our uid has no entry in passwd(5) */
export const currentUser = (): User => {
  const { username, uid, gid } = userInfo()
  return { name: username, uid, gid }
}

/** Whether this user may enter the folder, or run the program, and every folder above it; only root can ask for others. */
export const canReach = (user: User, path: string): boolean => {
  const asOther = user.uid === process.getuid?.() ? {} : { uid: user.uid, gid: user.gid }
  return spawnSync('/usr/bin/test', ['-x', path], { cwd: '/', ...asOther }).status === 0
}

/** Lets every user pass through a folder of ours, for services of ours that don't run as root. They still cannot list it. */
export const letThrough = (folder: string): void => {
  if (isRoot()) chmodSync(folder, statSync(folder).mode | 0o011)
}
