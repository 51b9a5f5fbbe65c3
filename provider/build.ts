import { build } from 'esbuild'
import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import packageJson from './package.json' with { type: 'json' }

/**
 * Builds the provider as one CommonJS file that Node 20 and newer run, and lays it out as an unpacked filesystem mirror.
 *
 * CommonJS, because the name that Terraform demands ends in the version, and Node takes no such extension for an ES module. The
 * package.json beside it says so too: unpacked below a project whose own says "module", the file would be read as one.
 */

const REGISTRIES = ['registry.terraform.io', 'registry.opentofu.org']
const PLATFORMS = ['linux_amd64', 'linux_arm64']
const SOURCE = 'quantumnet/quantumnet'
const EXECUTABLE = `terraform-provider-quantumnet_v${packageJson.version}`

const here = import.meta.dirname

const bundle = async (outfile: string): Promise<void> => {
  await build({
    entryPoints: [join(here, 'src/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // Names stay, so that a stack in a bug report can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'eof',
    banner: { js: '#!/usr/bin/env node' },
    logLevel: 'warning',
  })
}

/** Where the packages of all platforms stand in a mirror; they hold the same files. */
export const packageFolders = (mirror: string): string[] =>
  REGISTRIES.flatMap((registry) =>
    PLATFORMS.map((platform) => join(mirror, registry, SOURCE, packageJson.version, platform)),
  )

const install = (built: string, folder: string): void => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const executable = join(folder, EXECUTABLE)
  copyFileSync(built, executable)
  // The umask must not take the run bit from a package that others are to use.
  chmodSync(executable, 0o755)
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n')
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { out: { type: 'string', default: join(here, 'dist/mirror') } } })
  const built = join(here, 'dist', EXECUTABLE)
  await bundle(built)
  const mirror = resolve(values.out)
  for (const folder of packageFolders(mirror)) install(built, folder)
  process.stdout.write(`${mirror}\n`)
}

await main()
