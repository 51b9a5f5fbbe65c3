import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { provider } from '@quantumnet/provider'
import { bindingsOf } from './src/generate/bindings.ts'

/** Writes the bindings (L1) into a folder: `node constructs/print-bindings.ts FOLDER`. What was there before goes. */

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, 'src/gen'))
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
for (const [file, text] of bindingsOf(provider)) writeFileSync(join(folder, file), text)
