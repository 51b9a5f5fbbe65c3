import type { Db } from '../db/pool.ts'
import { appendEvents } from '../db/outbox.ts'
import { markDistributed } from '../features/floating-ips/index.ts'
import type { PortUp } from '../ovn/northbound.ts'

/** How many ports one statement takes. */
const PAGE = 1_000

/**
 * What a hypervisor does with a port, as OVN says (Logical_Switch_Port.up: its flows are installed). Whoever's interface it is, the agent
 * knows better: a port that it holds to be unverified stays so.
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
  realized_generation = case when next.state = 'up' then p.applied_generation else p.realized_generation end
from next
where p.id = next.id
  and (next.state <> p.binding_state or next.state = 'up' and p.realized_generation < p.applied_generation)
returning p.id, p.project_id as project`

/** Takes over which ports are up. Whether anything is new by it. */
const recordUps = async (db: Db, ups: ReadonlyMap<string, boolean>): Promise<boolean> => {
  const all = [...ups]
  let changed = false
  for (let start = 0; start < all.length; start += PAGE) {
    const page = all.slice(start, start + PAGE)
    changed = (await recordPage(db, page)) || changed
  }
  return changed
}

const recordPage = async (db: Db, page: readonly (readonly [id: string, up: boolean])[]): Promise<boolean> =>
  await db.tx(async (tx) => {
    const rows = await tx.query<{ id: string; project: string }>(
      UPDATE,
      [page.map(([id]) => id), page.map(([, up]) => up)],
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

  /** Writes down what came. When that fails it is kept for the next time. */
  async flush(db: Db): Promise<boolean> {
    const changed = this.#changed
    if (changed.size === 0) return false
    this.#changed = new Map()
    try {
      return await recordUps(db, changed)
    } catch (error) {
      this.#changed = new Map([...changed, ...this.#changed])
      throw error
    }
  }
}
