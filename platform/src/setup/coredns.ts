import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '../paths.ts'
import { run } from '../process/run.ts'
import { which } from '../process/which.ts'
import { sourceOf } from '../sources.ts'

/** Serving the members of a catalog zone came with 1.14.6; before 1.14.7 a client that `acl` blocks could be answered from the cache. */
const OLDEST_VERSION = [1, 14, 7]
/** Plugins that the Corefiles of this project use. */
const PLUGINS = ['acl', 'bind', 'bufsize', 'cache', 'errors', 'forward', 'health', 'ready', 'rewrite', 'secondary']
const BUILD_LIMIT_MS = 900_000

/** A CoreDNS to run, or why there is none. */
export type FoundCoredns = { readonly binary: string } | { readonly missing: string }

const hashOf = (folder: string, goVersion: string): string => {
  const hash = createHash('sha256').update(goVersion)
  for (const name of readdirSync(folder).sort()) hash.update(`${name}\0`).update(readFileSync(join(folder, name)))
  return hash.digest('hex').slice(0, 16)
}

interface BuildOptions {
  readonly go: string
  readonly sources: string
  readonly log: (line: string) => void
  readonly signal: AbortSignal | undefined
}

/** Builds our own CoreDNS, once for each state of its sources and version of Go. */
const build = async ({ go, sources, log, signal }: BuildOptions): Promise<string> => {
  const interruptible = signal === undefined ? {} : { signal }
  const version = await run([go, 'env', 'GOVERSION', 'GOOS', 'GOARCH'], interruptible)
  const binary = join(cacheFolder(), `coredns-${hashOf(sources, version)}`)
  if (existsSync(binary)) return binary
  log('building CoreDNS (about a minute, once)')
  mkdirSync(cacheFolder(), { recursive: true })
  const making = `${binary}.${String(process.pid)}`
  const env = { ...process.env, CGO_ENABLED: '0' }
  await run([go, 'build', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', making, '.'], {
    cwd: sources,
    env,
    timeoutMs: BUILD_LIMIT_MS,
    ...interruptible,
  })
  renameSync(making, binary)
  return binary
}

/** Why a CoreDNS that is not ours won't do; undefined when it will. */
export const unfitness = (version: string, plugins: string): string | undefined => {
  const found = /CoreDNS-(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number) ?? []
  const first = OLDEST_VERSION.findIndex((wanted, index) => found[index] !== wanted)
  if (first !== -1 && (found[first] ?? 0) < (OLDEST_VERSION[first] ?? 0))
    return `is older than ${OLDEST_VERSION.join('.')}`
  const listed = new Set(plugins.split('\n').map((line) => line.trim().replace(/^dns\./, '')))
  const lacking = PLUGINS.filter((plugin) => !listed.has(plugin))
  return lacking.length === 0 ? undefined : `lacks the plugins ${lacking.join(', ')}`
}

const onPath = async (why: string): Promise<FoundCoredns> => {
  const binary = which('coredns')
  if (binary === undefined) return { missing: `${why}, and no coredns on PATH` }
  const unfit = unfitness(await run([binary, '-version']), await run([binary, '-plugins']))
  return unfit === undefined ? { binary } : { missing: `${why}, and ${binary} ${unfit}` }
}

/** Our own CoreDNS when Go is there to build it, else one on PATH that has the plugins. */
export const findCoredns = async (log: (line: string) => void, signal?: AbortSignal): Promise<FoundCoredns> => {
  const sources = sourceOf('dns/coredns')
  const go = which('go')
  if (go === undefined) return await onPath('no go on PATH to build CoreDNS')
  try {
    return { binary: await build({ go, sources, log, signal }) }
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n').slice(-3).join(' ') : String(error)
    return await onPath(`CoreDNS could not be built (${reason})`)
  }
}
