import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { provider } from '../../provider/src/provider.ts'
import { Host } from '../../provider/src/rpc/host.ts'
import { schemaBytes } from '../../provider/src/rpc/service.ts'
import { bundle } from '../../provider/packaging/bundle.ts'

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
})
