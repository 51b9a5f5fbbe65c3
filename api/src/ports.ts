import * as z from 'zod'
import { HostLabel, Ipv4, Mac, Name, NetworkId, PortId, ProjectId, SubnetId, Text } from './fields.ts'
import { exampleIds } from './example-ids.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'

/** Name of a hypervisor, as its agent registers it; also OVN's chassis name. */
export const NodeName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/, 'must be a host name in lower case')
  .describe('name of a hypervisor')

const Vm = z.object({ id: z.string().max(128).nullable(), name: z.string().max(128).nullable() })

/** Where a port is plugged in, as its node agent and OVN say. */
export const Binding = z
  .object({
    node: NodeName.nullable(),
    state: z.enum(['unbound', 'up', 'down', 'unverified']),
    reason: z.string().nullable().describe('why it is not up, in words'),
    since: z.iso.datetime(),
  })
  .meta({ id: 'Binding' })
/** Where a port is plugged in. */
export type Binding = z.infer<typeof Binding>

/** A VM's network interface: a MAC address, addresses from IPAM, a name in DNS. */
export const Port = z
  .object({
    id: PortId,
    project: ProjectId,
    network: NetworkId,
    ...commonView,
    fixed_ips: z.array(z.object({ subnet: SubnetId, ip: Ipv4 })),
    mac: Mac,
    hostname: HostLabel.nullable(),
    fqdn: z.string().nullable().describe('its name in DNS; null when neither hostname nor vm.name gives one'),
    vm: Vm,
    port_security: z.boolean(),
    admin_up: z.boolean(),
    node: NodeName.nullable().describe('the only hypervisor that may bind it; null: any'),
    interface_id: z.string().describe('external_ids:iface-id of the VM interface on the hypervisor'),
    binding: Binding,
  })
  .meta({ id: 'Port' })
/** A port as the API answers it. */
export type Port = z.infer<typeof Port>

const VmInput = z.strictObject({ id: Text.min(1).max(128).nullish(), name: Text.min(1).max(128).nullish() })

/** What a port is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreatePort = z
  .strictObject({
    id: PortId.optional(),
    network: NetworkId,
    ...commonCreate,
    name: Name.optional().describe(
      'default: the hostname, else the VM name, else "port-" and the first digits of the id',
    ),
    fixed_ips: z
      .array(z.strictObject({ subnet: SubnetId.optional(), ip: Ipv4.optional() }))
      .max(16)
      .optional()
      .describe('default: one address from the first subnet of the network; []: none'),
    mac: Mac.optional().describe('default: generated'),
    hostname: HostLabel.optional().describe('default: made from vm.name'),
    vm: VmInput.optional(),
    port_security: z.boolean().default(true),
    admin_up: z.boolean().default(true),
    node: NodeName.nullish(),
  })
  .meta({ id: 'CreatePort' })
/** A request for a port, with its defaults filled in. */
export type CreatePort = z.infer<typeof CreatePort>

/** What of a port may change. A field that is left out stays as it is. */
export const UpdatePort = z
  .strictObject({
    ...commonUpdate,
    hostname: HostLabel.nullable().optional(),
    vm: VmInput.optional(),
    port_security: z.boolean().optional(),
    admin_up: z.boolean().optional(),
    node: NodeName.nullable().optional(),
  })
  .meta({ id: 'UpdatePort' })
/** A change of a port. */
export type UpdatePort = z.infer<typeof UpdatePort>

/** Create, read, list, change and delete ports. */
export const portRoutes = resourceRoutes({
  kind: 'port',
  write: 'operator',
  tag: 'Ports',
  id: PortId,
  view: Port,
  create: CreatePort,
  update: UpdatePort,
  filters: {
    project: ProjectId.optional(),
    network: NetworkId.optional(),
    name: Text.optional(),
    hostname: Text.optional(),
    node: NodeName.optional(),
  },
  errors: {
    create: [
      'address_taken',
      'address_outside_subnet',
      'address_reserved',
      'mac_taken',
      'hostname_taken',
      'subnet_exhausted',
    ],
    update: ['hostname_taken'],
    delete: [],
  },
  examples: {
    view: {
      ...{ id: exampleIds.port, project: exampleIds.project, network: exampleIds.network, ...exampleCommon('vm1') },
      fixed_ips: [{ subnet: exampleIds.subnet, ip: '10.0.0.10' }],
      ...{ mac: '02:4f:9a:10:2b:3c', hostname: 'vm1', fqdn: 'vm1.shop.internal' },
      ...{ vm: { id: null, name: 'vm1' }, port_security: true, admin_up: true, node: null },
      interface_id: exampleIds.port,
      binding: { node: 'hv1', state: 'up', reason: null, since: '2026-03-01T09:30:02.000Z' },
    },
    create: { network: exampleIds.network, vm: { name: 'vm1' } },
    update: { hostname: 'www' },
  },
})
