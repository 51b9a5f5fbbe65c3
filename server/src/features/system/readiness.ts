import type { PartHealth, Readiness } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import { migrationGap, type Migration } from '../../db/migrate.ts'
import { DomainError } from '../../errors.ts'
import type { EventTail } from '../../events/tail.ts'
import type { Reconciler } from '../../reconcile/index.ts'

export interface SystemCtx extends Ctx {
  readonly tail: EventTail
  readonly migrations: readonly Migration[]
  /** undefined: this server was told of no OVN. */
  readonly reconciler: Reconciler | undefined
}

const databaseParts = async ({ db, migrations, log }: SystemCtx): Promise<PartHealth[]> => {
  try {
    const gap = await migrationGap(db, migrations)
    return [
      { part: 'database', ok: true, detail: 'answers' },
      { part: 'migrations', ok: gap === undefined, detail: gap ?? 'all applied' },
    ]
  } catch (error) {
    // Anybody may read this: the cause, with hosts, paths and roles, is in the log.
    log.debug({ err: error }, 'the database is not ready')
    const detail =
      error instanceof DomainError ? error.message : 'a query failed; the log has the reason at level "debug"'
    return [{ part: 'database', ok: false, detail }]
  }
}

const streamPart = ({ tail, notify }: SystemCtx): PartHealth => {
  const trouble = tail.trouble()
  if (trouble !== undefined) return { part: 'events', ok: false, detail: trouble }
  return {
    part: 'events',
    ok: true,
    detail: notify.connected() ? 'followed' : 'followed by polling: no wake-ups are heard',
  }
}

const ovnParts = ({ reconciler }: SystemCtx): readonly PartHealth[] =>
  reconciler?.health() ?? [
    { part: 'ovn', ok: false, detail: 'QUANTUMNET_OVN_NB is not set, so nothing is written to OVN by this server' },
  ]

/** Every part that this server needs. @throws DomainError unavailable with all parts when one is missing */
export const readiness = async (ctx: SystemCtx): Promise<Readiness> => {
  const parts = [...(await databaseParts(ctx)), streamPart(ctx), ...ovnParts(ctx)]
  const missing = parts.filter(({ ok }) => !ok)
  if (missing.length === 0) return { ready: true, parts }
  const named = missing.map(({ part, detail }) => `${part}: ${detail}`).join('; ')
  throw new DomainError('unavailable', `not ready: ${named}`, { extensions: { ready: false, parts } })
}

/** @throws DomainError unavailable */
export const requireReconciler = ({ reconciler }: SystemCtx): Reconciler => {
  if (reconciler !== undefined) return reconciler
  throw new DomainError('unavailable', 'this server was told of no OVN: set QUANTUMNET_OVN_NB')
}
