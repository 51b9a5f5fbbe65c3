import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The path of a unix socket ends at 107 bytes (sun_path); a temporary folder may be longer. */
const MAX_PATH_BYTES = 107
const FILE_NAME = 'provider.sock'

/** A folder that only this user may enter, for one socket. */
export const makeSocketFolder = (): { readonly path: string; readonly remove: () => void } => {
  const make = (base: string): string => mkdtempSync(join(base, 'qn-')) // mkdtemp makes it 0700
  const longest = join(tmpdir(), 'qn-XXXXXX', FILE_NAME)
  const folder = make(Buffer.byteLength(longest) > MAX_PATH_BYTES ? '/tmp' : tmpdir())
  return {
    path: join(folder, FILE_NAME),
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
