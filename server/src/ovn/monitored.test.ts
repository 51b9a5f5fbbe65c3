import { describe, expect, it } from '@jest/globals'
import { indexes, monitor } from './monitored.ts'
import { references } from './references.ts'
import { memberColumnsOf } from './rows.ts'

const contains = (list: readonly string[], text: string): boolean => list.includes(text)

describe('references between our tables', () => {
  it('are read from the schema', () => {
    const read = references.map(({ table, column, to, strength }) => `${table}.${column} ${strength} ${to}`)
    expect(read).toEqual(
      expect.arrayContaining([
        'Logical_Switch.ports strong Logical_Switch_Port',
        'Logical_Switch.acls strong ACL',
        'Logical_Switch_Port.dhcpv4_options weak DHCP_Options',
        'Logical_Switch_Port.dhcpv6_options weak DHCP_Options',
        'Port_Group.ports weak Logical_Switch_Port',
        'Port_Group.acls strong ACL',
        'Logical_Switch.load_balancer weak Load_Balancer',
        'Logical_Router.nat strong NAT',
        'NAT.gateway_port weak Logical_Router_Port',
        'Meter.bands strong Meter_Band',
      ]),
    )
  })

  // One that nobody can follow back would be left to the server, which breaks down over it (see release.ts).
  it.each(references)('$table.$column is in the replica and can be followed back', ({ table, column, isSet }) => {
    expect(contains(monitor[table], column)).toBe(true)
    const isMember = contains(memberColumnsOf(table), column)
    expect(isSet ? isMember : contains(indexes[table], column)).toBe(true)
  })
})
