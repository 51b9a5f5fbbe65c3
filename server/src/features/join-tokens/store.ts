import type { Queryable } from '../../db/pool.ts'
import type { ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'

export interface JoinTokenRow extends ResourceRow {
  readonly usage: 'one_off' | 'reusable'
  readonly expires_at: Date
  readonly node_labels: Readonly<Record<string, string>>
  readonly pre_approved: boolean
  readonly uses: number
  readonly last_used_at: Date | null
  readonly digest: Buffer
}

export const joinTokens = new ResourceTable<JoinTokenRow>('join_token')

/** Whether the join token of this id was made with this secret. */
export const isSecretOf = async (db: Queryable, id: string, digest: Buffer): Promise<boolean> =>
  (await db.query('select from join_token where id = $1 and digest = $2', [id, digest])).length > 0
