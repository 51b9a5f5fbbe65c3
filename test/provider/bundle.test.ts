import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { provider } from '../../provider/src/provider.ts'
import { Host } from '../../provider/src/rpc/host.ts'
import { schemaBytes } from '../../provider/src/rpc/service.ts'
import { build } from 'esbuild'
import { bundle } from '../../provider/packaging/bundle.ts'
import { lazyBarrels } from '../../provider/packaging/lazy-barrels.ts'

const SOURCES = join(import.meta.dirname, '../../provider/src')
const silent = { debug: () => undefined, error: () => undefined }

describe('a bundle', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'qn-bundle-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  const run = async (entry: string): Promise<string> => {
    writeFileSync(join(folder, 'entry.ts'), entry)
    await bundle({ entry: join(folder, 'entry.ts'), outfile: join(folder, 'bundle.cjs'), plugins: [] })
    return execFileSync(process.execPath, [join(folder, 'bundle.cjs')], { encoding: 'utf8', maxBuffer: 2 ** 24 })
  }

  it('has every kind as the sources have it, though each is loaded when it is asked for', async () => {
    const fromBundle = await run(`
      import { provider } from '${SOURCES}/provider.ts'
      import { Host } from '${SOURCES}/rpc/host.ts'
      import { schemaBytes } from '${SOURCES}/rpc/service.ts'
      const log = { debug: () => undefined, error: () => undefined }
      void schemaBytes(new Host(async () => provider, log)).then((bytes) => process.stdout.write(Buffer.from(bytes).toString('hex')))
    `)
    const bytes = await schemaBytes(new Host(async () => await Promise.resolve(provider), silent))
    expect(bytes.length).toBeGreaterThan(100_000)
    expect(fromBundle === Buffer.from(bytes).toString('hex')).toBe(true)
  })

  it('takes whatever a barrel hands on, and what is a value when it is asked for', async () => {
    const write = (name: string, text: string): void => {
      writeFileSync(join(folder, name), text)
    }
    write('a.ts', "process.stdout.write('a loaded; ')\nexport const one = 1\nexport const two = 2\nexport type One = 1")
    write('b.ts', "process.stdout.write('b loaded; ')\nexport const three = 3")
    write(
      'barrel.ts',
      "/** Some. */\nexport { one, two as zwei, type One } from './a.ts'\n// and\nexport * from './b.ts'\nexport type { One as Eins } from './a.ts'\n",
    )
    write(
      'entry.ts',
      "import { zwei, three } from './barrel.ts'\nprocess.stdout.write('begun; ')\nprocess.stdout.write(String(zwei))",
    )
    const outfile = join(folder, 'bundle.cjs')
    await build({
      entryPoints: [join(folder, 'entry.ts')],
      ...{ outfile, bundle: true, platform: 'node', format: 'cjs' },
      plugins: [lazyBarrels({ 'barrel.ts': join(folder, 'barrel.ts') })],
    })
    expect(execFileSync(process.execPath, [outfile], { encoding: 'utf8' })).toBe('begun; a loaded; 2')
    write('barrel.ts', 'export const more = 1')
    await expect(
      build({
        entryPoints: [join(folder, 'entry.ts')],
        ...{ outfile, bundle: true, logLevel: 'silent' },
        plugins: [lazyBarrels({ 'barrel.ts': join(folder, 'barrel.ts') })],
      }),
    ).rejects.toThrow('does more than hand on')
  })
})
