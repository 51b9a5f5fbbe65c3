import { tag, type Labels, type Owner } from '../external-ids.ts'
import { rowId } from '../identity.ts'
import { edgeName, localnetName, portName } from '../names.ts'
import { deliveredAddresses, portSecurity, type Sender } from '../port-security.ts'
import { switchRef } from '../refs.ts'
import type { DesiredRow, RowRef } from '../rows.ts'

export interface VmPortFields extends Sender {
  readonly networkId: string
  readonly isSecured: boolean
  readonly enabled: boolean
  /** what DHCP answers it with, of each family */
  readonly dhcp4: RowRef<'DHCP_Options'> | null
  readonly dhcp6: RowRef<'DHCP_Options'> | null
  /** what DHCP calls it; a label, so without anything that would need quoting */
  readonly hostname: string | null
  /** chassis that alone may bind it; null: any */
  readonly chassis: string | null
  readonly groups: readonly RowRef<'Port_Group'>[]
  readonly labels?: Labels
}

/** The port of a VM's network interface. */
export const vmPort = (owner: Owner, fields: VmPortFields): DesiredRow => ({
  table: 'Logical_Switch_Port',
  uuid: rowId(owner.deployment, owner.key),
  columns: {
    name: portName(owner.key.id),
    type: '',
    tag_request: null,
    addresses: deliveredAddresses(fields),
    port_security: fields.isSecured ? portSecurity(fields) : [],
    enabled: fields.enabled,
    dhcpv4_options: fields.dhcp4 === null ? null : fields.dhcp4.uuid,
    dhcpv6_options: fields.dhcp6 === null ? null : fields.dhcp6.uuid,
    options: {
      ...(fields.chassis !== null && { 'requested-chassis': fields.chassis }),
      // Read as a term, as the values of DHCP_Options are: with quotes of its own.
      ...(fields.dhcp4 !== null && fields.hostname !== null && { hostname: `"${fields.hostname}"` }),
    },
    external_ids: tag(owner, fields.labels),
  },
  memberOf: [switchRef(owner.deployment, fields.networkId), ...fields.groups].map((container) => ({
    container,
    column: 'ports',
  })),
  needs: [fields.dhcp4, fields.dhcp6].filter((ref) => ref !== null),
})

export interface EdgePortFields {
  readonly networkId: string
  readonly mac: string
  readonly ip: string
  readonly labels?: Labels
}

/** The port of a subnet's DNS edge: a localport, the same on every hypervisor, never carried between them. */
export const edgePort = (owner: Owner, fields: EdgePortFields): DesiredRow => ({
  table: 'Logical_Switch_Port',
  uuid: rowId(owner.deployment, owner.key, 'edge'),
  columns: {
    name: edgeName(owner.key.id),
    type: 'localport',
    tag_request: null,
    addresses: [`${fields.mac} ${fields.ip}`],
    port_security: [],
    enabled: true,
    dhcpv4_options: null,
    dhcpv6_options: null,
    options: {},
    external_ids: tag(owner, fields.labels),
  },
  memberOf: [{ container: switchRef(owner.deployment, fields.networkId), column: 'ports' }],
  needs: [],
})

export interface VirtualPortFields {
  readonly networkId: string
  readonly mac: string
  /** the address that moves, and which of its port's addresses it is */
  readonly ip: string
  readonly position: number
  /** ports that may have it */
  readonly parentIds: readonly string[]
  readonly enabled: boolean
  readonly labels?: Labels
}

/**
 * An address that several ports share. It is at that one of its parents which was last heard to claim it (ovn-nb(5), type `virtual`): routers send
 * there. On the network itself the parents answer for it, by their address pairs. A logical port has one; a port's further ones have ports of their own.
 */
export const virtualPort = (owner: Owner, fields: VirtualPortFields): DesiredRow => ({
  table: 'Logical_Switch_Port',
  uuid: fields.position === 0 ? rowId(owner.deployment, owner.key) : rowId(owner.deployment, owner.key, fields.ip),
  columns: {
    name: portName(owner.key.id) + (fields.position === 0 ? '' : `-${String(fields.position)}`),
    type: 'virtual',
    tag_request: null,
    addresses: [`${fields.mac} ${fields.ip}`],
    port_security: [],
    enabled: fields.enabled,
    dhcpv4_options: null,
    dhcpv6_options: null,
    options: {
      'virtual-ip': fields.ip,
      ...(fields.parentIds.length > 0 && { 'virtual-parents': fields.parentIds.map(portName).join(',') }),
    },
    external_ids: tag(owner, fields.labels),
  },
  memberOf: [{ container: switchRef(owner.deployment, fields.networkId), column: 'ports' }],
  needs: [],
})

export interface LocalnetPortFields {
  /** the key of the nodes' bridge mappings */
  readonly physicalNetwork: string
  /** VLAN (802.1Q); null: untagged */
  readonly vlan: number | null
  readonly labels?: Labels
}

/** Where a network, which `owner.key` is, leaves OVN on every hypervisor that knows its wire: whatever OVN does not know is behind it. */
export const localnetPort = (owner: Owner, { physicalNetwork, vlan, labels }: LocalnetPortFields): DesiredRow => ({
  table: 'Logical_Switch_Port',
  uuid: rowId(owner.deployment, owner.key, 'localnet'),
  columns: {
    name: localnetName(owner.key.id),
    type: 'localnet',
    tag_request: vlan,
    addresses: ['unknown'],
    port_security: [],
    enabled: true,
    dhcpv4_options: null,
    dhcpv6_options: null,
    options: { network_name: physicalNetwork },
    external_ids: tag(owner, labels),
  },
  memberOf: [{ container: switchRef(owner.deployment, owner.key.id), column: 'ports' }],
  needs: [],
})
