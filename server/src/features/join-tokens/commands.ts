import type { CreatedJoinToken, CreateJoinToken, UpdateJoinToken } from '@quantumnet/api'
import type { z } from 'zod'
import type { Ctx } from '../../ctx.ts'
import { fieldError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource } from '../../resource-kit/commands.ts'
import { checkLifetime, makeSecret, tellOnce, type NewSecret } from '../tokens/index.ts'
import { joinTokens } from './store.ts'
import { joinTokenResource, type JoinTokenView } from './view.ts'

/** Makes a join token, and tells its secret, as with tokens: only in the answer to the request that made it. */
export const createJoinToken = async (
  ctx: Ctx,
  caller: Caller,
  request: CreateJoinToken,
): Promise<z.input<typeof CreatedJoinToken>> => {
  const { usage, node_labels: nodeLabels, pre_approved: preApproved, expires_at: expiresAt } = request
  checkLifetime(caller.expiresAt, { time: new Date(expiresAt), pointer: '/expires_at' })
  const now = ctx.clock()
  if (Date.parse(expiresAt) <= now.getTime())
    throw fieldError('invalid_request', {
      pointer: '/expires_at',
      message: 'is over already',
      value: expiresAt,
      allowed: `a time after ${now.toISOString()}`,
    })
  // What the transaction made last: it may run again, or be answered from an earlier request.
  const last: { secret?: NewSecret } = {}
  const command = { ctx, caller, resource: joinTokenResource }
  const token = await createResource(command, request, async (tx, made) => {
    const { digest } = (last.secret = makeSecret('join_token', made.id))
    const row = await joinTokens.insert(tx, {
      ...made,
      usage,
      node_labels: nodeLabels,
      pre_approved: preApproved,
      digest,
      uses: 0,
      last_used_at: null,
      expires_at: new Date(expiresAt),
    })
    return { row, dirty: [] }
  })
  return { ...token, secret: await tellOnce(ctx.db, { table: 'join_token', id: token.id }, last.secret) }
}

export const updateJoinToken = async (
  ctx: Ctx,
  caller: Caller,
  id: string,
  patch: UpdateJoinToken,
): Promise<JoinTokenView> =>
  await updateResource({ ctx, caller, resource: joinTokenResource, id }, { wanted: () => patch })

/** Nobody joins with it from now on; who joined stays. */
export const deleteJoinToken = async (ctx: Ctx, caller: Caller, id: string): Promise<JoinTokenView> =>
  await deleteResource({ ctx, caller, resource: joinTokenResource, id })
