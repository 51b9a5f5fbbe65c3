import type { Queryable } from '../../db/pool.ts'

/** Which audit records are asked for; undefined: whatever it is. */
export interface AuditFilter {
  readonly visible: 'all' | readonly string[]
  readonly project?: string | undefined
  readonly kind?: string | undefined
  readonly resource?: string | undefined
  readonly token?: string | undefined
  readonly action?: string | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
}

export interface AuditRow {
  readonly seq: number
  readonly at: Date
  readonly project_id: string | null
  readonly action: string
  readonly kind: string
  readonly resource_id: string
  readonly token_id: string | null
  readonly token_name: string | null
  readonly request_id: string | null
  readonly before: unknown
  readonly after: unknown
}

/** The newest records, or the newest before `before`. */
export const readAudit = async (
  db: Queryable,
  filter: AuditFilter,
  page: { readonly before: number | undefined; readonly limit: number },
): Promise<AuditRow[]> => {
  const values: unknown[] = []
  const place = (value: unknown): string => `$${String(values.push(value))}`
  const conditions: string[] = []
  const where = (condition: (at: string) => string, value: unknown): void => {
    if (value !== undefined) conditions.push(condition(place(value)))
  }
  where((at) => `seq < ${at}`, page.before)
  where((at) => `project_id = any(${at}::uuid[])`, filter.visible === 'all' ? undefined : filter.visible)
  where((at) => `project_id = ${at}`, filter.project)
  where((at) => `kind = ${at}`, filter.kind)
  where((at) => `resource_id = ${at}`, filter.resource)
  where((at) => `token_id = ${at}`, filter.token)
  where((at) => `action = ${at}`, filter.action)
  where((at) => `at >= ${at}`, filter.since)
  where((at) => `at < ${at}`, filter.until)
  return await db.query<AuditRow>(
    `select seq, at, project_id, action, kind, resource_id, token_id, token_name, request_id, before, after
     from audit ${conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`}
     order by seq desc limit ${place(page.limit)}`,
    values,
  )
}
