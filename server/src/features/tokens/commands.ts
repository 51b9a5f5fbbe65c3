import type { CreatedToken, CreateToken, UpdateToken } from '@quantumnet/api'
import type { z } from 'zod'
import type { Ctx } from '../../ctx.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource } from '../../resource-kit/commands.ts'
import { lockProject } from '../projects/index.ts'
import { checkGrant, checkLifetime, checkToken } from './rules.ts'
import { makeSecret, secretPrefix, tellOnce, type NewSecret } from './secret.ts'
import { tokens } from './store.ts'
import { tokenResource, type TokenView } from './view.ts'

/**
 * Makes a token, and tells its secret. What is kept for repetitions of the request, by its id or its Idempotency-Key, is the token without it:
 * whoever repeats a request whose answer was lost gets the token and no secret.
 */
export const createToken = async (
  ctx: Ctx,
  caller: Caller,
  request: CreateToken,
): Promise<z.input<typeof CreatedToken>> => {
  checkToken(request, ctx.clock())
  // What the transaction made last: it may run again, or be answered from an earlier request.
  const last: { secret?: NewSecret } = {}
  const { project, role, node, expires_at: expiresAt } = request
  const command = { ctx, caller, resource: tokenResource }
  const token = await createResource(command, request, async (tx, made) => {
    const { digest } = (last.secret = makeSecret('token', made.id))
    if (project === null) caller.requirePlatform()
    else await lockProject(tx, caller, project)
    checkGrant(caller.role === 'platform_admin' ? caller.role : caller.roleIn(project ?? ''), role)
    const time = expiresAt === null ? null : new Date(expiresAt)
    checkLifetime(caller.expiresAt, { time, pointer: '/expires_at' })
    const row = await tokens.insert(tx, {
      ...made,
      project_id: project,
      role,
      node,
      digest,
      last_used_at: null,
      expires_at: time,
      secret_prefix: secretPrefix('token', made.id),
    })
    return { row, dirty: [] }
  })
  return { ...token, secret: await tellOnce(ctx.db, { table: 'token', id: token.id }, last.secret) }
}

export const updateToken = async (ctx: Ctx, caller: Caller, id: string, patch: UpdateToken): Promise<TokenView> =>
  await updateResource({ ctx, caller, resource: tokenResource, id }, { wanted: () => patch })

/** Revokes a token: its row is gone, and its event empties what servers remember of it. */
export const deleteToken = async (ctx: Ctx, caller: Caller, id: string): Promise<TokenView> =>
  await deleteResource({ ctx, caller, resource: tokenResource, id })
