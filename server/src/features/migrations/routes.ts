import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import { serve, type Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { abortMigration, createMigration, deleteMigration, switchMigration, updateMigration } from './commands.ts'
import { migrationResource } from './view.ts'

const { switch: toSwitch, abort } = routes.migrations

export const migrationRoutes = (ctx: Ctx): Served[] => [
  ...crudRoutes(ctx, routes.migrations, migrationResource, {
    create: async (caller, request) => await createMigration(ctx, caller, request),
    update: async (caller, id, patch) => await updateMigration(ctx, caller, id, patch),
    remove: async (caller, id) => await deleteMigration(ctx, caller, id),
    filters: ({ project, state, destination, vm }) => ({ project_id: project, state, destination, vm_id: vm }),
  }),
  serve(toSwitch, async ({ caller, params }) => await switchMigration(ctx, caller, params.id)),
  serve(abort, async ({ caller, params }) => await abortMigration(ctx, caller, params.id)),
]
