import { describe, expect, it } from '@jest/globals'
import type { Owner } from '../../ovn/external-ids.ts'
import { qosOfPort, type PortLimits } from './desired.ts'

const deployment = '00000000-0000-4000-8000-000000000001'
const network = '00000000-0000-4000-8000-000000000002'
const id = '00000000-0000-4000-8000-000000000003'
const owner: Owner = { deployment, key: { kind: 'port', id } }
const rowsOf = (limits: PortLimits | null): ReturnType<typeof qosOfPort> =>
  qosOfPort(owner, network, { limits, labels: {} })

describe('what OVN is told of a port with a QoS policy', () => {
  it('is one row, about all that comes from it', () => {
    const [row, ...others] = rowsOf({ egress_max: 10_000, egress_burst: null, dscp: 46 })
    expect(others).toEqual([])
    expect(row).toMatchObject({
      table: 'QoS',
      columns: {
        direction: 'from-lport',
        match: `inport == "${id}"`,
        bandwidth: { rate: 10_000, burst: 2_500 },
        action: { dscp: 46 },
      },
      memberOf: [{ container: { table: 'Logical_Switch' }, column: 'qos_rules' }],
    })
  })

  it.each<[string, PortLimits, object]>([
    [
      'a burst that was asked for',
      { egress_max: 10_000, egress_burst: 5_000, dscp: null },
      { rate: 10_000, burst: 5_000 },
    ],
    ['a mark alone', { egress_max: null, egress_burst: null, dscp: 0 }, {}],
  ])('with %s', (_, limits, bandwidth) => {
    expect(rowsOf(limits)[0]?.columns).toMatchObject({ bandwidth })
  })

  it('is nothing without a policy, and of one that only says what is sent to the VM', () => {
    expect(rowsOf(null)).toEqual([])
    expect(rowsOf({ egress_max: null, egress_burst: null, dscp: null })).toEqual([])
  })
})
