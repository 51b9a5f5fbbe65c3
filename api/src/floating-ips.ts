import * as z from 'zod'
import { exampleIds } from './example-ids.ts'
import { FloatingIpId, IpAddress, NetworkId, PortId, ProjectId, RouterId, SubnetId, Text } from './fields.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'

const Distributed = z
  .boolean()
  .describe("whether the VM's own hypervisor answers for it, which needs the external network there")

/** An address of an external network that a project holds, and may give to one of its ports. */
export const FloatingIp = z
  .object({
    id: FloatingIpId,
    project: ProjectId,
    ...commonView,
    network: NetworkId,
    subnet: SubnetId,
    address: IpAddress,
    port: PortId.nullable().describe('the port that it stands for; null: none'),
    fixed_ip: IpAddress.nullable().describe('the address of the port that it stands for'),
    router: RouterId.nullable().describe('read-only: the router that translates it; null: none'),
    distributed: Distributed,
    placement: z
      .enum(['central', 'distributed'])
      .describe(
        'read-only: central although distributed is asked for while a port forward or load balancer needs the gateway, or the router is not distributed',
      ),
  })
  .meta({ id: 'FloatingIp' })
/** A floating IP as the API answers it. */
export type FloatingIp = z.infer<typeof FloatingIp>

/** What a floating IP is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateFloatingIp = z
  .strictObject({
    id: FloatingIpId.optional(),
    project: ProjectId,
    ...commonCreate,
    network: NetworkId.describe('an external network of the project, or one that is shared with it'),
    subnet: SubnetId.optional().describe('default: the one of the address, or the first with a free address'),
    address: IpAddress.optional().describe(
      'default: any; an address that the project gave back may be asked for again',
    ),
    port: PortId.nullable().default(null),
    fixed_ip: IpAddress.optional().describe('default: the first address of the port in the family of the address'),
    distributed: Distributed.default(false),
  })
  .refine(({ port, fixed_ip: ip }) => port !== null || ip === undefined, {
    path: ['fixed_ip'],
    message: 'must be left out without a port',
  })
  .meta({ id: 'CreateFloatingIp' })
/** A request for a floating IP, with its defaults filled in. */
export type CreateFloatingIp = z.infer<typeof CreateFloatingIp>

/** What of a floating IP may change. A field that is left out stays as it is. */
export const UpdateFloatingIp = z
  .strictObject({
    ...commonUpdate,
    port: PortId.nullable().optional().describe('another port moves it there; null frees it'),
    fixed_ip: IpAddress.optional().describe('default: the first address of the port in the family of the address'),
    distributed: Distributed.optional(),
  })
  .refine(({ port, fixed_ip: ip }) => port !== null || ip === undefined, {
    path: ['fixed_ip'],
    message: 'must be left out without a port',
  })
  .meta({ id: 'UpdateFloatingIp' })
/** A change of a floating IP. */
export type UpdateFloatingIp = z.infer<typeof UpdateFloatingIp>

/** Create, read, list, change and delete floating IPs. */
export const floatingIpRoutes = resourceRoutes({
  kind: 'floating_ip',
  write: 'operator',
  tag: 'Floating IPs',
  id: FloatingIpId,
  view: FloatingIp,
  create: CreateFloatingIp,
  update: UpdateFloatingIp,
  filters: {
    project: ProjectId.optional(),
    name: Text.optional(),
    network: NetworkId.optional(),
    port: PortId.optional(),
  },
  errors: {
    create: [
      ...(['name_taken', 'address_taken', 'address_outside_subnet', 'address_reserved', 'subnet_exhausted'] as const),
      ...(['already_exists', 'invalid_state'] as const),
    ],
    update: ['name_taken', 'already_exists', 'invalid_state', 'reference_not_found', 'address_outside_subnet'],
    delete: [],
  },
  examples: {
    view: {
      ...{ id: exampleIds.floating_ip, project: exampleIds.project, ...exampleCommon('www') },
      ...{ network: exampleIds.external_network, subnet: exampleIds.external_subnet, address: '203.0.113.20' },
      ...{ port: exampleIds.port, fixed_ip: '10.0.0.10', router: exampleIds.router },
      ...{ distributed: false, placement: 'central' },
    },
    create: {
      ...{ project: exampleIds.project, name: 'www', network: exampleIds.external_network, port: exampleIds.port },
    },
    update: { port: null },
  },
})
