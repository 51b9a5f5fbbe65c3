import { memberColumns, statedColumns } from './rows.ts'

/** What of OVN's northbound database is kept in the replica. */
export const monitor = {
  NB_Global: ['external_ids'],
  Logical_Switch: [...statedColumns.Logical_Switch, ...memberColumns],
  Logical_Switch_Port: [...statedColumns.Logical_Switch_Port, 'up'],
  DHCP_Options: statedColumns.DHCP_Options,
  Port_Group: [...statedColumns.Port_Group, ...memberColumns],
  ACL: statedColumns.ACL,
  Address_Set: statedColumns.Address_Set,
} as const

export const BY_ID = 'external_ids:qn-id'

/** By the id in the tag, and by each reference that is no set: who refers to a row is asked when it is about to go. */
export const indexes = {
  Logical_Switch: [BY_ID],
  Logical_Switch_Port: [BY_ID, 'dhcpv4_options', 'dhcpv6_options'],
  DHCP_Options: [BY_ID],
  Port_Group: [BY_ID],
  ACL: [BY_ID],
  Address_Set: [BY_ID],
} as const
