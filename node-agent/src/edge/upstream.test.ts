import { describe, expect, it } from '@jest/globals'
import { forwardersOf, parseUpstream, unreachableOf } from './upstream.ts'

describe('parseUpstream', () => {
  it.each(['192.0.2.1', '192.0.2.1:0', '192.0.2.1:65536', '[2001:db8::1]:53', 'a.example:53', '192.0.2.256:53'])(
    'takes no %s',
    (text) => {
      expect(parseUpstream(text)).toBeUndefined()
    },
  )
})

describe('forwardersOf', () => {
  it('are all servers of all networks, each once, but those that are known', () => {
    const edges = [
      { forwarders: [{ domain: null, servers: ['192.0.2.2:53', '192.0.2.1:53'] }] },
      { forwarders: [{ domain: 'corp.example', servers: ['192.0.2.2:53', '[2001:db8::1]:53', '192.0.2.1:5353'] }] },
    ]
    expect(forwardersOf(edges, [{ address: '192.0.2.1', port: 53 }])).toEqual([
      { address: '192.0.2.1', port: 5353, foreign: true },
      { address: '192.0.2.2', port: 53, foreign: true },
    ])
  })
})

describe('unreachableOf', () => {
  it('are the servers of IPv6, each once', () => {
    const forwarders = [{ domain: null, servers: ['[2001:db8::2]:53', '192.0.2.1:53', '[2001:db8::1]:53'] }]
    expect(unreachableOf([{ forwarders }, { forwarders }])).toEqual(['[2001:db8::1]:53', '[2001:db8::2]:53'])
  })
})
