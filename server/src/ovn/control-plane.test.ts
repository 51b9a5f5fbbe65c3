import { describe, expect, it } from '@jest/globals'
import { controlPlane } from './control-plane.ts'
import { platformKey } from './refs.ts'

const deployment = '00000000-0000-4000-8000-000000000001'
const rows = controlPlane({ deployment, key: platformKey(deployment) })
const of = (table: string): readonly { readonly columns: object }[] => rows.filter((row) => row.table === table)

describe('control-plane policing', () => {
  it('names a meter for each protocol, and each of them is there with its rate', () => {
    const [row] = of('Copp')
    const { meters } = row?.columns as { readonly meters: Readonly<Record<string, string>> }
    const names = of('Meter').map(({ columns }) => (columns as { readonly name: string }).name)
    expect(Object.values(meters).sort()).toEqual([...names].sort())
    expect(of('Meter_Band')).toHaveLength(names.length)
    expect(meters).toMatchObject({ arp: 'qn_copp_arp', 'dhcpv4-opts': 'qn_copp_dhcpv4_opts', reject: 'qn_copp_reject' })
  })

  it('has a rate that no other protocol takes from', () => {
    expect(new Set(of('Meter').map((row) => (row as unknown as { readonly uuid: string }).uuid)).size).toBe(14)
  })
})
