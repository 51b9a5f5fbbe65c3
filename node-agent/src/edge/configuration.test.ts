import { describe, expect, it } from '@jest/globals'
import { allotted } from '../testing/fixtures.ts'
import { edgeConfiguration, isLoaded } from './configuration.ts'

const rest = { primaries: ['192.0.2.1:5354'], probes: { health: '127.0.0.1:8080', ready: '127.0.0.1:8181' } }

describe('edgeConfiguration', () => {
  const [one, two] = [edgeConfiguration([allotted(1)], rest), edgeConfiguration([allotted(2, 1)], rest)]

  it('has CoreDNS answer on its mark, which differs when anything differs', () => {
    expect(one.corefile).toContain(`bind ${one.mark}\n`)
    expect(one.mark).toMatch(/^127\.(?!0\.)\d+\.\d+\.\d+$/)
    expect(two.mark).not.toBe(one.mark)
    expect(edgeConfiguration([allotted(1)], rest)).toEqual(one)
  })

  it('names networks by number, zone and network', () => {
    expect([one.networks, two.networks]).toEqual([
      [`1 p1.internal ${allotted(1).network}`],
      [`1 p2.internal ${allotted(2, 1).network}`],
    ])
  })
})

describe('what a network forwards', () => {
  const forwarding = (servers: string[]): string =>
    edgeConfiguration([{ ...allotted(1), forwarders: [{ domain: 'corp.example', servers }] }], rest).corefile
  it('is in its configuration', () => {
    expect(forwarding(['192.0.2.9:53'])).toContain('corp.example:53 {')
  })

  it('leaves out servers of IPv6, which the edge does not reach', () => {
    expect(forwarding(['[2001:db8::1]:53'])).toBe(edgeConfiguration([allotted(1)], rest).corefile)
  })
})

describe('isLoaded', () => {
  it.each<[string, string[], boolean]>([
    ['it is', ['169.254.64.1', '127.3.2.1'], true],
    ['the one before is', ['169.254.64.1', '127.9.9.9'], false],
    ['a reload is under way, or has failed and left sockets', ['127.9.9.9', '127.3.2.1'], false],
    ['a reload has failed and left sockets, the next one was done', ['127.3.2.1', '127.3.2.1'], false],
    ['not up yet', [], false],
  ])('%s', (_, listening, expected) => {
    expect(isLoaded('127.3.2.1', listening)).toBe(expected)
  })
})
