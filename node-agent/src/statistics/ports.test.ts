import { describe, expect, it } from '@jest/globals'
import { portId } from '../testing/fixtures.ts'
import { changedSamples, portSamples, type CountedInterface } from './ports.ts'

const counted = (ids: Record<string, string>, statistics: Record<string, number>): CountedInterface => ({
  external_ids: new Map(Object.entries(ids)),
  statistics: new Map(Object.entries(statistics)),
})
const zero = { bytes: 0, packets: 0, drops: 0, errors: 0 }

describe('what went through ports', () => {
  it('is told from the VM’s side: what the switch receives the VM has sent', () => {
    const statistics = { rx_bytes: 90, rx_packets: 2, rx_dropped: 1, tx_bytes: 60, tx_packets: 1, tx_errors: 3 }
    expect(portSamples([counted({ 'iface-id': portId(1) }, statistics)])).toEqual([
      {
        port: portId(1),
        received: { bytes: 60, packets: 1, drops: 0, errors: 3 },
        sent: { bytes: 90, packets: 2, drops: 1, errors: 0 },
      },
    ])
  })

  it.each([
    ['tunnels', {}],
    ['ports of others', { 'iface-id': 'vm-7' }],
    ['DNS edges', { 'iface-id': portId(2), 'qn-edge': portId(3) }],
  ])('is not told of %s', (_, ids) => {
    expect(portSamples([counted(ids, {})])).toEqual([])
  })

  it('is told again when it has changed', () => {
    const [idle, busy] = [1, 2].map((n) => ({ port: portId(n), received: zero, sent: zero }))
    if (idle === undefined || busy === undefined) throw new Error('two samples')
    const first = changedSamples([idle, busy], new Map())
    expect(first.changed).toEqual([idle, busy])
    const later = { ...busy, sent: { ...zero, packets: 1 } }
    const second = changedSamples([idle, later], first.told)
    expect(second.changed).toEqual([later])
    expect(changedSamples([idle, later], second.told).changed).toEqual([])
  })
})
