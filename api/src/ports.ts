import * as z from 'zod'
import {
  AddressId,
  CidrBlock,
  HostLabel,
  IpAddress,
  Mac,
  Name,
  NetworkId,
  PortId,
  ProjectId,
  QosPolicyId,
  SecurityGroupId,
  SubnetId,
  Text,
} from './fields.ts'
import { DhcpOverrides } from './dhcp.ts'
import { exampleIds } from './example-ids.ts'
import { Binding, NodeName, PortStatistics } from './port-parts.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'
import { nothing, route, writeQuery } from './route.ts'

export { Binding, NodeName } from './port-parts.ts'

const Vm = z
  .object({ id: z.string().max(128).nullable(), name: z.string().max(128).nullable() })
  .describe('the machine that it is an interface of, as whoever runs it calls it')

/** `vm`: a VM's interface. `virtual`: an address that several ports share by VRRP or the like, and that is where it was heard last. */
export const PortType = z.enum(['vm', 'virtual']).meta({ id: 'PortType' })
/** What a port is. */
export type PortType = z.infer<typeof PortType>

const AddressPair = z
  .strictObject({
    ip: z.union([IpAddress, CidrBlock]).describe('an address or a block'),
    mac: Mac.nullable().default(null).describe("null: the port's own"),
  })
  .meta({ id: 'AddressPair' })

const GroupIds = z.array(SecurityGroupId).max(32)
const PortSecurity = z.boolean().describe('whether it may send only from its own addresses, and is denied by default')
const Wildcard = z.boolean().describe('whether *.<hostname> answers like the hostname')
const AdminUp = z.boolean().describe('false: nothing goes through it')
const WHERE = 'the only hypervisor that may bind it; null: any'

/** A VM's network interface: a MAC address, addresses from IPAM, a name in DNS. */
export const Port = z
  .object({
    id: PortId,
    project: ProjectId,
    network: NetworkId,
    ...commonView,
    type: PortType,
    fixed_ips: z.array(z.object({ subnet: SubnetId, ip: IpAddress })),
    mac: Mac,
    hostname: HostLabel.nullable(),
    fqdn: z.string().nullable().describe('its name in DNS; null when neither hostname nor vm.name gives one'),
    wildcard: Wildcard,
    vm: Vm,
    security_groups: z.array(SecurityGroupId),
    port_security: PortSecurity,
    allowed_address_pairs: z
      .array(z.object({ ip: z.union([IpAddress, CidrBlock]), mac: Mac.nullable() }))
      .describe('what it may send from beside its own addresses'),
    dhcp_options: DhcpOverrides,
    qos_policy: QosPolicyId.nullable().describe('limits of its traffic; null: none'),
    admin_up: AdminUp,
    node: NodeName.nullable().describe(WHERE),
    interface_id: z.string().describe('external_ids:iface-id of the VM interface on the hypervisor'),
    libvirt_xml: z.string().describe('the <interface> of a libvirt domain that plugs it in'),
    binding: Binding,
    statistics: PortStatistics.nullable().describe('null: no agent has told any'),
  })
  .meta({ id: 'Port' })
/** A port as the API answers it. */
export type Port = z.infer<typeof Port>

const VmInput = z
  .strictObject({ id: Text.min(1).max(128).nullish(), name: Text.min(1).max(128).nullish() })
  .describe('the machine that it is an interface of, as whoever runs it calls it')

const FixedIp = z.strictObject({
  subnet: SubnetId.optional(),
  ip: IpAddress.optional(),
  address: AddressId.optional().describe('a reservation that the port takes over, with its hostname and MAC'),
})

/** What a port is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreatePort = z
  .strictObject({
    id: PortId.optional(),
    network: NetworkId,
    project: ProjectId.optional().describe("default: the network's; on a shared network that of the caller"),
    ...commonCreate,
    name: Name.optional().describe(
      'default: the hostname, else the VM name, else "port-" and the first digits of the id',
    ),
    type: PortType.default('vm'),
    fixed_ips: z
      .array(FixedIp)
      .max(16)
      .optional()
      .describe('default: one address of each family that the network has subnets of when the port is made; []: none'),
    mac: Mac.optional().describe('default: generated'),
    hostname: HostLabel.optional().describe('default: made from vm.name'),
    wildcard: Wildcard.default(false),
    vm: VmInput.optional(),
    security_groups: GroupIds.optional().describe("default: the project's group `default`; []: none"),
    port_security: z.boolean().optional().describe("default: the network's port_security_default"),
    allowed_address_pairs: z.array(AddressPair).max(64).default([]),
    dhcp_options: DhcpOverrides.default({}),
    qos_policy: QosPolicyId.nullable().default(null).describe('a policy of the same project; null: none'),
    admin_up: AdminUp.default(true),
    node: NodeName.nullish().describe(WHERE),
  })
  .meta({ id: 'CreatePort' })
/** A request for a port, with its defaults filled in. */
export type CreatePort = z.infer<typeof CreatePort>

