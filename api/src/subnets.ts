import * as z from 'zod'
import { Ipv4, Ipv4Cidr, Ipv4Range, NetworkId, ProjectId, SubnetId, Text } from './fields.ts'
import { exampleIds } from './example-ids.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'

const view = {
  cidr: Ipv4Cidr,
  gateway: Ipv4.nullable().describe('default router of the VMs; null: none'),
  dns_address: Ipv4.nullable().describe('where VMs ask for names; null: no DNS in this subnet'),
  allocation_ranges: z.array(Ipv4Range).describe('where addresses come from when a port asks for none in particular'),
}

/** A block of addresses on a network. Blocks of one network never overlap; other networks may use the same ones. */
export const Subnet = z
  .object({ id: SubnetId, project: ProjectId, network: NetworkId, ...commonView, ...view })
  .meta({ id: 'Subnet' })
/** A subnet as the API answers it. */
export type Subnet = z.infer<typeof Subnet>

/** What a subnet is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateSubnet = z
  .strictObject({
    id: SubnetId.optional(),
    network: NetworkId,
    ...commonCreate,
    cidr: view.cidr,
    gateway: view.gateway.optional().describe('default: the first address; null: none'),
    dns_address: view.dns_address.optional().describe('default: the address after the gateway; null: none'),
    allocation_ranges: view.allocation_ranges.min(1).max(64).optional().describe('default: all host addresses'),
  })
  .meta({ id: 'CreateSubnet' })
/** A request for a subnet, with its defaults filled in. */
export type CreateSubnet = z.infer<typeof CreateSubnet>

/** What of a subnet may change. A field that is left out stays as it is. */
export const UpdateSubnet = z
  .strictObject({ ...commonUpdate, allocation_ranges: view.allocation_ranges.min(1).max(64).optional() })
  .meta({ id: 'UpdateSubnet' })
/** A change of a subnet. */
export type UpdateSubnet = z.infer<typeof UpdateSubnet>

/** Create, read, list, change and delete subnets. */
export const subnetRoutes = resourceRoutes({
  kind: 'subnet',
  write: 'admin',
  tag: 'Subnets',
  id: SubnetId,
  view: Subnet,
  create: CreateSubnet,
  update: UpdateSubnet,
  filters: { project: ProjectId.optional(), network: NetworkId.optional(), name: Text.optional() },
  errors: {
    create: ['name_taken', 'cidr_overlaps', 'address_outside_subnet'],
    update: ['name_taken', 'address_outside_subnet'],
    delete: [],
  },
  examples: {
    view: {
      ...{
        id: exampleIds.subnet,
        project: exampleIds.project,
        network: exampleIds.network,
        ...exampleCommon('web-v4'),
      },
      ...{ cidr: '10.0.0.0/24', gateway: '10.0.0.1', dns_address: '10.0.0.2' },
      allocation_ranges: [{ start: '10.0.0.1', end: '10.0.0.254' }],
    },
    create: { network: exampleIds.network, name: 'web-v4', cidr: '10.0.0.0/24' },
    update: { allocation_ranges: [{ start: '10.0.0.100', end: '10.0.0.199' }] },
  },
})
