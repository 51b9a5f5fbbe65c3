import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildPackage, PLATFORMS, REGISTRIES, SOURCE, type Package } from './packaging/package.ts'
import { writeRelease } from './packaging/release.ts'

/**
 * Builds the provider and lays it out: as an unpacked filesystem mirror for this machine (--out), or as a release, which is a packed one that a
 * server of files makes a network mirror (--release).
 */

const install = ({ files }: Package, folder: string): void => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const { name, content, mode } of files) {
    const file = join(folder, name)
    writeFileSync(file, content)
    // The umask must not take the run bit from a package that others are to use.
    chmodSync(file, mode)
  }
}

const unpack = (mirror: string, built: Package): void => {
  for (const registry of REGISTRIES)
    for (const platform of PLATFORMS) install(built, join(mirror, registry, SOURCE, built.version, platform))
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { out: { type: 'string' }, release: { type: 'string' } } })
  const built = await buildPackage()
  const release = values.release === undefined ? undefined : resolve(values.release)
  if (release !== undefined) writeRelease(release, built)
  const mirror =
    values.out === undefined && release !== undefined
      ? undefined
      : resolve(values.out ?? join(import.meta.dirname, 'dist/mirror'))
  if (mirror !== undefined) unpack(mirror, built)
  process.stdout.write(`${[release, mirror].filter((folder) => folder !== undefined).join('\n')}\n`)
}

await main()
