import { build } from 'esbuild'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
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

/** Bundles into one file. @returns the sources that are in it */
const bundle = async (outfile: string): Promise<readonly string[]> => {
  const { metafile } = await build({
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
    metafile: true,
  })
  return Object.keys(metafile.inputs)
}

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

/** Where the packages of all platforms stand in a mirror; they hold the same files. */
export const packageFolders = (mirror: string): string[] =>
  REGISTRIES.flatMap((registry) =>
    PLATFORMS.map((platform) => join(mirror, registry, SOURCE, packageJson.version, platform)),
  )

const install = (built: string, thirdParties: string, folder: string): void => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const executable = join(folder, EXECUTABLE)
  copyFileSync(built, executable)
  // The umask must not take the run bit from a package that others are to use.
  chmodSync(executable, 0o755)
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n')
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES'), thirdParties)
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { out: { type: 'string', default: join(here, 'dist/mirror') } } })
  const mirror = resolve(values.out)
  const scratch = mkdtempSync(join(tmpdir(), 'quantumnet-provider-'))
  try {
    const built = join(scratch, EXECUTABLE)
    const thirdParties = licences(await bundle(built))
    for (const folder of packageFolders(mirror)) install(built, thirdParties, folder)
  } finally {
    rmSync(scratch, { recursive: true })
  }
  process.stdout.write(`${mirror}\n`)
}

await main()
