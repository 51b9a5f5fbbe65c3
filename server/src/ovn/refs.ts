import { rowId } from './identity.ts'
import type { Key } from './key.ts'
import type { RowRef, Table } from './rows.ts'

/** Rows that other roots refer to: their identity in one place, for those who make them and those who need them. */

const ref = <N extends Table>(deployment: string, table: N, owner: Key, part?: string): RowRef<N> => ({
  table,
  uuid: rowId(deployment, owner, part),
  owner,
})

/** The root of what belongs to the deployment as a whole. */
export const platformKey = (deployment: string): Key => ({ kind: 'platform', id: deployment })

export const dropGroupRef = (deployment: string): RowRef<'Port_Group'> =>
  ref(deployment, 'Port_Group', platformKey(deployment), 'drop')

/** The port group of a project's secured ports. */
export const projectGroupRef = (deployment: string, projectId: string): RowRef<'Port_Group'> =>
  ref(deployment, 'Port_Group', { kind: 'project', id: projectId })

/** What bounds the logging of rules. */
export const logMeterRef = (deployment: string): RowRef<'Meter'> =>
  ref(deployment, 'Meter', platformKey(deployment), 'log-meter')

export const groupRef = (deployment: string, groupId: string): RowRef<'Port_Group'> =>
  ref(deployment, 'Port_Group', { kind: 'security_group', id: groupId })

export const addressSetRef = (deployment: string, groupId: string, family: 4 | 6): RowRef<'Address_Set'> =>
  ref(deployment, 'Address_Set', { kind: 'security_group', id: groupId }, `v${String(family)}`)

export const addressGroupSetRef = (deployment: string, addressGroupId: string, family: 4 | 6): RowRef<'Address_Set'> =>
  ref(deployment, 'Address_Set', { kind: 'address_group', id: addressGroupId }, `v${String(family)}`)

export const switchRef = (deployment: string, networkId: string): RowRef<'Logical_Switch'> =>
  ref(deployment, 'Logical_Switch', { kind: 'network', id: networkId })

/** What DHCP tells in a subnet of this family. */
export const dhcpRef = (deployment: string, subnetId: string, family: 4 | 6): RowRef<'DHCP_Options'> =>
  ref(deployment, 'DHCP_Options', { kind: 'subnet', id: subnetId }, `dhcp${String(family)}`)

/** What DHCP tells one port otherwise than the others of its subnet. */
export const portDhcpRef = (deployment: string, portId: string, family: 4 | 6): RowRef<'DHCP_Options'> =>
  ref(deployment, 'DHCP_Options', { kind: 'port', id: portId }, `dhcp${String(family)}`)

export const routerRef = (deployment: string, routerId: string): RowRef<'Logical_Router'> =>
  ref(deployment, 'Logical_Router', { kind: 'router', id: routerId })

/** Port of a router: of an interface, by its id; of the external gateway, by the router's. */
export const routerPortRef = (deployment: string, routerId: string, id: string): RowRef<'Logical_Router_Port'> =>
  ref(deployment, 'Logical_Router_Port', { kind: 'router', id: routerId }, `port:${id}`)

export const gatewayGroupRef = (deployment: string, routerId: string): RowRef<'HA_Chassis_Group'> =>
  ref(deployment, 'HA_Chassis_Group', { kind: 'router', id: routerId }, 'gateways')

/** Subnets of a router between which it does not translate. */
export const ownSubnetsRef = (deployment: string, routerId: string, family: 4 | 6): RowRef<'Address_Set'> =>
  ref(deployment, 'Address_Set', { kind: 'router', id: routerId }, `own:v${String(family)}`)

export const bfdRef = (deployment: string, routerId: string, nextHop: string): RowRef<'BFD'> =>
  ref(deployment, 'BFD', { kind: 'router', id: routerId }, `bfd:${nextHop}`)

/** Control-plane policing, the same for every switch and router. */
export const coppRef = (deployment: string): RowRef<'Copp'> => ref(deployment, 'Copp', platformKey(deployment), 'copp')

export const coppMeterRef = (deployment: string, protocol: string): RowRef<'Meter'> =>
  ref(deployment, 'Meter', platformKey(deployment), `copp:${protocol}`)
