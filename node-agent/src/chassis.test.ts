import { describe, expect, it } from '@jest/globals'
import { bridgesByNetwork, chassisIds, differing, membership } from './chassis.ts'

const settings = { node: 'hv1', ovnRemote: 'tcp:192.0.2.1:6642', encapIp: '192.0.2.11', datapath: 'system' } as const

describe('chassisIds', () => {
  it('leaves bridge mappings alone when there are none to set', () => {
    expect(chassisIds(settings)).not.toHaveProperty('ovn-bridge-mappings')
    expect(chassisIds({ ...settings, bridgeMappings: 'ext:br-ex' })).toMatchObject({
      'system-id': 'hv1',
      'ovn-bridge-mappings': 'ext:br-ex',
      'ovn-encap-type': 'geneve',
    })
  })
})

describe('a gateway', () => {
  it.each([
    [undefined, undefined],
    [true, 'enable-chassis-as-gw'],
    [false, ''],
  ])('%s', (gateway, expected) => {
    const ids = chassisIds(gateway === undefined ? settings : { ...settings, gateway })
    expect(ids['ovn-cms-options']).toBe(expected)
  })
})

describe('bridgesByNetwork', () => {
  it.each([
    ['', {}],
    ['ext:br-ex', { ext: 'br-ex' }],
    ['ext:br-ex, phys1:br-1', { ext: 'br-ex', phys1: 'br-1' }],
    ['ext,:br-ex,phys1:,a:b:c', {}],
  ])('%j', (mappings, expected) => {
    expect(bridgesByNetwork(mappings)).toEqual(expected)
  })
})

describe('differing', () => {
  it.each([
    ['nothing there', {}, { a: '1', b: '2' }],
    ['one differs', { a: '1', b: '3' }, { b: '2' }],
    ['others have keys of their own', { a: '1', b: '2', c: '9' }, {}],
  ])('%s', (_, have, expected) => {
    expect(differing({ a: '1', b: '2' }, new Map(Object.entries(have)))).toEqual(expected)
  })
})

describe('membership', () => {
  it.each([
    [{}, 'first'],
    [{ 'qn-deployment': 'x' }, 'member'],
    [{ 'qn-deployment': 'y' }, 'other'],
  ] as const)('%j', (have, expected) => {
    expect(membership(new Map(Object.entries(have)), 'x')).toBe(expected)
  })
})
