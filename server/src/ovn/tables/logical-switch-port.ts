import { tag, type Labels, type Owner } from '../external-ids.ts'
import { rowId } from '../identity.ts'
import { edgeName, portName } from '../names.ts'
import { switchRef } from '../refs.ts'
import type { DesiredRow, RowRef } from '../rows.ts'

export interface VmPortFields {
  readonly networkId: string
  readonly mac: string
  readonly ips: readonly string[]
  readonly portSecurity: boolean
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

/**
 * What the port may send from. A MAC alone would let every address pass, so a port without addresses gets 0.0.0.0: DHCP and ARP probes
 * only. Addresses of one family block all of the other (ovn-nb(5), port_security); with one of IPv6, OVN lets the link-local address that the
 * MAC makes pass as well.
 */
const security = (mac: string, ips: readonly string[]): string =>
  [mac, ...(ips.length === 0 ? ['0.0.0.0'] : ips)].join(' ')

/** The port of a VM's network interface. */
export const vmPort = (owner: Owner, fields: VmPortFields): DesiredRow => ({
  table: 'Logical_Switch_Port',
  uuid: rowId(owner.deployment, owner.key),
  columns: {
    name: portName(owner.key.id),
    type: '',
    tag_request: null,
    addresses: [[fields.mac, ...fields.ips].join(' ')],
    port_security: fields.portSecurity ? [security(fields.mac, fields.ips)] : [],
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
