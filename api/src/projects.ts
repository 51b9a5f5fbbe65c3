import * as z from 'zod'
import { HostLabel, ProjectId, Text } from './fields.ts'
import { exampleIds } from './example-ids.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import type { Kind } from './kinds.ts'
import { resourceRoutes } from './resource-routes.ts'
import { nothing, route } from './route.ts'

/** Kinds that a project can have a quota of; of addresses those that it has reserved, taken over by a port or not. */
export const quotaKinds = [
  'port_forward',
  'floating_ip',
  'address',
  'router',
  'router_interface',
  'router_route',
  'router_policy_route',
  'network',
  'subnet_pool',
  'subnet',
  'port',
  'security_group',
  'security_group_rule',
  'address_group',
  'load_balancer',
  'load_balancer_listener',
  'load_balancer_pool',
  'load_balancer_member',
  'qos_policy',
  'dns_zone',
  'dns_record',
  'dns_forwarder',
] as const satisfies readonly Kind[]
const QuotaKind = z.enum(quotaKinds)
/** A kind that a project can have a quota of. */
export type QuotaKind = z.infer<typeof QuotaKind>

/** How many a project may have, by kind. What there is above a new quota stays. */
export const Quotas = z
  .partialRecord(QuotaKind, z.int().min(0).max(1_000_000).nullable())
  .describe('how many it may have, by kind; null, or left out: no limit')
  .meta({ id: 'Quotas' })
/** How many a project may have, by kind. */
export type Quotas = z.infer<typeof Quotas>

/** A tenant: owns everything else, and has one DNS zone, `<dns_label>.internal`. */
export const Project = z
  .object({
    id: ProjectId,
    ...commonView,
    dns_label: HostLabel.describe('first label of the zone of its VMs'),
    quotas: Quotas,
  })
  .meta({ id: 'Project' })
/** A project as the API answers it. */
export type Project = z.infer<typeof Project>

/** What a project is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateProject = z
  .strictObject({
    id: ProjectId.optional(),
    ...commonCreate,
    dns_label: HostLabel.optional().describe('default: made from the name'),
    quotas: Quotas.default({}),
  })
  .meta({ id: 'CreateProject' })
/** A request for a project, with its defaults filled in. */
export type CreateProject = z.infer<typeof CreateProject>

/** What of a project may change; name and quotas only by a platform admin. A field that is left out stays as it is. */
export const UpdateProject = z
  .strictObject({ ...commonUpdate, quotas: Quotas.optional() })
  .meta({ id: 'UpdateProject' })
/** A change of a project. */
export type UpdateProject = z.infer<typeof UpdateProject>

/** What a project has of each kind that can have a quota. */
export const ProjectUsage = z
  .object({
    items: z.array(
      z.object({
        kind: QuotaKind,
        used: z.int().describe('how many there are'),
        quota: z.int().nullable().describe('null: no limit'),
      }),
    ),
  })
  .meta({ id: 'ProjectUsage' })
/** What a project has of each kind that can have a quota. */
export type ProjectUsage = z.infer<typeof ProjectUsage>

const resource = resourceRoutes({
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
    view: { id: exampleIds.project, ...exampleCommon('shop'), dns_label: 'shop', quotas: { port: 500 } },
    create: { name: 'shop', labels: { team: 'web' } },
    update: { description: 'the web shop' },
  },
})

/** Create, read, list, change and delete projects, and read what they use. */
export const projectRoutes = {
  ...resource,
  // An admin of the project changes its description and labels.
  update: { ...resource.update, access: 'admin' },
  usage: route({
    name: 'getProjectUsage',
    method: 'GET',
    path: '/v1/projects/{id}/usage',
    tag: 'Projects',
    access: 'viewer',
    status: 200,
    summary: 'Read how many resources of each kind a project has, and how many it may have.',
    params: z.strictObject({ id: ProjectId }),
    query: nothing,
    body: undefined,
    answer: ProjectUsage,
    events: undefined,
    errors: ['not_found'],
    example: { answer: { items: [{ kind: 'port', used: 112, quota: 500 }] } },
  }),
} as const
