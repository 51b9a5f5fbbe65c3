import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import packageJson from '../package.json' with { type: 'json' }
import { bundleInTwo, bundleWhole, REST } from './bundle.ts'
import type { ZipEntry } from './zip.ts'

/**
 * What is installed: an executable for Node 20 and newer, the code that it loads once it has answered Terraform, and what has to be handed on
 * with them. Both are CommonJS, and the package.json beside them says so: unpacked below a project whose own says "module", the executable would
 * be read as one.
 */

/** Hosts of an address that names none, for Terraform and for OpenTofu. */
export const REGISTRIES = ['registry.terraform.io', 'registry.opentofu.org']
export const PLATFORMS = ['linux_amd64', 'linux_arm64'] as const
export type Platform = (typeof PLATFORMS)[number]
export const SOURCE = 'quantumnet/quantumnet'

export interface Package {
  readonly version: string
  readonly files: readonly ZipEntry[]
}

/** As it is built. */
export interface Built extends Package {
  /** the same code in one file */
  readonly whole: Buffer
}

/**
 * The first lines, which are read by a shell and by Node: for JavaScript a text and a comment. Terraform's environment is the user's, and what a
 * NODE_OPTIONS of theirs loads may write to stdout, where Terraform waits for the handshake. `exec`, because Terraform ends what it has started.
 */
const LAUNCHER = `#!/bin/sh
':' //; NODE_OPTIONS="\${QUANTUMNET_PROVIDER_NODE_OPTIONS-}" exec node "$0" "$@"`

const here = import.meta.dirname

/** The licences of others' code in the bundle: they ask to be handed on with it. */
const licences = (sources: readonly string[]): string => {
  const folders = new Set(
    sources.flatMap((source) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(source)?.slice(1, 2) ?? []),
  )
  return [...folders]
    .map((folder) => {
      const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length)
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
      if (file === undefined) throw new Error(`${folder} has no licence that could be handed on`)
      return `${name}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
    })
    .sort()
    .join(`\n${'-'.repeat(80)}\n\n`)
}

/** What Terraform takes for the provider in a package. */
export const executableName = (version: string): string => `terraform-provider-quantumnet_v${version}`

const file = (name: string, content: string | Buffer, mode = 0o644): ZipEntry => ({
  name,
  content: Buffer.from(content),
  mode,
})

/** A text that has to be handed on. */
export const licenceFile = (name: string, text: Buffer): ZipEntry => file(name, text)

/** Builds the package of this version. */
export const buildPackage = async (): Promise<Built> => {
  const scratch = mkdtempSync(join(tmpdir(), 'quantumnet-provider-'))
  try {
    const { version } = packageJson
    const executable = executableName(version)
    const thirdParties = licences(await bundleInTwo(scratch, executable, LAUNCHER))
    const whole = join(scratch, 'whole.cjs')
    await bundleWhole(whole)
    const bundled = (name: string, mode?: number): ZipEntry => file(name, readFileSync(join(scratch, name)), mode)
    return {
      version,
      whole: readFileSync(whole),
      files: [
        bundled(executable, 0o755),
        bundled(REST),
        file('package.json', '{ "type": "commonjs" }\n'),
        file('CHANGELOG.md', readFileSync(join(here, '../CHANGELOG.md'))),
        file('THIRD-PARTY-LICENSES', thirdParties),
      ],
    }
  } finally {
    rmSync(scratch, { recursive: true })
  }
}
