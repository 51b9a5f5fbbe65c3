import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pagesOf } from './src/docs/pages.ts'
import { provider } from './src/provider.ts'

/** Writes the provider's documentation into a folder: `node provider/print-docs.ts FOLDER`. What was there before goes. */

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, 'docs'))
rmSync(folder, { recursive: true, force: true })
for (const [path, text] of pagesOf(provider)) {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
