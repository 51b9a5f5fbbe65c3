import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import {
  buildPackage,
  PLATFORMS,
  REGISTRIES,
  SOURCE,
  type Built,
  type Package,
  type Platform,
} from './packaging/package.ts'
import { writeRelease } from './packaging/release.ts'
import { standalonePackage } from './packaging/standalone.ts'

/**
 * Builds the provider and lays it out: as an unpacked filesystem mirror for this machine (--out), or as a release, which is a packed one that a
 * server of files makes a network mirror (--release). Below its folder `standalone` a release has the same once more, with Node in it
 * (--no-standalone: not that). --platform: only that one.
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

const isPlatform = (name: string): name is Platform => (PLATFORMS as readonly string[]).includes(name)

const release = (folder: string, built: Built, platforms: readonly Platform[], standalone: boolean): void => {
  writeRelease(folder, new Map(platforms.map((platform) => [platform, built])))
  if (!standalone) return
  const packages = platforms.map((platform) => [platform, standalonePackage(built, platform)] as const)
  writeRelease(join(folder, 'standalone'), new Map(packages))
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      out: { type: 'string' },
      release: { type: 'string' },
      platform: { type: 'string', multiple: true, default: [...PLATFORMS] },
      standalone: { type: 'boolean', default: true },
    },
  })
  const unknown = values.platform.filter((name) => !isPlatform(name))
  if (unknown.length > 0) throw new Error(`no platform ${unknown.join(', ')}: there are ${PLATFORMS.join(', ')}`)
  const built = await buildPackage()
  const released = values.release === undefined ? undefined : resolve(values.release)
  if (released !== undefined) release(released, built, values.platform.filter(isPlatform), values.standalone)
  const mirror =
    values.out === undefined && released !== undefined
      ? undefined
      : resolve(values.out ?? join(import.meta.dirname, 'dist/mirror'))
  if (mirror !== undefined) unpack(mirror, built)
  process.stdout.write(`${[released, mirror].filter((folder) => folder !== undefined).join('\n')}\n`)
}

await main()
