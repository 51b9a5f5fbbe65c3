import { isWithin, VIEW_DOMAIN, type Kind } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import { appendEvents, type EventRecord } from '../../db/outbox.ts'
import type { Queryable, Tx } from '../../db/pool.ts'
import { publishProjects } from './publish.ts'
import { serialOf } from './serial.ts'

/** A zone and the serial that the edges have of it. */
export interface ReachedZone {
  readonly name: string
  readonly serial: number
}

/**
 * When what people made in DNS is realized: the edges have the serial of a zone, and the zone's content is still the one that was published with it.
 */

/** Enters which serials the edges have, and gives the names of the zones of which it is the newest one. */
const enterSerials = async (tx: Tx, zones: readonly ReachedZone[]): Promise<string[]> => {
  const published = await tx.query<{ zone: string; version: number }>(
    'select zone, version from published_zone where zone = any($1)',
    [zones.map(({ name }) => name)],
  )
  const newest = new Map(published.map(({ zone, version }) => [zone, serialOf(version)]))
  // Who says the same twice is heard once.
  const said = new Map(zones.filter(({ name, serial }) => newest.get(name) === serial).map((zone) => [zone.name, zone]))
  const known = [...said.values()]
  await tx.query(
    `insert into zone_reached (zone, serial) select * from unnest($1::text[], $2::bigint[]) as said (zone, serial) order by zone
     on conflict (zone) do update set serial = excluded.serial`,
    [known.map(({ name }) => name), known.map(({ serial }) => serial)],
    'zones_reached',
  )
  return known.map(({ name }) => name)
}

/** The serials of zones that the edges are known to have. */
const serialsReached = async (
  db: Queryable,
  zones: readonly { readonly zone: string }[],
): Promise<Map<string, number>> => {
  const rows = await db.query<{ zone: string; serial: number }>(
    'select zone, serial from zone_reached where zone = any($1)',
    [zones.map(({ zone }) => zone)],
  )
  return new Map(rows.map(({ zone, serial }) => [zone, serial]))
}

/** Kinds that are realized by zones. */
const KINDS = ['dns_record', 'dns_zone'] as const
type ShownKind = (typeof KINDS)[number]

/** Whether a kind is realized by the edges, and not when it is applied. */
export const isRealizedByEdges = (kind: Kind | 'platform'): kind is ShownKind => KINDS.some((shown) => shown === kind)

const idOf = (view: string): string => view.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

const projectsOfZones = async (db: Queryable, zones: readonly string[], root: string): Promise<string[]> => {
  const labels = zones.filter((name) => isWithin(name, root)).map((name) => name.slice(0, -root.length - 1))
  const ids = zones.filter((name) => isWithin(name, VIEW_DOMAIN)).map(idOf)
  const rows = await db.query<{ id: string }>(
    `select id from project where dns_label = any($1) and deleting_at is null
     union select project_id from dns_zone where id = any($2::uuid[]) and deleting_at is null
     union select project_id from network where id = any($2::uuid[]) and deleting_at is null`,
    [labels, ids],
  )
  return rows.map(({ id }) => id)
}

interface Member {
  readonly kind: ShownKind
  readonly id: string
  readonly generation: number
  readonly project: string
  /** the zone at the primaries by which it is realized; null: a record of a reverse zone, which every network of the project has */
  readonly zone: string | null
}

/** What is not realized yet of these projects. */
const unrealized = async (db: Queryable, projects: readonly string[], root: string): Promise<Member[]> =>
  await db.query<Member>(
    `select 'dns_record' as kind, r.id, r.generation, r.project_id as project,
       case when r.zone_id is null then t.dns_label || '.' || $2
         when z.name like '%.in-addr.arpa' or z.name like '%.ip6.arpa' then null
         else replace(z.id::text, '-', '') || '.${VIEW_DOMAIN}' end as zone
     from dns_record r join project t on t.id = r.project_id left join dns_zone z on z.id = r.zone_id
     where r.project_id = any($1) and r.deleting_at is null and r.realized_generation < r.generation
     union all
     select 'dns_zone', z.id, z.generation, z.project_id,
       case when z.name like '%.in-addr.arpa' or z.name like '%.ip6.arpa' then null
         else replace(z.id::text, '-', '') || '.${VIEW_DOMAIN}' end
     from dns_zone z where z.project_id = any($1) and z.deleting_at is null and z.realized_generation < z.generation`,
    [projects, root],
    'dns_unrealized',
  )

const enterRealized = async (tx: Tx, kind: ShownKind, members: readonly Member[]): Promise<EventRecord[]> => {
  const rows = await tx.query<{ id: string; project: string }>(
    `update ${kind} t set realized_generation = m.generation
     from unnest($1::uuid[], $2::bigint[]) as m (id, generation)
     where t.id = m.id and t.generation = m.generation and t.applied_generation >= m.generation
     returning t.id, t.project_id as project`,
    [members.map(({ id }) => id), members.map(({ generation }) => generation)],
    `realized_${kind}`,
  )
  return rows.map((row) => ({ ...row, kind, action: 'status' }))
}

/**
 * Notes what of these projects' records and zones the edges have. What is there is read before the zones: a change in between makes the content
 * another one than was published, and is found when that has reached the edges.
 */
export const settleProjects = async (tx: Tx, projects: readonly string[], root: string): Promise<void> => {
  const members = projects.length === 0 ? [] : await unrealized(tx, projects, root)
  if (members.length === 0) return
  // Published now, so that a zone's serial is that of what it consists of.
  const zones = await publishProjects(tx, [...new Set(members.map(({ project }) => project))], root)
  const reached = await serialsReached(tx, zones)
  const arrived = zones.filter(({ zone, version }) => reached.get(zone) === serialOf(version))
  const names = new Set(arrived.map(({ zone }) => zone))
  const behind = new Set(zones.filter((zone) => !arrived.includes(zone)).map(({ project }) => project))
  const done = members.filter(({ zone, project }) => (zone === null ? !behind.has(project) : names.has(zone)))
  const events: EventRecord[] = []
  for (const kind of KINDS) {
    const of = done.filter((member) => member.kind === kind)
    if (of.length > 0) events.push(...(await enterRealized(tx, kind, of)))
  }
  await appendEvents(tx, events)
}

/** Takes in what a dns process says of the edges. Gives how many of the zones have exactly this serial now. */
export const reportReached = async (
  ctx: Pick<Ctx, 'db' | 'dnsZone' | 'notify'>,
  zones: readonly ReachedZone[],
): Promise<number> => {
  if (zones.length === 0) return 0
  const known = await ctx.db.tx(async (tx) => {
    const names = await enterSerials(tx, zones)
    if (names.length > 0) await settleProjects(tx, await projectsOfZones(tx, names, ctx.dnsZone), ctx.dnsZone)
    return names.length
  })
  if (known > 0) ctx.notify.changed()
  return known
}
