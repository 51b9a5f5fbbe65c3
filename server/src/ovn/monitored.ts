import { memberColumns, statedColumns } from './rows.ts'

/** What of OVN's northbound database is kept in the replica. */
export const monitor = {
  NB_Global: ['external_ids', 'nb_cfg'],
  Logical_Switch: [...statedColumns.Logical_Switch, ...memberColumns.Logical_Switch],
  Logical_Switch_Port: [...statedColumns.Logical_Switch_Port, 'up'],
  DHCP_Options: statedColumns.DHCP_Options,
  Port_Group: [...statedColumns.Port_Group, ...memberColumns.Port_Group],
  ACL: statedColumns.ACL,
  Address_Set: statedColumns.Address_Set,
  QoS: statedColumns.QoS,
  Meter: [...statedColumns.Meter, ...memberColumns.Meter],
  Meter_Band: statedColumns.Meter_Band,
  Copp: statedColumns.Copp,
  Logical_Router: [...statedColumns.Logical_Router, ...memberColumns.Logical_Router],
  Logical_Router_Port: statedColumns.Logical_Router_Port,
  Logical_Router_Static_Route: statedColumns.Logical_Router_Static_Route,
  BFD: statedColumns.BFD,
  Logical_Router_Policy: statedColumns.Logical_Router_Policy,
  NAT: statedColumns.NAT,
  HA_Chassis_Group: [...statedColumns.HA_Chassis_Group, ...memberColumns.HA_Chassis_Group],
  HA_Chassis: statedColumns.HA_Chassis,
  Load_Balancer: [...statedColumns.Load_Balancer, ...memberColumns.Load_Balancer],
  Load_Balancer_Health_Check: statedColumns.Load_Balancer_Health_Check,
} as const

export const BY_ID = 'external_ids:qn-id'
/** A switch's end of a router's port names the other one. */
export const BY_PEER = 'options:router-port'

/** By the id in the tag, and by each reference that is no set: who refers to a row is asked when it is about to go. */
export const indexes = {
  Logical_Switch: [BY_ID, 'copp'],
  Logical_Switch_Port: [BY_ID, BY_PEER, 'dhcpv4_options', 'dhcpv6_options'],
  DHCP_Options: [BY_ID],
  Port_Group: [BY_ID],
  ACL: [BY_ID],
  Address_Set: [BY_ID],
  QoS: [BY_ID],
  Meter: [BY_ID],
  Meter_Band: [BY_ID],
  Copp: [BY_ID],
  Logical_Router: [BY_ID, 'copp'],
  Logical_Router_Port: [BY_ID, 'ha_chassis_group'],
  Logical_Router_Static_Route: [BY_ID, 'bfd'],
  BFD: [BY_ID],
  Logical_Router_Policy: [BY_ID],
  NAT: [BY_ID, 'gateway_port', 'exempted_ext_ips'],
  HA_Chassis_Group: [BY_ID],
  HA_Chassis: [BY_ID],
  Load_Balancer: [BY_ID],
  Load_Balancer_Health_Check: [BY_ID],
} as const
