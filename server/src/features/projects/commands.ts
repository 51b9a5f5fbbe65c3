import type { CreateProject, UpdateProject } from '@quantumnet/api'
import { v7 } from 'uuid'
import type { Actor, Ctx } from '../../ctx.ts'
import type { DirtyKey } from '../../db/outbox.ts'
import { fieldError, type DomainError } from '../../errors.ts'
import { createDigest } from '../../resource-kit/canonical.ts'
import { createResource, deleteResource, updateResource, type Refusals } from '../../resource-kit/commands.ts'
import { nameTaken } from '../../resource-kit/refusals.ts'
import { createDefaultGroup, deleteGroupsOf } from '../security-groups/index.ts'
import { dnsLabelOf } from './rules.ts'
import { markProjectRealized, projectReferrers, projects } from './store.ts'
import { projectResource, type ProjectView } from './view.ts'

const keyOf = (id: string): DirtyKey => ({ kind: 'project', id })

const nameRefusal = (name: string | undefined): Refusals => ({
  project_name: () => nameTaken('project', name ?? '', 'of this deployment'),
})

const labelTaken = (label: string): DomainError =>
  fieldError('name_taken', {
    pointer: '/dns_label',
    message: 'another project has this DNS label',
    value: label,
    allowed: 'a label that no other project has; without one it is made from the name',
  })

/** Makes a project and its default security group. */
export const createProject = async (ctx: Ctx, actor: Actor, request: CreateProject): Promise<ProjectView> => {
  const id = request.id ?? v7()
  const dnsLabel = dnsLabelOf(request)
  const digest = createDigest(request)
  const refusals = { ...nameRefusal(request.name), project_dns_label: () => labelTaken(dnsLabel) }
  return await createResource({ ctx, actor, resource: projectResource, id, refusals }, digest, async (tx) => {
    const { name, description, labels } = request
    const columns = { id, name, description, labels, dns_label: dnsLabel, create_digest: digest }
    const row = await projects.insert(tx, { ...columns, applied_generation: 1, realized_generation: 1 })
    return { row, dirty: [keyOf(id), await createDefaultGroup(tx, id)] }
  })
}

export const updateProject = async (ctx: Ctx, actor: Actor, id: string, patch: UpdateProject): Promise<ProjectView> => {
  const refusals = nameRefusal(patch.name)
  return await updateResource(
    { ctx, actor, resource: projectResource, id, refusals },
    {
      wanted: () => patch,
      apply: async (tx) => {
        await markProjectRealized(tx, id)
        return [keyOf(id)]
      },
    },
  )
}

/** Refused while the project holds a network. Its groups go with it. */
export const deleteProject = async (ctx: Ctx, actor: Actor, id: string): Promise<ProjectView> =>
  await deleteResource(
    { ctx, actor, resource: projectResource, id },
    {
      referrers: async (tx) => await projectReferrers(tx, id),
      apply: async (tx) => [keyOf(id), ...(await deleteGroupsOf(tx, id))],
    },
  )
