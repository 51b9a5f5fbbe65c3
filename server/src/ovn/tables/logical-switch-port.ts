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
  readonly dhcp: RowRef<'DHCP_Options'> | null
  /** chassis that alone may bind it; null: any */
  readonly chassis: string | null
  readonly groups: readonly RowRef<'Port_Group'>[]
  readonly labels?: Labels
}

/**
 * What the port may send from. A MAC alone would let every address pass, so a port without addresses gets 0.0.0.0: DHCP and ARP probes
 * only. One IPv4 element blocks all of IPv6 (ovn-nb(5), port_security), which is right as long as ports have no IPv6 addresses.
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
    dhcpv4_options: fields.dhcp === null ? null : fields.dhcp.uuid,
    dhcpv6_options: null,
    options: fields.chassis === null ? {} : { 'requested-chassis': fields.chassis },
    external_ids: tag(owner, fields.labels),
  },
  memberOf: [switchRef(owner.deployment, fields.networkId), ...fields.groups].map((container) => ({
    container,
    column: 'ports',
  })),
  needs: fields.dhcp === null ? [] : [fields.dhcp],
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
