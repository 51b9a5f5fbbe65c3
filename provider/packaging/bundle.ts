import { build, type Plugin } from 'esbuild'
import { join, resolve } from 'node:path'
import { provider } from '../src/provider.ts'
import { Host } from '../src/rpc/host.ts'
import { schemaBytes } from '../src/rpc/service.ts'
import { lazyBarrels } from './lazy-barrels.ts'

/**
 * From sources to CommonJS. CommonJS, because the name that Terraform demands ends in the version, and Node takes no such extension for an ES
 * module.
 */

const ROOT = join(import.meta.dirname, '../..')

const BARRELS = {
  '@quantumnet/api': join(ROOT, 'api/src/index.ts'),
  'all-kinds.ts': join(ROOT, 'provider/src/resources/all-kinds.ts'),
}

/** What is loaded after the handshake. */
export const REST = 'provider.cjs'

/** Puts the answer to GetProviderSchema into the bundle: to make it, a process would have to load every kind of resource. */
const announcing: Plugin = {
  name: 'announced',
  setup: (building) => {
    building.onLoad({ filter: /[\\/]announced\.ts$/ }, async () => {
      const silent = { debug: () => undefined, error: () => undefined }
      const bytes = await schemaBytes(new Host(async () => await Promise.resolve(provider), silent))
      const text = Buffer.from(bytes).toString('base64')
      return { contents: `export const announced = () => Buffer.from('${text}', 'base64')` }
    })
  },
}

/** Leaves the rest out of the executable, which takes it from the file beside it. */
const apart: Plugin = {
  name: 'apart',
  setup: (building) => {
    building.onResolve({ filter: /[\\/]serving\.ts$/ }, () => ({ path: `./${REST}`, external: true }))
  },
}

interface Bundling {
  /** a file of the sources, or any other by its whole path */
  readonly entry: string
  readonly outfile: string
  /** the first lines of the file */
  readonly banner?: string
  readonly plugins: Plugin[]
}

/** @returns the sources that are in it */
export const bundle = async ({ entry, outfile, banner = '', plugins }: Bundling): Promise<readonly string[]> => {
  const { metafile } = await build({
    entryPoints: [resolve(ROOT, 'provider/src', entry)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // `import()` as `require()`, so that no file starts Node's loader of ES modules.
    supported: { 'dynamic-import': false },
    // Names stay, so that a stack in a bug report can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'eof',
    banner: { js: banner },
    logLevel: 'warning',
    metafile: true,
    // Its comments name sources from here, wherever it is built from.
    absWorkingDir: ROOT,
    plugins: [...plugins, lazyBarrels(BARRELS)],
  })
  return Object.keys(metafile.inputs).map((source) => join(ROOT, source))
}

/**
 * The executable, and REST beside it: most of a start would be spent on code that the handshake does not need.
 * @param banner of the executable
 * @returns the sources that are in them
 */
export const bundleInTwo = async (folder: string, executable: string, banner: string): Promise<readonly string[]> => [
  ...(await bundle({ entry: 'main.ts', outfile: join(folder, executable), banner, plugins: [apart] })),
  ...(await bundle({ entry: 'serving.ts', outfile: join(folder, REST), plugins: [announcing] })),
]

/** All in one file, for an executable with Node in it, which can load no other. */
export const bundleWhole = async (outfile: string): Promise<void> => {
  await bundle({ entry: 'main.ts', outfile, plugins: [announcing] })
}
