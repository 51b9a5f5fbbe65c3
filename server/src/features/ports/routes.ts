import { routes } from '@quantumnet/api'
import { serve, type Served } from '../../http/serve.ts'
import { crudRoutes } from '../../resource-kit/crud-routes.ts'
import { deletePort } from './commands.ts'
import { PortMaker, rereadMany, type CreatedPorts, type PortsCtx } from './create.ts'
import { updatePort } from './update.ts'
import { portResource } from './view.ts'

export const portRoutes = (ctx: PortsCtx): Served[] => {
  const maker = new PortMaker(ctx)
  return [
    ...crudRoutes(ctx, routes.ports, portResource, {
      create: async (caller, request) => await maker.createPort(caller, request),
      update: async (caller, id, patch) => await updatePort(ctx, caller, id, patch),
      remove: async (caller, id) => await deletePort(ctx, caller, id),
      filters: ({ project, network, name, hostname, node, mac, ip, qos_policy: policy }) => ({
        project_id: project,
        network_id: network,
        name,
        hostname,
        node,
        mac,
        ip,
        qos_policy_id: policy,
      }),
    }),
    serve(
      routes.ports.createMany,
      async ({ caller, body }) => await maker.createPorts(caller, body.ports),
      async ({ caller, answered }) => await rereadMany(ctx, caller, answered as CreatedPorts),
    ),
  ]
}
