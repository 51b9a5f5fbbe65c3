import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
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

/** Whether this user can enter the folder and read it, every folder above it included; only root can ask for others. */
export const canEnter = (user: User, folder: string): boolean => {
  const asOther = user.uid === process.getuid?.() ? {} : { uid: user.uid, gid: user.gid }
  return spawnSync('/usr/bin/test', ['-r', folder, '-a', '-x', folder], { cwd: '/', ...asOther }).status === 0
}
