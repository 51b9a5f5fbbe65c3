import type { Db } from '../db/pool.ts'
import { appendEvents } from '../db/outbox.ts'
import { markDistributed } from '../features/floating-ips/index.ts'
import type { PortUp } from '../ovn/northbound.ts'
import type { Unrealized } from './realizer.ts'

/** How many ports one statement takes. */
const PAGE = 1_000

/**
 * What a hypervisor does with a port, as OVN says (Logical_Switch_Port.up: its flows are installed). Whoever's interface it is, the agent
 * knows better: a port that it holds to be unverified stays so. Where nobody sees how far its chassis is ($3), a port that is up is realized.
 */
const UPDATE = `
with said as (select * from unnest($1::uuid[], $2::boolean[]) as s(id, up)),
next as (
  select p.id, said.up,
    case when p.binding_state = 'unverified' then 'unverified'
      when said.up then 'up'
      when p.binding_state <> 'up' then p.binding_state
      when p.binding_node is null then 'unbound' else 'down' end as state
  from port p join said using (id)
  where p.deleting_at is null
)
update port p set binding_state = next.state,
  binding_reason = case when next.state = 'up' then null else p.binding_reason end,
  binding_since = case when next.state = p.binding_state then p.binding_since else now() end,
  realized_generation = case when $3 and next.up then p.applied_generation else p.realized_generation end
from next
where p.id = next.id
  and (next.state <> p.binding_state or $3 and next.up and p.realized_generation < p.applied_generation)
returning p.id, p.project_id as project`

const BEHIND = `
select id, applied_generation as generation from port
where id = any($1::uuid[]) and realized_generation < applied_generation and deleting_at is null`

/** What came of it that ports went up or down. */
export interface RecordedUps {
  /** Whether anything is new to those who follow the events. */
  readonly changed: boolean
  /** Ports that are up, and of which somebody has to see that their chassis has what was applied. */
  readonly unrealized: readonly Unrealized[]
}

type Page = readonly (readonly [id: string, up: boolean])[]

/** Takes over which ports are up. */
const recordUps = async (db: Db, ups: ReadonlyMap<string, boolean>, seesChassis: boolean): Promise<RecordedUps> => {
  const all = [...ups]
  let changed = false
  const unrealized: Unrealized[] = []
  for (let start = 0; start < all.length; start += PAGE) {
    const page = all.slice(start, start + PAGE)
    changed = (await recordPage(db, page, !seesChassis)) || changed
    if (seesChassis) unrealized.push(...(await behind(db, page)))
  }
  return { changed, unrealized }
}

const behind = async (db: Db, page: Page): Promise<readonly Unrealized[]> => {
  const ids = page.flatMap(([id, up]) => (up ? [id] : []))
  if (ids.length === 0) return []
  const rows = await db.query<{ id: string; generation: number }>(BEHIND, [ids], 'ports-behind')
  return rows.map(({ id, generation }) => ({ key: { kind: 'port', id }, generation }))
}

const recordPage = async (db: Db, page: Page, upIsRealized: boolean): Promise<boolean> =>
  await db.tx(async (tx) => {
    const rows = await tx.query<{ id: string; project: string }>(
      UPDATE,
      [page.map(([id]) => id), page.map(([, up]) => up), upIsRealized],
      'record-ups',
    )
    await markDistributed(
      tx,
      rows.map(({ id }) => id),
    )
    await appendEvents(
      tx,
      rows.map((row) => ({ ...row, kind: 'port', action: 'status' })),
    )
    return rows.length > 0
  })

/** Ports that changed since they were last taken over; of each only the newest word counts. */
export class Ups {
  #changed = new Map<string, boolean>()

  add(ports: Iterable<PortUp>): void {
    for (const { id, up } of ports) this.#changed.set(id, up)
  }

  /** Writes down what came. When that fails it is kept for the next time. @param seesChassis whether it is known how far chassis are */
  async flush(db: Db, seesChassis: boolean): Promise<RecordedUps> {
    const changed = this.#changed
    if (changed.size === 0) return { changed: false, unrealized: [] }
    this.#changed = new Map()
    try {
      return await recordUps(db, changed, seesChassis)
    } catch (error) {
      this.#changed = new Map([...changed, ...this.#changed])
      throw error
    }
  }
}
