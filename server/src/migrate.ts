import { pino } from 'pino'
import { z } from 'zod'
import { ConfigError, readEnvironment } from './config.ts'
import { MigrationError, migrateDown, migrateUp, readMigrations } from './db/migrate.ts'
import { openDb } from './db/pool.ts'

/** The schema by hand: `migrate.ts up`, or `migrate.ts down [steps]`, which drops what the newest migrations made, with its data. */
const USAGE = 'usage: migrate.ts up | down [steps, default 1]'

const [command, count = '1'] = process.argv.slice(2)
const steps = Number(count)
if ((command !== 'up' && command !== 'down') || !Number.isInteger(steps) || steps < 1) {
  process.stderr.write(`${USAGE}\n`)
  process.exit(2)
}

const migrate = async (): Promise<void> => {
  const log = pino()
  const { DATABASE_URL } = readEnvironment(z.object({ DATABASE_URL: z.string().min(1) }), process.env)
  const db = openDb({
    url: DATABASE_URL,
    max: 1,
    onIdleError: (error) => {
      log.warn({ err: error }, 'connection lost')
    },
  })
  try {
    const files = await readMigrations()
    await (command === 'up' ? migrateUp(db, log, files) : migrateDown(db, log, files, steps))
  } finally {
    await db.close()
  }
}

try {
  await migrate()
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof MigrationError)) throw error
  process.stderr.write(`quantumnet migrate: ${error.message}\n`)
  process.exitCode = 2
}
