import * as z from 'zod'
import { MigrationId, Name, PortId, ProjectId, Text } from './fields.ts'
import { exampleIds } from './example-ids.ts'
import { NodeName } from './ports.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'
import { route, writeQuery } from './route.ts'

/**
 * How far a live migration has come. `preparing`: OVN is to let both hypervisors bind the ports, and the destination has to plug them in;
 * `prepared`: it has, and the VM may be moved; `switching`: the VM runs there, and only the destination keeps the ports; `done`; `aborted`: the
 * ports stay where they were.
 */
export const migrationStates = ['preparing', 'prepared', 'switching', 'done', 'aborted'] as const
/** How far a live migration has come. */
export type MigrationState = (typeof migrationStates)[number]

const MigrationState = z.enum(migrationStates)

/** The move of a port, or of all ports of a VM, to another hypervisor while the VM runs. */
export const Migration = z
  .object({
    id: MigrationId,
    project: ProjectId,
    ...commonView,
    port: PortId.nullable(),
    vm: z.string().nullable().describe('id of the VM whose ports all move'),
    ports: z.array(PortId).describe('the ports that move'),
    source: NodeName.describe('the hypervisor that has the ports'),
    destination: NodeName.describe('the hypervisor that gets them'),
    state: MigrationState,
    reason: z.string().nullable().describe('why it was aborted, in words'),
    ended_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Migration' })
/** A migration as the API answers it. */
export type Migration = z.infer<typeof Migration>

/** What a migration is made from: a port, or a VM of a project. `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateMigration = z
  .strictObject({
    id: MigrationId.optional(),
    ...commonCreate,
    name: Name.optional().describe('default: "migration-" and the last digits of the id'),
    port: PortId.optional(),
    project: ProjectId.optional().describe('needed with `vm`; a port says its project by itself'),
    vm: Text.min(1).max(128).optional().describe('vm.id of the ports'),
    destination: NodeName.describe('a hypervisor that is ready, and not the one that has the ports'),
  })
  .superRefine(({ port, project, vm }, context) => {
    if ((port === undefined) === (vm === undefined))
      context.addIssue({ code: 'custom', path: ['port'], message: 'must be given, or else "vm"; not both' })
    if (vm !== undefined && project === undefined)
      context.addIssue({ code: 'custom', path: ['project'], message: 'must be given with "vm"' })
  })
  .meta({ id: 'CreateMigration' })
/** A request for a migration, with its defaults filled in. */
export type CreateMigration = z.infer<typeof CreateMigration>

/** What of a migration may change by a request. */
export const UpdateMigration = z.strictObject(commonUpdate).meta({ id: 'UpdateMigration' })
/** A change of a migration. */
export type UpdateMigration = z.infer<typeof UpdateMigration>

const view = {
  ...{ id: exampleIds.migration, project: exampleIds.project, ...exampleCommon('hv1-maintenance') },
  ...{ port: exampleIds.port, vm: null, ports: [exampleIds.port], source: 'hv1', destination: 'hv2' },
  ...{ state: 'prepared', reason: null, ended_at: null },
}

const resource = resourceRoutes({
  kind: 'migration',
  write: 'operator',
  tag: 'Migrations',
  id: MigrationId,
  view: Migration,
  create: CreateMigration,
  update: UpdateMigration,
  filters: {
    project: ProjectId.optional(),
    state: MigrationState.optional(),
    destination: NodeName.optional().describe('only migrations to this hypervisor'),
    vm: Text.optional().describe('only migrations of this VM'),
  },
  errors: { create: ['invalid_state', 'already_exists'], update: [], delete: ['invalid_state'] },
  never: { create: ['quota_exceeded', 'being_deleted'], update: ['being_deleted'], delete: ['in_use'] },
  examples: {
    view,
    create: { name: 'hv1-maintenance', port: exampleIds.port, destination: 'hv2' },
    update: { description: 'before the maintenance of hv1' },
  },
})

const action = {
  tag: 'Migrations',
  access: 'operator',
  method: 'POST',
  status: 200,
  params: z.strictObject({ id: MigrationId }),
  query: z.strictObject({ dry_run: writeQuery.dry_run }),
  body: undefined,
  answer: Migration,
  events: undefined,
  errors: ['not_found', 'invalid_state', 'precondition_failed'],
} as const

/** Create, read, list and end live migrations. */
export const migrationRoutes = {
  ...resource,
  delete: {
    ...resource.delete,
    summary: 'Delete the record of a migration that has ended. One that goes on has to be aborted first.',
  },
  switch: route({
    ...action,
    name: 'switchMigration',
    path: '/v1/migrations/{id}:switch',
    summary:
      'Give the ports to the destination alone. Needed only where OVN cannot see by itself that the VM runs there, as with vhost-user.',
    example: { answer: { ...view, state: 'switching' } },
  }),
  abort: route({
    ...action,
    name: 'abortMigration',
    path: '/v1/migrations/{id}:abort',
    summary: 'End a migration before its switch: the ports stay where they are.',
    example: { answer: { ...view, state: 'aborted', reason: 'aborted by token "terraform"' } },
  }),
} as const
