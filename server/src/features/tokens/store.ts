import type { TokenRole } from '@quantumnet/api'
import type { Queryable } from '../../db/pool.ts'
import type { ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'

export interface TokenRow extends ResourceRow {
  /** null: a token of the platform */
  readonly project_id: string | null
  readonly role: TokenRole
  readonly node: string | null
  readonly digest: Buffer
  readonly expires_at: Date | null
  readonly last_used_at: Date | null
  readonly secret_prefix: string | null
}

export const tokens = new ResourceTable<TokenRow>('token')

/** The projects of these ids with their names, by name. */
export const projectNames = async (
  db: Queryable,
  ids: readonly string[],
  limit: number,
): Promise<{ readonly id: string; readonly name: string }[]> =>
  await db.query('select id, name from project where id = any($1) order by name, id limit $2', [ids, limit])
