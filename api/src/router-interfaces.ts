import * as z from 'zod'
import { exampleIds } from './example-ids.ts'
import { IpAddress, Mac, NetworkId, PortId, ProjectId, RouterId, RouterInterfaceId, SubnetId } from './fields.ts'
import { examplePart, partCreate, partUpdate, partView } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'

/** A router's place in a subnet. A router has at most one in each subnet, and its subnets do not overlap. */
export const RouterInterface = z
  .object({
    id: RouterInterfaceId,
    project: ProjectId,
    router: RouterId,
    ...partView,
    network: NetworkId,
    subnet: SubnetId,
    port: PortId.nullable().describe('the port whose address and MAC address it has; null: it has its own'),
    ip: IpAddress,
    mac: Mac,
  })
  .meta({ id: 'RouterInterface' })
/** An interface of a router as the API answers it. */
export type RouterInterface = z.infer<typeof RouterInterface>

/** What an interface is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateRouterInterface = z
  .strictObject({
    id: RouterInterfaceId.optional(),
    router: RouterId,
    ...partCreate,
    subnet: SubnetId.optional().describe('either this or port'),
    port: PortId.optional().describe('a port with one address that no VM has; it becomes the interface'),
    ip: IpAddress.optional().describe('with subnet only; default: the gateway of the subnet'),
  })
  .refine(({ subnet, port }) => (subnet === undefined) !== (port === undefined), 'must have either subnet or port')
  .refine(({ port, ip }) => port === undefined || ip === undefined, {
    path: ['ip'],
    message: 'must be left out with a port, which has an address already',
  })
  .meta({ id: 'CreateRouterInterface' })
/** A request for an interface, with its defaults filled in. */
export type CreateRouterInterface = z.infer<typeof CreateRouterInterface>

/** What of an interface may change. A field that is left out stays as it is. */
export const UpdateRouterInterface = z.strictObject(partUpdate).meta({ id: 'UpdateRouterInterface' })
/** A change of an interface. */
export type UpdateRouterInterface = z.infer<typeof UpdateRouterInterface>

/** Create, read, list, change and delete interfaces of routers. */
export const routerInterfaceRoutes = resourceRoutes({
  kind: 'router_interface',
  write: 'admin',
  tag: 'Routers',
  id: RouterInterfaceId,
  view: RouterInterface,
  create: CreateRouterInterface,
  update: UpdateRouterInterface,
  filters: { router: RouterId.optional(), network: NetworkId.optional(), subnet: SubnetId.optional() },
  errors: {
    create: [
      ...(['already_exists', 'cidr_overlaps', 'invalid_state'] as const),
      ...(['address_taken', 'address_outside_subnet', 'address_reserved'] as const),
    ],
    update: [],
    delete: [],
  },
  never: { update: ['being_deleted'] },
  examples: {
    view: {
      ...{ id: exampleIds.router_interface, project: exampleIds.project, router: exampleIds.router, ...examplePart },
      ...{ network: exampleIds.network, subnet: exampleIds.subnet, port: null },
      ...{ ip: '10.0.0.1', mac: '02:4f:9a:00:00:01' },
    },
    create: { router: exampleIds.router, subnet: exampleIds.subnet },
    update: { description: 'towards the web servers' },
  },
})
