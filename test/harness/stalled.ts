import { eventually } from '@quantumnet/platform'
import pg from 'pg'

/** Sessions of a database that wait for a lock. */
const WAITING = `
select count(*)::int as waiting from pg_stat_activity
where datname = current_database() and wait_event_type = 'Lock'`

/** Makes requests stop at a certain statement, so that a race has the one order that a test is about. */
export interface Stall {
  /** Until so many sessions wait for a lock. */
  readonly waiting: (count: number) => Promise<void>
  /** Lets all go on. Harmless when they do already. */
  readonly end: () => Promise<void>
}

/** Stops whoever writes to a table, and no one who reads it. The caller ends it. */
export const stallWrites = async (databaseUrl: string, table: string): Promise<Stall> => {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('begin')
  await client.query(`lock table ${table} in share mode`)
  let ended: Promise<void> | undefined
  return {
    waiting: async (count) => {
      await eventually(
        async () => {
          const { rows } = await client.query<{ waiting: number }>(WAITING)
          return (rows[0]?.waiting ?? 0) >= count ? true : undefined
        },
        { what: `${String(count)} sessions that wait`, timeoutMs: 10_000 },
      )
    },
    end: async () => {
      ended ??= client.end()
      await ended
    },
  }
}
