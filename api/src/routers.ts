import * as z from 'zod'
import { exampleIds } from './example-ids.ts'
import {
  CidrBlock,
  IpAddress,
  NetworkId,
  ProjectId,
  RouterId,
  RouterInterfaceId,
  RouterPolicyRouteId,
  RouterRouteId,
  SubnetId,
  Text,
} from './fields.ts'
import { NodeName } from './ports.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'

const Snat = z
  .boolean()
  .describe('whether IPv4 from the subnets leaves with the address of the gateway; never between subnets of the router')

const FixedIpWish = z.strictObject({ subnet: SubnetId.optional(), ip: IpAddress.optional() })

const fixedIpWishes = z
  .array(FixedIpWish)
  .min(1)
  .max(2)
  .describe('at most one address of each family; default: one of each family that the network has a subnet of')

const gatewayNodes = z
  .array(NodeName)
  .max(5)
  .refine((nodes) => new Set(nodes).size === nodes.length, 'must have each node once')
  .describe('nodes that may carry the gateway, the preferred one first; []: the server chooses')

const view = {
  distributed: z
    .boolean()
    .describe('whether each hypervisor routes for its own VMs; false: all traffic passes through one gateway node'),
  gateway_nodes: gatewayNodes,
}

/** A router as its other fields say; its parts have routes of their own and are only summed up here. */
export const Router = z
  .object({
    id: RouterId,
    project: ProjectId,
    ...commonView,
    ...view,
    external_gateway: z
      .object({
        network: NetworkId,
        fixed_ips: z.array(z.object({ subnet: SubnetId, ip: IpAddress })),
        snat: Snat,
      })
      .nullable()
      .describe(
        'how it reaches an external network, with a default route to the gateway of each subnet; null: not at all',
      ),
    interfaces: z
      .array(z.object({ id: RouterInterfaceId, network: NetworkId, subnet: SubnetId, ip: IpAddress }))
      .describe('read-only; see /v1/router-interfaces'),
    routes: z
      .array(z.object({ id: RouterRouteId, destination: CidrBlock, next_hop: IpAddress }))
      .describe('read-only; see /v1/router-routes'),
    policy_routes: z
      .array(
        z.object({
          id: RouterPolicyRouteId,
          priority: z.int().describe('the greatest that matches decides'),
          action: z.enum(['allow', 'drop', 'reroute']),
        }),
      )
      .describe('read-only; see /v1/router-policy-routes'),
  })
  .meta({ id: 'Router' })
/** A router as the API answers it. */
export type Router = z.infer<typeof Router>

/** What a router is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateRouter = z
  .strictObject({
    id: RouterId.optional(),
    project: ProjectId,
    ...commonCreate,
    distributed: view.distributed.default(true),
    gateway_nodes: gatewayNodes.default([]),
    external_gateway: z
      .strictObject({ network: NetworkId, fixed_ips: fixedIpWishes.optional(), snat: Snat.default(true) })
      .nullable()
      .default(null)
      .describe('how it reaches an external network; null: not at all'),
  })
  .meta({ id: 'CreateRouter' })
/** A request for a router, with its defaults filled in. */
export type CreateRouter = z.infer<typeof CreateRouter>

/** What of a router may change. A field that is left out stays as it is, also inside of `external_gateway`. */
export const UpdateRouter = z
  .strictObject({
    ...commonUpdate,
    distributed: view.distributed.optional(),
    gateway_nodes: gatewayNodes.optional(),
    external_gateway: z
      .strictObject({
        network: NetworkId,
        fixed_ips: fixedIpWishes.optional().describe('left out: as they are, or new ones on another network'),
        snat: Snat.optional(),
      })
      .nullable()
      .optional()
      .describe('null: none any more'),
  })
  .meta({ id: 'UpdateRouter' })
/** A change of a router. */
export type UpdateRouter = z.infer<typeof UpdateRouter>

const gatewayErrors = [
  ...(['name_taken', 'invalid_state', 'address_taken'] as const),
  ...(['address_outside_subnet', 'address_reserved', 'subnet_exhausted'] as const),
]

const external = { network: exampleIds.external_network, snat: true }

/** Create, read, list, change and delete routers. */
export const routerRoutes = resourceRoutes({
  kind: 'router',
  write: 'admin',
  tag: 'Routers',
  id: RouterId,
  view: Router,
  create: CreateRouter,
  update: UpdateRouter,
  filters: { project: ProjectId.optional(), name: Text.optional() },
  errors: {
    create: gatewayErrors,
    update: [...gatewayErrors, 'reference_not_found', 'cidr_overlaps', 'in_use'],
    delete: [],
  },
  examples: {
    view: {
      ...{ id: exampleIds.router, project: exampleIds.project, ...exampleCommon('edge') },
      ...{ distributed: true, gateway_nodes: ['hv1', 'hv2'] },
      external_gateway: { ...external, fixed_ips: [{ subnet: exampleIds.external_subnet, ip: '203.0.113.10' }] },
      interfaces: [
        { id: exampleIds.router_interface, network: exampleIds.network, subnet: exampleIds.subnet, ip: '10.0.0.1' },
      ],
      ...{ routes: [], policy_routes: [] },
    },
    create: {
      ...{ project: exampleIds.project, name: 'edge' },
      external_gateway: { network: exampleIds.external_network },
    },
    update: { external_gateway: { network: exampleIds.external_network, snat: false } },
  },
})
