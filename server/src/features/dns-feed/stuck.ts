import type { Db } from '../../db/pool.ts'
import type { ReachedZone } from './reached.ts'
import { serialOf } from './serial.ts'
import type { ZoneRow } from './store.ts'

const SERIALS = 2 ** 32

/** How many versions it takes to get past a serial (RFC 1982); undefined: it is past it. */
export const stepsPast = (version: number, serial: number): number | undefined => {
  const ahead = (serial - serialOf(version) + SERIALS) % SERIALS
  return ahead < SERIALS / 2 ? ahead + 1 : undefined
}

/**
 * Gives zones a greater serial than an edge has or let expire: it would not take them otherwise. Gives their projects, or those of all that are
 * past it already, since whoever asks has not heard of that.
 */
export const raiseStuck = async (db: Db, stuck: readonly ReachedZone[]): Promise<string[]> => {
  const serials = new Map(stuck.map(({ name, serial }) => [name, serial]))
  return await db.tx(async (tx) => {
    const rows = await tx.query<ZoneRow>(
      `select zone, project_id as project, version from published_zone
       where zone = any($1) and project_id is not null order by zone for update`,
      [[...serials.keys()]],
    )
    const raised = rows.flatMap(({ zone, version }) => {
      const steps = stepsPast(version, serials.get(zone) ?? 0)
      return steps === undefined ? [] : [{ zone, version: version + steps }]
    })
    await tx.query(
      `update published_zone t set version = r.version, xid = pg_current_xact_id()
       from unnest($1::text[], $2::bigint[]) as r (zone, version) where t.zone = r.zone`,
      [raised.map(({ zone }) => zone), raised.map(({ version }) => version)],
    )
    return [...new Set(rows.map(({ project }) => project))]
  })
}
