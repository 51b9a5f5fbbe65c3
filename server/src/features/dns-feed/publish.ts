import type { Db, Queryable, Tx } from '../../db/pool.ts'
import { END_ZONES, PUBLISH_PLATFORM, PUBLISH_PORTS, PUBLISH_PROJECTS } from './publish-sql.ts'
import { PLATFORM, type NameRow, type ZoneRow } from './store.ts'

/** A zone that was looked at, as it is published now. */
export interface Published extends ZoneRow {
  /** the version before; null: there was none */
  readonly before: number | null
  /** Whether it got this version just now. */
  readonly raised: boolean
  /** the names by which it differs from `before`; null: not raised, or by nothing */
  readonly names: NameRow[] | null
}

interface Row extends Published {
  readonly missed: boolean
}

/** Others that publish the same zones at the same time are served first, each at most once per round. */
const ATTEMPTS = 20

/** @throws Error when others always were quicker, which is no state of the database that lasts */
const publish = async (
  db: Queryable,
  { statement, name }: { readonly statement: string; readonly name: string },
  values: readonly unknown[],
): Promise<Published[]> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const rows = await db.query<Row>(statement, values, name)
    if (!rows.some(({ missed }) => missed)) return rows
  }
  throw new Error('zones were published by others at every attempt')
}

/** Publishes all zones of these projects. */
export const publishProjects = async (db: Queryable, projects: readonly string[], root: string): Promise<Published[]> =>
  await publish(db, { statement: PUBLISH_PROJECTS, name: 'publish_projects' }, [projects, root])

/**
 * PostgreSQL would plan the statement anew for each port, which takes as long as to run it (measured: 2.7 ms instead of 1.4 ms). One plan is good for
 * all ports while the tables are about as large as when it was made: `refreshPlans`.
 */
const withOnePlan = async <T>(tx: Tx, work: () => Promise<T>): Promise<T> => {
  const [, result] = await Promise.all([tx.query('set local plan_cache_mode = force_generic_plan'), work()])
  return result
}

/** Publishes the names that these ports have or had. */
export const publishPorts = async (db: Db, ports: readonly string[], root: string): Promise<Published[]> =>
  await publish(
    {
      query: async (text, values, name) =>
        await db.tx(async (tx) => await withOnePlan(tx, async () => await tx.query(text, values, name))),
    },
    { statement: PUBLISH_PORTS, name: 'publish_ports' },
    [ports, root],
  )

/** Publishes the root and the catalog of zones. */
export const publishPlatform = async (db: Queryable, root: string): Promise<Published[]> =>
  await publish(db, { statement: PUBLISH_PLATFORM, name: 'publish_platform' }, [PLATFORM, root])

/** Ends the zones of these projects that there are no more, and gives their names. */
export const endZones = async (db: Queryable, projects: readonly string[], root: string): Promise<string[]> => {
  const rows = await db.query<{ zone: string }>(END_ZONES, [projects, root], 'end_zones')
  return rows.map(({ zone }) => zone)
}

/** Plans are made anew from how large the tables are now. */
export const refreshPlans = async (db: Queryable): Promise<void> => {
  await db.query('analyze published_zone, published_name')
}
