import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PLATFORMS, REGISTRIES, SOURCE, type Package } from './package.ts'
import { zip } from './zip.ts'

/**
 * A release: a folder that is a packed filesystem mirror and, served over HTTPS, a network mirror; with the checksums of its packages.
 * (Provider network mirror protocol of Terraform: index.json, VERSION.json, and the zip files beside them.)
 */

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex')

const write = (file: string, content: string | Buffer): void => {
  writeFileSync(file, content, { mode: 0o644 })
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

/** Lays out a release in a folder. */
export const writeRelease = (folder: string, { version, files }: Package): void => {
  const content = zip(files)
  // Its files run on every platform, so the packages differ by name only.
  const names = PLATFORMS.map(
    (platform) => [platform, `terraform-provider-quantumnet_${version}_${platform}.zip`] as const,
  )
  const archives = Object.fromEntries(
    names.map(([platform, url]) => [platform, { url, hashes: [`zh:${sha256(content)}`] }]),
  )
  for (const registry of REGISTRIES) {
    const place = join(folder, registry, SOURCE)
    mkdirSync(place, { recursive: true })
    write(join(place, 'index.json'), json({ versions: { [version]: {} } }))
    write(join(place, `${version}.json`), json({ archives }))
    for (const [, name] of names) write(join(place, name), content)
  }
  const sums = names.map(([, name]) => `${sha256(content)}  ${name}\n`).join('')
  write(join(folder, `terraform-provider-quantumnet_${version}_SHA256SUMS`), sums)
}
