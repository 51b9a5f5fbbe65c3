import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type Role = 'admin' | 'node' | 'feed'
/** One file for each role, with its bearer token. */
export type TokenFiles = Readonly<Record<Role, string>>

const ensureToken = (folder: string, role: Role): string => {
  const file = join(folder, role)
  // An empty one was cut short by a full disk or a power cut.
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0) return file
  const making = `${file}.new`
  writeFileSync(making, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true })
  renameSync(making, file)
  return file
}

/** The deployment's first tokens, made when they are absent and readable by their owner only. */
export const ensureTokens = (dataDir: string): TokenFiles => {
  const folder = join(dataDir, 'tokens')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return { admin: ensureToken(folder, 'admin'), node: ensureToken(folder, 'node'), feed: ensureToken(folder, 'feed') }
}
