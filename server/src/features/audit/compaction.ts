import type { Tx } from '../../db/pool.ts'
import type { Turn } from '../../housekeeping/housekeeping.ts'

const BATCH = 5_000

/** Only from the oldest on, and only a batch of them is looked at: without anything to take away it costs one batch. */
const COMPACT = `
with page as (select seq, at < $1 or coalesce(seq <= $2, false) as old from audit order by seq limit ${String(BATCH)}),
going as (select seq from (select seq, bool_and(old) over (order by seq) as goes from page) numbered where goes),
gone as (delete from audit a using going g where a.seq = g.seq)
select count(*) as count from going`

/** Takes the oldest audit records away, by one batch: those older than `ageMs`, and those not among the newest `count`. */
export const compactAudit = async (
  tx: Tx,
  { ageMs, count }: { readonly ageMs: number; readonly count: number },
  now: Date,
): Promise<Turn> => {
  const [surplus] = await tx.query<{ seq: number }>(
    'select seq from audit order by seq desc offset $1 limit 1',
    [count],
    'audit_surplus',
  )
  const [gone] = await tx.query<{ count: number }>(
    COMPACT,
    [new Date(now.getTime() - ageMs), surplus?.seq ?? null],
    'compact_audit',
  )
  return { more: gone?.count === BATCH, changed: false }
}
