import { build } from 'esbuild'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The part of the contract that constructs check by, in one file: the package then needs nothing of the workspace. */

/** A bundle and the licences that ask to be handed on with it. */
export interface Contract {
  readonly code: string
  readonly licences: string
}

const FOLDER = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//

const licencesOf = (sources: readonly string[]): string => {
  const folders = new Map(
    sources.flatMap((source) => {
      const [, folder, name] = FOLDER.exec(source) ?? []
      return folder === undefined || name === undefined ? [] : [[name, folder] as const]
    }),
  )
  return [...folders]
    .map(([name, folder]) => `${name}\n\n${readFileSync(join(folder, 'LICENSE'), 'utf8').trim()}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`)
}

/** Bundles these exports of the contract. */
export const bundleContract = async (names: readonly string[]): Promise<Contract> => {
  const { metafile, outputFiles } = await build({
    stdin: { contents: `export { ${names.join(', ')} } from '@quantumnet/api'`, resolveDir: import.meta.dirname },
    absWorkingDir: '/',
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // Names stay, so that a stack in a bug report can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: 'warning',
    metafile: true,
  })
  const kept = Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
  return {
    code: outputFiles.map(({ text }) => text).join(''),
    licences: licencesOf(kept.map(([input]) => `/${input}`)),
  }
}
