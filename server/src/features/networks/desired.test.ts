import { expect, it } from '@jest/globals'
import { desiredNetwork, unprogrammedOfNetwork } from './desired.ts'
import type { NetworkRoot } from './load.ts'

const deployment = '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01'
const id = '01990000-0000-7000-8000-000000000001'
const projectId = '01990000-0000-7000-8000-000000000004'

const network: NetworkRoot = {
  ...{ id, projectId, name: 'main', type: 'overlay', multicast: false },
  ...{ generation: 1, appliedGeneration: 0, realizedGeneration: 0, conditions: [], deleting: false },
}

it('a network in OVN is a switch that says nothing of its ports', () => {
  expect(desiredNetwork(network, { deployment, dnsZone: 'internal' })).toEqual([
    {
      table: 'Logical_Switch',
      uuid: 'aaa67241-32dc-5a35-80ef-ff6a8baf9435',
      columns: {
        name: `ls-${id}`,
        copp: null,
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
      needs: [],
    },
  ])
})

it.each<[Partial<NetworkRoot>, string | undefined]>([
  [{}, undefined],
  [{ multicast: true }, 'the multicast of a network'],
  [{ type: 'vlan' }, 'the wire of a provider network'],
  [{ type: 'external' }, 'the wire of a provider network'],
])('of a network with %j OVN is not told %j', (change, expected) => {
  expect(unprogrammedOfNetwork({ ...network, ...change })).toBe(expected)
})
