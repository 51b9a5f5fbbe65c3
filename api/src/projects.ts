import * as z from 'zod'
import { HostLabel, ProjectId, Text } from './fields.ts'
import { commonCreate, commonUpdate, commonView } from './resource.ts'
import { resourceRoutes } from './route.ts'

/** A tenant: owns everything else, and has one DNS zone, `<dns_label>.internal`. */
export const Project = z
  .object({ id: ProjectId, ...commonView, dns_label: HostLabel.describe('first label of the zone of its VMs') })
  .meta({ id: 'Project' })
export type Project = z.infer<typeof Project>

export const CreateProject = z
  .strictObject({
    id: ProjectId.optional(),
    ...commonCreate,
    dns_label: HostLabel.optional().describe('default: made from the name'),
  })
  .meta({ id: 'CreateProject' })
export type CreateProject = z.infer<typeof CreateProject>

export const UpdateProject = z.strictObject(commonUpdate).meta({ id: 'UpdateProject' })
export type UpdateProject = z.infer<typeof UpdateProject>

export const projectRoutes = resourceRoutes({
  singular: 'project',
  plural: 'projects',
  tag: 'Projects',
  id: ProjectId,
  view: Project,
  create: CreateProject,
  update: UpdateProject,
  listQuery: { name: Text.optional() },
  errors: { create: ['name_taken'], update: ['name_taken'], delete: [] },
})
