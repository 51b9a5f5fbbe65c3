import type { CreateProject, UpdateProject } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { DirtyKey } from '../../db/outbox.ts'
import { fieldError, type DomainError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { differences } from '../../resource-kit/changes.ts'
import { createResource, deleteResource, updateResource } from '../../resource-kit/commands.ts'
import { holdingsOf } from '../../resource-kit/holdings.ts'
import { createDefaultGroup, deleteDefaultGroup } from '../default-groups/index.ts'
import { concernsPlatform, dnsLabelOf, quotasOf } from './rules.ts'
import { projects } from './store.ts'
import { projectResource, type ProjectView } from './view.ts'

const keyOf = (id: string): DirtyKey => ({ kind: 'project', id })

const labelTaken = (label: string): DomainError =>
  fieldError('name_taken', {
    pointer: '/dns_label',
    message: 'another project has this DNS label',
    value: label,
    allowed: 'a label that no other project has; without one it is made from the name',
  })

/** Makes a project and its default security group. */
export const createProject = async (ctx: Ctx, caller: Caller, request: CreateProject): Promise<ProjectView> => {
  const dnsLabel = dnsLabelOf(request)
  const refusals = { project_dns_label: () => labelTaken(dnsLabel) }
  return await createResource({ ctx, caller, resource: projectResource, refusals }, request, async (tx, made) => {
    const row = await projects.insert(tx, { ...made, dns_label: dnsLabel, quotas: quotasOf(request.quotas) })
    await createDefaultGroup(tx, caller, made.id)
    return { row, dirty: [keyOf(made.id)] }
  })
}

/** What the platform decides of a project, its own admins cannot change. */
export const updateProject = async (ctx: Ctx, caller: Caller, id: string, patch: UpdateProject): Promise<ProjectView> =>
  await updateResource(
    { ctx, caller, resource: projectResource, id },
    {
      wanted: (row) => {
        const wanted = { ...patch, quotas: patch.quotas && quotasOf(patch.quotas) }
        // Only of what changes: who sends back what it has read changes nothing. And before it is written: the unique index tells who has a name.
        if (concernsPlatform(differences(row, wanted))) caller.requirePlatform()
        return wanted
      },
    },
  )

/** Refused while the project holds anything but its default group. That goes with it, and so do its tokens and role bindings. */
export const deleteProject = async (ctx: Ctx, caller: Caller, id: string): Promise<ProjectView> =>
  await deleteResource(
    { ctx, caller, resource: projectResource, id },
    {
      referrers: async (tx) => await holdingsOf(tx, id),
      apply: async (tx) => {
        await deleteDefaultGroup(tx, caller, id)
        return [keyOf(id)]
      },
    },
  )
