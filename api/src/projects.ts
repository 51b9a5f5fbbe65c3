import * as z from 'zod'
import { HostLabel, ProjectId, Text } from './fields.ts'
import { exampleIds } from './example-ids.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'

/** A tenant: owns everything else, and has one DNS zone, `<dns_label>.internal`. */
export const Project = z
  .object({ id: ProjectId, ...commonView, dns_label: HostLabel.describe('first label of the zone of its VMs') })
  .meta({ id: 'Project' })
/** A project as the API answers it. */
export type Project = z.infer<typeof Project>

/** What a project is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateProject = z
  .strictObject({
    id: ProjectId.optional(),
    ...commonCreate,
    dns_label: HostLabel.optional().describe('default: made from the name'),
  })
  .meta({ id: 'CreateProject' })
/** A request for a project, with its defaults filled in. */
export type CreateProject = z.infer<typeof CreateProject>

/** What of a project may change. A field that is left out stays as it is. */
export const UpdateProject = z.strictObject(commonUpdate).meta({ id: 'UpdateProject' })
/** A change of a project. */
export type UpdateProject = z.infer<typeof UpdateProject>

/** Create, read, list, change and delete projects. */
export const projectRoutes = resourceRoutes({
  kind: 'project',
  write: 'platform_admin',
  tag: 'Projects',
  id: ProjectId,
  view: Project,
  create: CreateProject,
  update: UpdateProject,
  filters: { name: Text.optional() },
  errors: { create: ['name_taken'], update: ['name_taken'], delete: [] },
  never: { create: ['quota_exceeded', 'reference_not_found', 'being_deleted'] },
  examples: {
    view: { id: exampleIds.project, ...exampleCommon('shop'), dns_label: 'shop' },
    create: { name: 'shop', labels: { team: 'web' } },
    update: { description: 'the web shop' },
  },
})
