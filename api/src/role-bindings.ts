import * as z from 'zod'
import { ProjectId, RoleBindingId, TokenId } from './fields.ts'
import { exampleIds } from './example-ids.ts'
import { examplePart, partCreate, partUpdate, partView } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'
import { ProjectRole } from './roles.ts'

/** A role of a token in a project, beside the one that it was made with: another project's, or a greater one in its own. The greatest counts. */
export const RoleBinding = z
  .object({ id: RoleBindingId, token: TokenId, project: ProjectId, role: ProjectRole, ...partView })
  .meta({ id: 'RoleBinding' })
/** A role binding as the API answers it. */
export type RoleBinding = z.infer<typeof RoleBinding>

/** What a role binding is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateRoleBinding = z
  .strictObject({
    id: RoleBindingId.optional(),
    token: TokenId.describe('a token of a project, and one that the caller may see'),
    project: ProjectId.describe('where the token gets the role; the caller has to be an admin there'),
    role: ProjectRole,
    ...partCreate,
  })
  .meta({ id: 'CreateRoleBinding' })
/** A request for a role binding, with its defaults filled in. */
export type CreateRoleBinding = z.infer<typeof CreateRoleBinding>

/** What of a role binding may change. */
export const UpdateRoleBinding = z
  .strictObject({ role: ProjectRole.optional(), ...partUpdate })
  .meta({ id: 'UpdateRoleBinding' })
/** A change of a role binding. */
export type UpdateRoleBinding = z.infer<typeof UpdateRoleBinding>

/** Create, read, list, change and delete role bindings. */
export const roleBindingRoutes = resourceRoutes({
  kind: 'role_binding',
  write: 'admin',
  tag: 'Tokens',
  id: RoleBindingId,
  view: RoleBinding,
  create: CreateRoleBinding,
  update: UpdateRoleBinding,
  filters: { token: TokenId.optional(), project: ProjectId.optional() },
  errors: { create: ['already_exists', 'forbidden'], update: [], delete: [] },
  never: { create: ['quota_exceeded'], update: ['being_deleted'], delete: ['in_use'] },
  examples: {
    view: {
      id: exampleIds.role_binding,
      ...{ token: exampleIds.token, project: exampleIds.project, role: 'viewer', ...examplePart },
    },
    create: { token: exampleIds.token, project: exampleIds.project, role: 'viewer' },
    update: { role: 'operator' },
  },
})
