import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of its own for a test; `remove` takes it away with all that is in it. */
export const scratchFolder = (): { readonly path: string; remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'qn-'))
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true })
    },
  }
}
