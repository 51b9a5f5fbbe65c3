import { describe, expect, it } from '@jest/globals'
import { viewOf } from './edge-views.ts'

const network = '01980000-0000-7000-8000-000000000001'
const row = { network, project: 'p', blocks: [], zones: [], forwarders: [] }
const REVERSE = '01980000000070008000000000000001.view.quantumnet'

describe('what the VMs of a network see', () => {
  it('are the reverse domains of its blocks', () => {
    expect(viewOf({ ...row, blocks: ['10.0.0.0/24', '2001:db8::/64'] }).reverse).toEqual({
      zone: REVERSE,
      domains: ['0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa', '0.0.10.in-addr.arpa'],
    })
  })

  it('are zones under the names that primaries have for them, and reverse ones as part of the network’s own', () => {
    const zones = [
      { id: '01980000-0000-7000-8000-000000000002', name: 'corp.example' },
      { id: '01980000-0000-7000-8000-000000000003', name: '5.10.in-addr.arpa' },
    ]
    expect(viewOf({ ...row, zones })).toEqual({
      project: 'p',
      views: [{ domain: 'corp.example', zone: '01980000000070008000000000000002.view.quantumnet' }],
      reverse: { zone: REVERSE, domains: ['5.10.in-addr.arpa'] },
      forwarders: [],
    })
  })

  it('are forwarders, with their ports', () => {
    const servers = ['192.0.2.53', '192.0.2.54:5353', '2001:db8::53', '[2001:db8::54]:5353']
    expect(viewOf({ ...row, forwarders: [{ domain: null, servers }] }).forwarders).toEqual([
      { domain: null, servers: ['192.0.2.53:53', '192.0.2.54:5353', '[2001:db8::53]:53', '[2001:db8::54]:5353'] },
    ])
  })
})