/** What of a port may change. A field that is left out stays as it is. */
export const UpdatePort = z
  .strictObject({
    ...commonUpdate,
    fixed_ips: z.array(FixedIp).max(16).optional().describe('all that it is to have; those that it has stay its own'),
    hostname: HostLabel.nullable().optional(),
    wildcard: Wildcard.optional(),
    vm: VmInput.optional(),
    security_groups: GroupIds.optional(),
    port_security: PortSecurity.optional(),
    allowed_address_pairs: z.array(AddressPair).max(64).optional(),
    dhcp_options: DhcpOverrides.optional(),
    qos_policy: QosPolicyId.nullable().optional().describe('a policy of the same project; null: none'),
    admin_up: AdminUp.optional(),
    node: NodeName.nullable().optional().describe(WHERE),
  })
  .meta({ id: 'UpdatePort' })
/** A change of a port. */
export type UpdatePort = z.infer<typeof UpdatePort>

/** Ports that are made together or not at all. */
export const CreatePorts = z.strictObject({ ports: z.array(CreatePort).min(1).max(500) }).meta({ id: 'CreatePorts' })
/** Ports that are made together or not at all. */
export type CreatePorts = z.infer<typeof CreatePorts>

const addressErrors = ['address_taken', 'address_outside_subnet', 'address_reserved', 'subnet_exhausted'] as const
const errors = [...addressErrors, 'mac_taken', 'hostname_taken'] as const

const example = {
  ...{ id: exampleIds.port, project: exampleIds.project, network: exampleIds.network, ...exampleCommon('vm1') },
  ...{ type: 'vm', fixed_ips: [{ subnet: exampleIds.subnet, ip: '10.0.0.10' }] },
  ...{
    mac: '02:4f:9a:10:2b:3c',
    hostname: 'vm1',
    fqdn: 'vm1.shop.internal',
    wildcard: false,
    vm: { id: null, name: 'vm1' },
  },
  ...{ security_groups: [exampleIds.security_group], port_security: true, allowed_address_pairs: [] },
  ...{ dhcp_options: {}, qos_policy: null, admin_up: true, node: null, interface_id: exampleIds.port },
  libvirt_xml: `<interface type='bridge'>\n  <source bridge='br-int'/>\n</interface>`,
  binding: { node: 'hv1', state: 'up', reason: null, since: '2026-03-01T09:30:02.000Z' },
  statistics: null,
}

/** Create, read, list, change and delete ports. */
export const portRoutes = {
  ...resourceRoutes({
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
      hostname: Text.optional().describe('only ports with this hostname'),
      qos_policy: QosPolicyId.optional(),
      node: NodeName.optional().describe('only ports that are bound there'),
      mac: Mac.optional(),
      ip: IpAddress.optional().describe('only the ports that have this address, one on each network'),
    },
    errors: {
      create: errors,
      // Its addresses and groups may change, its MAC address never does.
      update: [...addressErrors, 'hostname_taken', 'reference_not_found', 'in_use'],
      delete: [],
    },
    examples: {
      view: example,
      create: { network: exampleIds.network, vm: { name: 'vm1' } },
      update: { hostname: 'www' },
    },
  }),
  createMany: route({
    name: 'createPorts',
    method: 'POST',
    path: '/v1/ports:bulk',
    tag: 'Ports',
    access: 'operator',
    status: 201,
    summary: 'Create many ports, all or none. A refusal points into the list: `/ports/3/fixed_ips`.',
    params: nothing,
    query: z.strictObject(writeQuery),
    body: CreatePorts,
    answer: z.object({ items: z.array(Port) }),
    events: undefined,
    errors: [
      ...(['id_taken', 'quota_exceeded', 'idempotency_mismatch', 'reference_not_found', 'being_deleted'] as const),
      ...errors,
    ],
    example: {
      body: { ports: [{ network: exampleIds.network, vm: { name: 'vm1' } }] },
      answer: { items: [example] },
    },
  }),
} as const
