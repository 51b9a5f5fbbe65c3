import { describe, expect, it } from '@jest/globals'
import { coppRef } from '../../ovn/refs.ts'
import { desiredNetwork } from './desired.ts'
import type { NetworkRoot } from './load.ts'

const deployment = '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01'
const id = '01990000-0000-7000-8000-000000000001'
const projectId = '01990000-0000-7000-8000-000000000004'

const network: NetworkRoot = {
  ...{ id, projectId, name: 'main', physicalNetwork: null, segmentId: null, multicast: false },
  ...{ generation: 1, appliedGeneration: 0, realizedGeneration: 0, conditions: [], deleting: false },
}
const rowsOf = (change: Partial<NetworkRoot>): ReturnType<typeof desiredNetwork> =>
  desiredNetwork({ ...network, ...change }, { deployment, dnsZone: 'internal' })

describe('a network in OVN', () => {
  it('is a switch that says nothing of its ports', () => {
    expect(rowsOf({})).toEqual([
      {
        table: 'Logical_Switch',
        uuid: 'aaa67241-32dc-5a35-80ef-ff6a8baf9435',
        columns: {
          name: `ls-${id}`,
          copp: coppRef(deployment).uuid,
          other_config: {},
          external_ids: {
            'qn-owner': deployment,
            'qn-kind': 'network',
            'qn-id': id,
            'qn-name': 'main',
            'qn-project': projectId,
          },
        },
        memberOf: [],
        needs: [coppRef(deployment)],
      },
    ])
  })

  it.each([
    ['untagged', null],
    ['tagged', 100],
  ])('has a port to its wire, %s', (_, segmentId) => {
    const [, wire] = rowsOf({ physicalNetwork: 'rack', segmentId })
    expect(wire?.columns).toMatchObject({
      ...{ name: `ln-${id}`, type: 'localnet', tag_request: segmentId, addresses: ['unknown'], port_security: [] },
      options: { network_name: 'rack' },
    })
    expect(wire?.memberOf).toMatchObject([{ container: { table: 'Logical_Switch' }, column: 'ports' }])
  })

  it('of an overlay has the VNI that it asks for', () => {
    expect(rowsOf({ segmentId: 70_000 }).map(({ columns }) => columns)).toMatchObject([
      { other_config: { 'requested-tnl-key': '70000' } },
    ])
  })

  it('with multicast snoops, asks for members in its own name, and lets them answer', () => {
    const [first, ...rest] = rowsOf({ multicast: true })
    expect(first?.columns).toMatchObject({
      other_config: {
        ...{ mcast_snoop: 'true', mcast_querier: 'true', mcast_ip4_src: '0.0.0.0' },
        mcast_eth_src: expect.stringMatching(/^02(:[0-9a-f]{2}){5}$/) as unknown,
        mcast_ip6_src: expect.stringMatching(/^fe80::.*ff:fe/) as unknown,
      },
    })
    expect(rest.map(({ columns }) => columns)).toMatchObject([
      { direction: 'to-lport', priority: 32_000, match: 'ip4 && ip.proto == 2', action: 'allow-related' },
      { direction: 'from-lport', priority: 32_000, match: 'ip4 && ip.proto == 2', action: 'allow-related' },
    ])
  })
})
