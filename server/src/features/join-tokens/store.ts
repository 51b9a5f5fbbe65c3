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
