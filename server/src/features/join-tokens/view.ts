import type { JoinToken } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { secretPrefix } from '../tokens/index.ts'
import { joinTokens, type JoinTokenRow } from './store.ts'

export type JoinTokenView = z.input<typeof JoinToken>

export const joinTokenResource: Resource<JoinTokenRow, JoinTokenView> = {
  kind: 'join_token',
  table: joinTokens,
  namesWithin: 'deployment',
  projectOf: () => null,
  realizedAtCommit: true,
  removedAtCommit: true,
  view: (row) => ({
    ...commonViewOf(row),
    usage: row.usage,
    node_labels: { ...row.node_labels },
    pre_approved: row.pre_approved,
    uses: row.uses,
    expires_at: row.expires_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
    secret_prefix: secretPrefix('join_token', row.id),
  }),
}
