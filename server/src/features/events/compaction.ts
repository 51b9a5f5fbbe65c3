import type { Tx } from '../../db/pool.ts'
import type { Turn } from '../../housekeeping/housekeeping.ts'

/** What is kept of a log: what is younger than `ageMs` and among the newest `count`. */
export interface Retention {
  readonly ageMs: number
  readonly count: number
}

/** Rows of one transaction: a few milliseconds, so that nobody waits for it. */
const BATCH = 5_000

/**
 * Takes the oldest events away, from the end of what was taken before. Events `deleted` stay for good: they are the proof that a resource went
 * on purpose (ADR 12), and have to outlive every backup. Readers are told that they came too late by the floor, below which events are missing,
 * so those that stay below it mislead nobody. Nothing is taken that the tail could still have before it.
 */
const COMPACT = `
with page as (
  select seq, xid, action, at < $3 or coalesce((xid, seq) <= ($4::xid8, $5::bigint), false) as old from event
  where (xid, seq) > ($1::xid8, $2) and xid < pg_snapshot_xmin(pg_current_snapshot())
  order by xid, seq limit ${String(BATCH)}),
going as (select * from (select *, bool_and(old) over (order by xid, seq) as goes from page) numbered where goes),
gone as (delete from event e using going g where e.seq = g.seq and g.action <> 'deleted')
select xid::text, seq, (select count(*) from going) as count from going order by going.xid desc, going.seq desc limit 1`

interface Place {
  readonly xid: string
  readonly seq: number
}

/** The newest event that is not among the newest `count`. */
const readSurplus = async (tx: Tx, count: number): Promise<Place | undefined> => {
  const [row] = await tx.query<Place>(
    'select xid::text, seq from event order by event.xid desc, event.seq desc offset $1 limit 1',
    [count],
    'event_surplus',
  )
  return row
}

/** Compacts the event log by one batch. */
export const compactEvents = async (tx: Tx, { ageMs, count }: Retention, now: Date): Promise<Turn> => {
  const [floor] = await tx.query<Place>('select xid::text, seq from event_floor for update')
  if (floor === undefined) throw new Error('the database has no event_floor: its migration was not applied')
  const surplus = await readSurplus(tx, count)
  const [last] = await tx.query<Place & { count: number }>(
    COMPACT,
    [floor.xid, floor.seq, new Date(now.getTime() - ageMs), surplus?.xid ?? null, surplus?.seq ?? null],
    'compact_events',
  )
  if (last === undefined) return { more: false, changed: false }
  await tx.query('update event_floor set xid = $1::xid8, seq = $2', [last.xid, last.seq])
  return { more: last.count === BATCH, changed: false }
}
