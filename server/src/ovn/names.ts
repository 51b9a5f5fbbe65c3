/** Names of OVN rows. Those that a match refers to may only hold letters, digits, `_` and `.` (ovn-sb(5), Logical_Flow match). */

declare const portGroup: unique symbol
declare const addressSet: unique symbol
declare const logicalPort: unique symbol
declare const routerPort: unique symbol
/** Name of a Port_Group: safe in a match. */
export type PortGroupName = string & { readonly [portGroup]: true }
/** Name of an Address_Set: safe in a match. */
export type AddressSetName = string & { readonly [addressSet]: true }
/** Name of a Logical_Router_Port: safe in a match in quotes. */
export type RouterPortName = string & { readonly [routerPort]: true }

/** Name of a Logical_Switch_Port: safe between quotes in a match. */
export type LogicalPortName = string & { readonly [logicalPort]: true }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const uuid = (text: string): string => {
  if (!UUID.test(text)) throw new TypeError(`"${text}" is not a UUID in lower case: it cannot name an OVN row`)
  return text
}

const inMatch = (id: string): string => uuid(id).replaceAll('-', '_')

export const switchName = (networkId: string): string => `ls-${uuid(networkId)}`
export const routerName = (routerId: string): string => `lr-${uuid(routerId)}`
/** Of an interface, by its id; of the external gateway, by the router's. */
export const routerPortName = (id: string): RouterPortName => `lrp-${uuid(id)}` as RouterPortName
/** The switch's end of the same. Both are logical ports to ovn-controller, so they may not have one name. */
export const routerPeerName = (id: string): string => `lsp-${uuid(id)}`
export const gatewayGroupName = (routerId: string): string => `ha-${uuid(routerId)}`
export const ownSubnetsName = (routerId: string, family: 4 | 6): AddressSetName =>
  `lr_${inMatch(routerId)}_own_v${String(family)}` as AddressSetName
export const portForwardName = (portForwardId: string): string => `pf-${uuid(portForwardId)}`
export const loadBalancerName = (loadBalancerId: string): string => `lb-${uuid(loadBalancerId)}`
/** The bare id: libvirt's `interfaceid` must be a UUID, and the agent finds the port by it. */
export const portName = (portId: string): LogicalPortName => uuid(portId) as LogicalPortName
/** The port that a logical port is by its name; undefined: it is none of ours. */
export const portIdOf = (name: string): string | undefined => (UUID.test(name) ? name : undefined)
/** Logical port of a subnet's DNS edge; the agent's interfaces carry it as `iface-id`. */
export const edgeName = (subnetId: string): LogicalPortName => `dns-${uuid(subnetId)}` as LogicalPortName
export const groupName = (groupId: string): PortGroupName => `sg_${inMatch(groupId)}` as PortGroupName
export const addressSetName = (groupId: string, family: 4 | 6): AddressSetName =>
  `sg_${inMatch(groupId)}_v${String(family)}` as AddressSetName
export const addressGroupSetName = (addressGroupId: string, family: 4 | 6): AddressSetName =>
  `ag_${inMatch(addressGroupId)}_v${String(family)}` as AddressSetName
/** Where a network reaches its wire. */
export const localnetName = (networkId: string): string => `ln-${uuid(networkId)}`
/** Every secured port of the deployment. */
export const DROP_GROUP = 'qn_drop' as PortGroupName
/** Every secured port of a project, for policies that hold for this project. */
export const projectGroupName = (projectId: string): PortGroupName =>
  `qn_project_${inMatch(projectId)}` as PortGroupName
/** What bounds the logging of rules. */
export const LOG_METER = 'qn_acl_log'
/** Control-plane policing of the deployment. */
export const COPP = 'qn_copp'
/** Its meter for a protocol. */
export const meterName = (protocol: string): string => `${COPP}_${protocol.replaceAll('-', '_')}`
