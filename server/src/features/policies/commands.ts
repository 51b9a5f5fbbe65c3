import type { CreatePolicy, UpdatePolicy } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Tx } from '../../db/pool.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource } from '../../resource-kit/commands.ts'
import { referenceNotFound } from '../../resource-kit/refusals.ts'
import { patchedPolicy } from './rules.ts'
import { insertPolicy, lockProjects } from './store.ts'
import { policyResource as resource, type PolicyView } from './view.ts'

/** @throws DomainError reference_not_found */
const holdProjects = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  const live = await lockProjects(tx, ids)
  const missing = ids.findIndex((id) => !live.has(id))
  const id = ids[missing]
  if (id !== undefined) throw referenceNotFound(`/projects/${String(missing)}`, 'project', id)
}

export const createPolicy = async (ctx: Ctx, caller: Caller, request: CreatePolicy): Promise<PolicyView> =>
  await createResource({ ctx, caller, resource }, request, async (tx, made) => {
    const { scope, projects } = request
    await holdProjects(tx, projects)
    const row = await insertPolicy(tx, { ...made, scope, projects })
    return { row, dirty: [{ kind: 'policy', id: row.id }] }
  })

export const updatePolicy = async (ctx: Ctx, caller: Caller, id: string, patch: UpdatePolicy): Promise<PolicyView> =>
  await updateResource(
    { ctx, caller, resource, id },
    {
      wanted: (row) => patchedPolicy(row, patch),
      apply: async (tx) => {
        if (patch.projects !== undefined) await holdProjects(tx, patch.projects)
        return [{ kind: 'policy', id }]
      },
    },
  )

/** Nothing refers to a policy: its rules go with it. */
export const deletePolicy = async (ctx: Ctx, caller: Caller, id: string): Promise<PolicyView> =>
  await deleteResource({ ctx, caller, resource, id })
