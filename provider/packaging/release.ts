import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { REGISTRIES, SOURCE, type Package, type Platform } from './package.ts'
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

/**
 * Lays out a release in a folder.
 * @param packages of one version, by platform
 */
export const writeRelease = (folder: string, packages: ReadonlyMap<Platform, Package>): void => {
  const version = [...packages.values()][0]?.version ?? ''
  // A package that is the same for several platforms is packed once.
  const packed = new Map([...new Set(packages.values())].map((one) => [one, zip(one.files)]))
  const zips = [...packages].map(([platform, one]) => {
    const content = packed.get(one) ?? zip(one.files)
    const name = `terraform-provider-quantumnet_${version}_${platform}.zip`
    return { platform, name, content, sum: sha256(content) }
  })
  const archives = Object.fromEntries(
    zips.map(({ platform, name, sum }) => [platform, { url: name, hashes: [`zh:${sum}`] }]),
  )
  for (const registry of REGISTRIES) {
    const place = join(folder, registry, SOURCE)
    mkdirSync(place, { recursive: true })
    write(join(place, 'index.json'), json({ versions: { [version]: {} } }))
    write(join(place, `${version}.json`), json({ archives }))
    for (const { name, content } of zips) write(join(place, name), content)
  }
  const sums = zips.map(({ name, sum }) => `${sum}  ${name}\n`).join('')
  write(join(folder, `terraform-provider-quantumnet_${version}_SHA256SUMS`), sums)
}
