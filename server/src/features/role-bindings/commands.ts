import type { CreateRoleBinding, UpdateRoleBinding } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import { DomainError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { higherRole } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource } from '../../resource-kit/commands.ts'
import { lockParent } from '../../resource-kit/parent.ts'
import { lockProject } from '../projects/index.ts'
import { checkGrant, checkLifetime, tokenResource } from '../tokens/index.ts'
import { checkBinding } from './rules.ts'
import { roleBindings } from './store.ts'
import { roleBindingResource, type RoleBindingView } from './view.ts'

const ownRole = (caller: Caller, project: string): Parameters<typeof checkGrant>[0] =>
  caller.role === 'platform_admin' ? caller.role : caller.roleIn(project)

/**
 * Gives a token a role in a further project. Whoever does it is an admin there, and may see the token: a token of a project that he has nothing to do
 * with is as if it were not there.
 */
export const createRoleBinding = async (
  ctx: Ctx,
  caller: Caller,
  request: CreateRoleBinding,
): Promise<RoleBindingView> => {
  const { token, project, role } = request
  const refusals = {
    role_binding_once: () =>
      new DomainError('already_exists', `token ${token} has a role binding in project ${project}: change that one`),
  }
  const command = { ctx, caller, resource: roleBindingResource, refusals }
  return await createResource(command, request, async (tx, made) => {
    await lockProject(tx, caller, project)
    const holder = await lockParent(tx, caller, { resource: tokenResource, pointer: '/token', id: token, need: 'read' })
    checkBinding(holder)
    checkGrant(ownRole(caller, project), role)
    checkLifetime(caller.expiresAt, { time: holder.expires_at, pointer: '/token' })
    const columns = { ...made, name: '', token_id: token, project_id: project, role }
    const row = await roleBindings.insert(tx, columns)
    return { row: { ...row, token_expires_at: holder.expires_at }, dirty: [] }
  })
}

export const updateRoleBinding = async (
  ctx: Ctx,
  caller: Caller,
  id: string,
  patch: UpdateRoleBinding,
): Promise<RoleBindingView> =>
  await updateResource(
    { ctx, caller, resource: roleBindingResource, id },
    {
      wanted: (row) => {
        if (patch.role === undefined) return patch
        checkGrant(ownRole(caller, row.project_id), patch.role)
        const isRaised = higherRole(patch.role, row.role) !== row.role
        if (isRaised) checkLifetime(caller.expiresAt, { time: row.token_expires_at, pointer: '/role' })
        return patch
      },
    },
  )

/** Takes the role away, from the next request on. */
export const deleteRoleBinding = async (ctx: Ctx, caller: Caller, id: string): Promise<RoleBindingView> =>
  await deleteResource({ ctx, caller, resource: roleBindingResource, id })
