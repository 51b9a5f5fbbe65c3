import type { Queryable, Tx } from '../../db/pool.ts'
import { MOST_REFERRERS } from '../../resource-kit/refusals.ts'
import type { OwnedReferrer } from '../../resource-kit/strangers.ts'
import { contentColumns, ruleWords, type RuleContent } from './content.ts'
import type { ExistingRule } from './changes.ts'

/** Where rules are, and by which column they belong to their group or policy. Both come from code, never from a request. */
export interface RuleTable {
  readonly name: string
  readonly column: string
}

/** The types of the columns of what a rule says, for rows that come as one document. */
const COLUMN_TYPES: Readonly<Record<keyof RuleContent, string>> = {
  direction: 'text',
  ethertype: 'text',
  protocol: 'smallint',
  port_min: 'integer',
  port_max: 'integer',
  icmp_type: 'smallint',
  icmp_code: 'smallint',
  remote_cidr: 'cidr',
  remote_group_id: 'uuid',
  remote_address_group_id: 'uuid',
  action: 'text',
  position: 'smallint',
  enabled: 'boolean',
  log: 'boolean',
  description: 'text',
  labels: 'jsonb',
}

/** In the order in which they decide, ingress first. */
const ORDER = `r.direction desc, r.position, array_position(array['drop', 'reject', 'allow'], r.action), r.id`

const content = (alias: string): string => contentColumns.map((column) => `${alias}.${column}`).join(', ')

/** SQL: the rules of row `t`, as a list of `ExistingRule`. */
export const rulesOfRow = ({ name, column }: RuleTable): string => `
  (select coalesce(json_agg(json_build_object('id', r.id, ${contentColumns.map((each) => `'${each}', r.${each}`).join(', ')})
    order by ${ORDER}), '[]') from ${name} r where r.${column} = t.id)`

/** Rules as rows `v` of one document, which is parameter `$1`. */
const DOCUMENT = `jsonb_to_recordset($1::jsonb) as v(id uuid, create_digest bytea, ${contentColumns
  .map((column) => `${column} ${COLUMN_TYPES[column]}`)
  .join(', ')})`

const documentOf = (rules: readonly WrittenRule[]): string =>
  JSON.stringify(
    rules.map((rule) => ({
      ...Object.fromEntries(contentColumns.map((column) => [column, rule[column]])),
      id: rule.id,
      create_digest: `\\x${rule.create_digest?.toString('hex') ?? ''}`,
    })),
  )

/** A rule to be written; without a digest it was made or changed as one of a list. */
export type WrittenRule = ExistingRule & { readonly create_digest?: Buffer }

/** What has to be written under one parent, as of its next generation. */
export interface RuleWrites {
  readonly parent: string
  readonly generation: number
  readonly added: readonly WrittenRule[]
  readonly changed: readonly WrittenRule[]
  readonly removed: readonly string[]
}

/** Writes changes of a list: a statement for each sort of them, however many there are. */
export const writeRules = async (tx: Tx, { name, column }: RuleTable, writes: RuleWrites): Promise<void> => {
  const { parent, generation, added, changed, removed } = writes
  if (removed.length > 0) await tx.query(`delete from ${name} where id = any($1::uuid[])`, [removed])
  if (changed.length > 0)
    await tx.query(
      `update ${name} r set (${contentColumns.join(', ')}, generation, updated_at) = (${content('v')}, $2, now())
       from ${DOCUMENT} where r.id = v.id`,
      [documentOf(changed), generation],
    )
  if (added.length > 0)
    await tx.query(
      `insert into ${name} (id, create_digest, ${column}, ${contentColumns.join(', ')}, generation)
       select v.id, v.create_digest, $2, ${content('v')}, $3 from ${DOCUMENT}`,
      [documentOf(added), parent, generation],
    )
}

/** Those of these ids that rules have already. */
export const idsInUse = async (db: Queryable, { name }: RuleTable, ids: readonly string[]): Promise<string[]> => {
  const rows = await db.query<{ id: string }>(`select id from ${name} where id = any($1::uuid[])`, [ids])
  return rows.map(({ id }) => id)
}

/** What a rule may name as its remote. */
export interface RemoteRow {
  readonly id: string
  readonly name: string
  readonly project_id: string
  readonly deleting: boolean
}

/** Locks what rules name as their remotes, so that it stays until the rules are there; in one order, whoever asks. */
export const lockRemotes = async (
  tx: Tx,
  table: 'security_group' | 'address_group',
  ids: readonly string[],
): Promise<ReadonlyMap<string, RemoteRow>> => {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<RemoteRow>(
    `select id, name, project_id, deleting_at is not null as deleting from ${table} where id = any($1::uuid[])
     order by id for key share`,
    [ids],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

const REFERRING = (column: 'remote_group_id' | 'remote_address_group_id'): string => `
select 'security_group_rule' as kind, r.id, p.name as parent, p.project_id as project, r.created_at, ${content('r')}
from security_group_rule r join security_group p on p.id = r.group_id and p.deleting_at is null
where r.${column} = $1 and r.group_id <> $1
union all
select 'policy_rule', r.id, p.name, case when p.scope = 'all' or p.projects ? g.project_id::text then g.project_id end, r.created_at, ${content('r')}
from policy_rule r join policy p on p.id = r.policy_id and p.deleting_at is null
join ${column === 'remote_group_id' ? 'security_group' : 'address_group'} g on g.id = r.${column}
where r.${column} = $1
order by created_at, id limit ${String(MOST_REFERRERS)}`

/**
 * The rules of others that name this group or address group as their remote, without those that are being deleted. Rules of a policy that does
 * not hold for its project are the platform's own.
 */
export const referringRules = async (
  db: Queryable,
  column: 'remote_group_id' | 'remote_address_group_id',
  id: string,
): Promise<OwnedReferrer[]> => {
  const rows = await db.query<ExistingRule & { kind: string; parent: string; project: string | null }>(
    REFERRING(column),
    [id],
  )
  return rows.map((rule) => ({
    kind: rule.kind,
    id: rule.id,
    name: `${rule.parent}: ${ruleWords(rule)}`,
    project: rule.project,
  }))
}
