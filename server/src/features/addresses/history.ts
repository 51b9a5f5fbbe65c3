import type { AddressTenure } from '@quantumnet/api'
import type { z } from 'zod'
import type { Ctx } from '../../ctx.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { csvOf } from './csv.ts'
import { readTenureCursor, writeTenureCursor } from './tenure-cursor.ts'
import { shownType } from './view.ts'
import type { AddressType } from '../ipam/index.ts'

export type TenureView = z.input<typeof AddressTenure>

/** Which tenures are asked for. */
export interface HistoryQuery {
  readonly project?: string | undefined
  readonly network?: string | undefined
  readonly ip?: string | undefined
  readonly at?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

interface TenureRow {
  readonly key: string
  readonly network_id: string
  readonly subnet_id: string
  readonly project_id: string
  readonly ip: string
  readonly type: AddressType
  readonly owner_kind: string
  readonly owner_id: string
  readonly mac: string | null
  readonly hostname: string | null
  readonly since: Date
  readonly since_us: number
  readonly until: Date | null
}

const COLUMNS = 'network_id, subnet_id, project_id, ip, type, owner_kind, owner_id, mac, hostname, since'

/** Tenures that have ended, and those that have not: what is held has ended, and is in the history already. */
const TENURES = [
  `select 'h' || seq as key, ${COLUMNS}, until from address_history`,
  `select 'a' || id as key, ${COLUMNS}, null::timestamptz as until from address where state <> 'held'`,
] as const

const US = '(extract(epoch from t.since) * 1000000)::bigint'
const ORDER = 'order by t.since desc, t.key desc'

const viewOf = (row: TenureRow, mayName: boolean): TenureView => ({
  project: row.project_id,
  network: row.network_id,
  subnet: row.subnet_id,
  ip: row.ip,
  type: shownType[row.type],
  owner: mayName ? { kind: row.owner_kind, id: row.owner_id } : null,
  mac: mayName ? row.mac : null,
  hostname: mayName ? row.hostname : null,
  from: row.since.toISOString(),
  until: row.until?.toISOString() ?? null,
})

/**
 * Who had which address when, newest first. Members of a project read its tenures, and those of the networks that it owns, there without the
 * names of other projects' things.
 */
export const listHistory = async (
  ctx: Pick<Ctx, 'db'>,
  caller: Caller,
  query: HistoryQuery,
): Promise<{ items: TenureView[]; next_cursor: string | null }> => {
  const values: unknown[] = []
  const place = (value: unknown): string => `$${String(values.push(value))}`
  const conditions: string[] = []
  const add = (value: unknown, condition: (place: string) => string): void => {
    if (value !== undefined) conditions.push(condition(place(value)))
  }
  const visible = caller.visible()
  if (visible !== 'all')
    add(visible, (at) => `(t.project_id = any(${at}::uuid[]) or n.project_id = any(${at}::uuid[]))`)
  add(query.project, (at) => `t.project_id = ${at}`)
  add(query.network, (at) => `t.network_id = ${at}`)
  add(query.ip, (at) => `t.ip = ${at}::inet`)
  // The API tells milliseconds: who asks for the beginning of a tenure means that tenure.
  add(query.at, (at) => `date_trunc('milliseconds', t.since) <= ${at} and (t.until is null or t.until > ${at})`)
  add(query.from, (at) => `(t.until is null or t.until > ${at})`)
  add(query.to, (at) => `t.since < ${at}`)
  if (query.cursor !== undefined) {
    const before = readTenureCursor(query.cursor)
    const since = `timestamptz 'epoch' + ${place(before.sinceUs)}::bigint * interval '1 microsecond'`
    conditions.push(`t.since <= ${since} and (t.since, t.key) < (${since}, ${place(before.key)})`)
  }
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`
  const limit = `limit ${place(query.limit + 1)}`
  // Each by itself in the order of its index, so that a page costs no more when the history is long.
  const newest = TENURES.map(
    (tenures) =>
      `(select t.* from (${tenures}) t left join network n on n.id = t.network_id ${where} ${ORDER} ${limit})`,
  )
  const rows = await ctx.db.query<TenureRow>(
    `select t.*, host(t.ip) as ip, ${US} as since_us from (${newest.join(' union all ')}) t ${ORDER} ${limit}`,
    values,
  )
  const last = rows.length > query.limit ? rows[query.limit - 1] : undefined
  return {
    items: rows.slice(0, query.limit).map((row) => viewOf(row, caller.roleIn(row.project_id) !== undefined)),
    next_cursor: last === undefined ? null : writeTenureCursor({ sinceUs: last.since_us, key: last.key }),
  }
}

const HEADER = [
  'ip',
  'network',
  'subnet',
  'project',
  'type',
  'owner_kind',
  'owner',
  'mac',
  'hostname',
  'from',
  'until',
] as const

/** A page of the history as a table. */
export const historyCsv = (items: readonly TenureView[]): string =>
  csvOf(
    HEADER,
    items.map(({ ip, network, subnet, project, type, owner, mac, hostname, from, until }) => [
      ...[ip, network, subnet, project, type, owner?.kind ?? null, owner?.id ?? null, mac, hostname, from, until],
    ]),
  )
