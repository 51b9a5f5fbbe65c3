import { describe, expect, it } from '@jest/globals'
import { desiredAddressGroup } from './desired.ts'
import type { AddressGroupRoot } from './load.ts'

const site = { deployment: '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01', dnsZone: 'internal' }
const group: AddressGroupRoot = {
  id: '01990000-0000-7000-8000-00000000000b',
  projectId: '01990000-0000-7000-8000-000000000004',
  generation: 1,
  appliedGeneration: 0,
  realizedGeneration: 0,
  conditions: [],
  deleting: false,
  name: 'offices',
  cidrs: ['198.51.100.0/24', '2001:db8::/32', '192.0.2.1/32'],
}
const sets = (cidrs: readonly string[]): object[] =>
  desiredAddressGroup({ ...group, cidrs }, site).map(({ columns }) => columns)

describe('an address group in OVN', () => {
  it('is a set for each family', () => {
    expect(sets(group.cidrs)).toEqual([
      {
        name: 'ag_01990000_0000_7000_8000_00000000000b_v4',
        addresses: ['198.51.100.0/24', '192.0.2.1/32'],
        external_ids: expect.objectContaining({ 'qn-kind': 'address_group', 'qn-name': 'offices' }),
      },
      expect.objectContaining({
        name: 'ag_01990000_0000_7000_8000_00000000000b_v6',
        addresses: ['2001:db8::/32'],
      }),
    ])
  })

  it('has both sets also when it is empty', () => {
    expect(sets([])).toMatchObject([{ addresses: [] }, { addresses: [] }])
  })

  it.each(['10.0.0.0', '0.0.0.0/0', '1 || 1'])('never tells OVN %s', (cidr) => {
    expect(() => sets([cidr])).toThrow(`${cidr} is not a block of addresses with a prefix of its own`)
  })
})
