import type { Token } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { tokens, type TokenRow } from './store.ts'

export type TokenView = z.input<typeof Token>

export const tokenResource: Resource<TokenRow, TokenView> = {
  kind: 'token',
  table: tokens,
  namesWithin: 'project',
  projectOf: (row) => row.project_id,
  realizedAtCommit: true,
  removedAtCommit: true,
  view: (row) => ({
    ...commonViewOf(row),
    project: row.project_id,
    role: row.role,
    node: row.node,
    secret_prefix: row.secret_prefix,
    expires_at: row.expires_at?.toISOString() ?? null,
    last_used_at: row.last_used_at?.toISOString() ?? null,
  }),
}
