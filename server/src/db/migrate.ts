import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Db, Queryable } from './pool.ts'

/**
 * Migrations: pairs of migrations/NNNN_name.up.sql and .down.sql, each run in one transaction, in order. What was applied is kept in
 * schema_migration with the SHA-256 of both files, and a file that differs from what was applied is refused: the database would not be
 * what the files say. Servers that start together wait for each other on an advisory lock.
 */
export interface Migration {
  readonly version: number
  readonly name: string
  readonly up: string
  readonly down: string
  /** SHA-256 of the two files, in hexadecimal. */
  readonly upSha256: string
  readonly downSha256: string
}

export interface AppliedMigration {
  readonly version: number
  readonly name: string
  readonly up_sha256: string
  readonly down_sha256: string
}

/** The files, the database, or both are not what they should be. Nothing was changed. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

const FOLDER = fileURLToPath(new URL('../../../migrations/', import.meta.url))
const FILE = /^(\d{4})_(\w+)\.(up|down)\.sql$/
/** Key of the advisory lock: "qnmigrat" as a 64-bit number. */
const LOCK = 0x716e_6d69_6772_6174n.toString()

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Reads the migrations of a folder, in order. @throws MigrationError when a number is missing, doubled, or lacks its other half */
export const readMigrations = async (folder: string = FOLDER): Promise<Migration[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.up.sql')).sort()
  return await Promise.all(
    names.map(async (file, index) => {
      const [, version = '', name = ''] = FILE.exec(file) ?? []
      if (Number(version) !== index + 1)
        throw new MigrationError(`${file}: migrations are numbered without gaps; this one must be ${String(index + 1)}`)
      const up = await readFile(folder + file, 'utf8')
      const down = await readFile(`${folder}${version}_${name}.down.sql`, 'utf8').catch((cause: unknown) => {
        throw new MigrationError(`${file} has no ${version}_${name}.down.sql beside it`, { cause })
      })
      return { version: index + 1, name, up, down, upSha256: sha256(up), downSha256: sha256(down) }
    }),
  )
}

/** Refuses a database that was made by other files than these. Pure. @throws MigrationError */
export const checkApplied = (files: readonly Migration[], applied: readonly AppliedMigration[]): void => {
  for (const row of applied) {
    const file = files[row.version - 1]
    const label = `${String(row.version).padStart(4, '0')}_${row.name}`
    if (file === undefined)
      throw new MigrationError(
        `the database has migration ${label}, which this server does not know: it is older than the database. Run a newer one.`,
      )
    if (file.name !== row.name || file.upSha256 !== row.up_sha256 || file.downSha256 !== row.down_sha256)
      throw new MigrationError(
        `migration ${label} was changed after it was applied. Put the file back, and make a new migration for the change.`,
      )
  }
}

const readApplied = async (client: pg.Client): Promise<AppliedMigration[]> => {
  await client.query(`create table if not exists schema_migration (
    version integer primary key, name text not null, up_sha256 text not null, down_sha256 text not null,
    applied_at timestamptz not null default now())`)
  const { rows } = await client.query<AppliedMigration>(
    'select version, name, up_sha256, down_sha256 from schema_migration order by version',
  )
  return rows
}

/** Runs `work` alone among all servers of this database. The lock belongs to the session, so it goes with the process too. */
const alone = async <T>(db: Db, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = await db.connect()
  // Its loss shows in the statement that runs then.
  client.on('error', () => undefined)
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    return await work(client)
  } finally {
    await client.end()
  }
}

const inTransaction = async (client: pg.Client, script: string, note: readonly [string, unknown[]]): Promise<void> => {
  try {
    await client.query('begin')
    await client.query(script)
    await client.query(note[0], note[1])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

/** Applies what is missing, and gives the versions that it applied. @throws MigrationError */
export const migrateUp = async (db: Db, log: Logger, files: readonly Migration[]): Promise<number[]> =>
  await alone(db, async (client) => {
    const applied = await readApplied(client)
    checkApplied(files, applied)
    const missing = files.slice(applied.length)
    for (const { version, name, up, upSha256, downSha256 } of missing) {
      await inTransaction(client, up, [
        'insert into schema_migration (version, name, up_sha256, down_sha256) values ($1, $2, $3, $4)',
        [version, name, upSha256, downSha256],
      ])
      log.info({ version, name }, 'migration applied')
    }
    return missing.map(({ version }) => version)
  })

/** Takes back the newest `steps` migrations, with their data. Gives the versions that are gone. @throws MigrationError */
export const migrateDown = async (db: Db, log: Logger, files: readonly Migration[], steps: number): Promise<number[]> =>
  await alone(db, async (client) => {
    const applied = await readApplied(client)
    checkApplied(files, applied)
    const gone = files.slice(Math.max(0, applied.length - steps), applied.length).reverse()
    for (const { version, name, down } of gone) {
      await inTransaction(client, down, ['delete from schema_migration where version = $1', [version]])
      log.info({ version, name }, 'migration taken back')
    }
    return gone.map(({ version }) => version)
  })

/** What keeps the schema from being what `files` say, in words; undefined when nothing does. */
export const migrationGap = async (db: Queryable, files: readonly Migration[]): Promise<string | undefined> => {
  const applied = await db.query<AppliedMigration>(
    `select version, name, up_sha256, down_sha256 from schema_migration order by version`,
  )
  try {
    checkApplied(files, applied)
  } catch (error) {
    if (error instanceof MigrationError) return error.message
    throw error
  }
  const missing = files[applied.length]
  return missing === undefined ? undefined : `migration ${String(missing.version)}_${missing.name} is not applied`
}
