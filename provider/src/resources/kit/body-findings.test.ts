import { CreateNetwork, CreatePort } from '@quantumnet/api'
import { describe, expect, it } from '@jest/globals'
import { UNKNOWN, type ObjectValue } from '../../framework/index.ts'
import { bodyFindings } from './body-findings.ts'

const PROJECT = '01890a5d-ac96-774b-bcce-b302099a8057'
const paths = (findings: ReturnType<typeof bodyFindings>): string[] => findings.map(({ path }) => path.join('.'))

describe('the API’s own schema, asked before anything is sent', () => {
  it.each<[string, object, ObjectValue, string[]]>([
    ['says nothing of a good request', { project: PROJECT, name: 'a' }, {}, []],
    ['names every wrong field', { project: 'x', name: '-', mtu: 5 }, {}, ['project', 'name', 'mtu']],
    ['names nested ones', { project: PROJECT, name: 'a', dhcp: { lease_time: 1 } }, {}, ['dhcp.lease_time']],
    [
      'names the key of a bad label',
      { project: PROJECT, name: 'a', labels: { 'no spaces': 'x' } },
      {},
      ['labels.no spaces'],
    ],
    ['says nothing of what is not known yet', { name: 'a' }, { project: UNKNOWN }, []],
    [
      'says nothing of what lies in something unknown',
      { project: PROJECT, name: 'a', dhcp: { lease_time: 1 } },
      { dhcp: UNKNOWN },
      [],
    ],
  ])('%s', (_what, body, config, expected) => {
    expect(paths(bodyFindings(CreateNetwork, body, config))).toEqual(expected)
  })

  it('finds the wrong element of a list, and passes over unknown ones', () => {
    const body = { network: PROJECT, fixed_ips: [{}, { ip: '10.0.0' }, { ip: 'x' }] }
    const config: ObjectValue = { fixed_ips: [UNKNOWN, { subnet: null, ip: '10.0.0' }, { subnet: null, ip: UNKNOWN }] }
    expect(paths(bodyFindings(CreatePort, body, config))).toEqual(['fixed_ips.1.ip'])
  })
})
