import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { removeSocketFolder, socketFolder } from '../paths.ts'
import { canReach, currentUser, findUser, isRoot, letThrough, type User } from '../process/user.ts'
import { findBinaries, type Binaries } from './binaries.ts'

/** The database, and the only role, of a cluster of ours. */
export const DATABASE = 'quantumnet'
const SOCKET_NAME = '.s.PGSQL.5432'

export interface Cluster {
  readonly binaries: Binaries
  readonly user: User
  /** PGDATA */
  readonly pgdata: string
  readonly sockets: string
  /** Removes the socket folder where it does not lie in the data folder. */
  readonly cleanUp: () => void
}

/** PostgreSQL refuses to run as root. */
const clusterUser = (): User => {
  if (!isRoot()) return currentUser()
  const user = findUser('postgres') ?? findUser('nobody')
  if (user === undefined)
    throw new Error('PostgreSQL cannot run as root, and /etc/passwd has neither "postgres" nor "nobody"')
  return user
}

/** @throws Error when the folder belongs to somebody else */
export const makeFolderFor = (user: User, folder: string): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (isRoot()) chownSync(folder, user.uid, user.gid)
  const { uid } = statSync(folder)
  // A folder in /run or /tmp has a name that others can guess.
  if (uid !== user.uid) throw new Error(`${folder} belongs to uid ${String(uid)}, not to ${user.name}; remove it`)
  chmodSync(folder, 0o700)
}

const majorOf = (pgdata: string): number | undefined => {
  const file = join(pgdata, 'PG_VERSION')
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined
}

/** The same collation everywhere; PostgreSQL has it built in since 17, before it is the C library's. */
const localeOptions = (major: number): string[] =>
  major >= 17
    ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--encoding=UTF8']
    : ['--locale=C.UTF-8', '--encoding=UTF8']

/** The kernel vouches for who connects (peer authentication): only whoever started the cluster gets in, and no password exists. */
const writeAccess = (pgdata: string): void => {
  writeFileSync(join(pgdata, 'pg_hba.conf'), 'local all all peer map=starter\n')
  writeFileSync(join(pgdata, 'pg_ident.conf'), `starter ${currentUser().name} ${DATABASE}\n`)
}

const initialize = ({ binaries, user, pgdata }: Cluster, durable: boolean): void => {
  // A folder of its own until it is complete: an interrupted initdb must not look like a cluster.
  const making = `${pgdata}.new`
  rmSync(making, { recursive: true, force: true })
  makeFolderFor(user, making)
  const args = ['-D', making, '-U', DATABASE, '--auth=peer', '--no-instructions', ...localeOptions(binaries.major)]
  if (!durable) args.push('--no-sync')
  const done = spawnSync(join(binaries.bin, 'initdb'), args, {
    cwd: '/',
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin' },
    ...(isRoot() && { uid: user.uid, gid: user.gid }),
  })
  if (done.status !== 0) throw new Error(`initdb failed in ${making}: ${done.error?.message ?? done.stderr.trim()}`)
  writeAccess(making)
  renameSync(making, pgdata)
}

export interface ClusterOptions {
  readonly dataDir: string
  readonly durable: boolean
  readonly packaged: boolean
}

/**
 * A cluster in `<dataDir>/data`, made when there is none, with everything its user needs to run it.
 * @throws Error when no PostgreSQL fits, or its user cannot get into the folder
 */
export const prepareCluster = ({ dataDir, durable, packaged }: ClusterOptions): Cluster => {
  const user = clusterUser()
  const pgdata = join(dataDir, 'data')
  const wanted = join(dataDir, 'run')
  const sockets = socketFolder(wanted, SOCKET_NAME)
  mkdirSync(dataDir, { recursive: true })
  letThrough(dataDir)
  if (!canReach(user, dataDir))
    throw new Error(
      `PostgreSQL runs as user "${user.name}", who cannot enter ${dataDir}: allow it on every folder above (chmod o+x), or choose another`,
    )
  const binaries = findBinaries(user, { major: majorOf(pgdata), packaged })
  const cleanUp = (): void => {
    removeSocketFolder(wanted, sockets)
  }
  const cluster: Cluster = { binaries, user, pgdata, sockets, cleanUp }
  if (majorOf(pgdata) === undefined) initialize(cluster, durable)
  return cluster
}

/** What `pg` and libpq connect to; the host is the socket's folder. */
export const connectionUrl = (sockets: string, database = DATABASE): string =>
  `postgresql://${DATABASE}@/${database}?host=${encodeURIComponent(sockets)}`
