import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildPackage } from './packaging/package.ts'
import { TARGETS, type Target } from './packaging/targets.ts'

/** Builds both packages, and packs them by npm into `dist`, or the folder of --out. Prints where they are. */

const pack = async (target: Target, out: string): Promise<string> => {
  // Outside of the repository: a second package.json of our name in it would be in the way of tools that look for workspaces.
  const folder = mkdtempSync(join(tmpdir(), 'quantumnet-constructs-'))
  try {
    for (const [name, text] of await buildPackage(target)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', out], {
      cwd: folder,
      encoding: 'utf8',
    })
    return join(out, packed.trim())
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const { values } = parseArgs({ options: { out: { type: 'string' } } })
const out = resolve(values.out ?? join(import.meta.dirname, 'dist'))
mkdirSync(out, { recursive: true })
for (const target of TARGETS) process.stdout.write(`${await pack(target, out)}\n`)
