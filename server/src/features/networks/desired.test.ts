import { expect, it } from '@jest/globals'
import { desiredNetwork } from './desired.ts'

const deployment = '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01'
const id = '01990000-0000-7000-8000-000000000001'
const projectId = '01990000-0000-7000-8000-000000000004'

it('a network in OVN is a switch that says nothing of its ports', () => {
  const status = { generation: 1, appliedGeneration: 0, realizedGeneration: 0, conditions: [], deleting: false }
  expect(desiredNetwork({ id, projectId, name: 'main', ...status }, { deployment, dnsZone: 'internal' })).toEqual([
    {
      table: 'Logical_Switch',
      uuid: 'aaa67241-32dc-5a35-80ef-ff6a8baf9435',
      columns: {
        name: `ls-${id}`,
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
