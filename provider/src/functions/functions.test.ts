import { describe, expect, it } from '@jest/globals'
import { callFunction, type Value } from '../framework/index.ts'
import { functions } from './index.ts'

const call = (name: string, ...args: readonly Value[]): unknown => {
  const of = functions[name]
  if (of === undefined) throw new Error(`there is no function ${name}`)
  return callFunction(name, of, args)
}
const result = (value: unknown) => ({ result: value })
const refusal = (argument: number, text: string) => ({
  failure: { argument, text: expect.stringContaining(text) as unknown },
})

describe('functions', () => {
  it.each<[string, readonly Value[], unknown]>([
    ['cidr_overlaps', ['10.0.0.0/24', '10.0.0.128/25'], true],
    ['cidr_overlaps', ['10.0.0.0/24', '10.0.1.0/24'], false],
    ['cidr_overlaps', ['0.0.0.0/0', '::/0'], false],
    ['cidr_contains', ['10.0.0.0/24', '10.0.0.255'], true],
    ['cidr_contains', ['10.0.0.0/24', '10.0.1.0'], false],
    ['cidr_contains', ['10.0.0.0/24', '10.0.0.64/26'], true],
    ['cidr_contains', ['10.0.0.0/25', '10.0.0.0/24'], false],
    ['cidr_contains', ['::/0', '10.0.0.0/8'], false],
    ['cidr_contains', ['2001:db8::/32', '2001:db8::1'], true],
    ['cidr_merge', [[]], []],
    ['cidr_merge', [['10.0.1.0/24', '10.0.0.0/24']], ['10.0.0.0/23']],
    ['cidr_merge', [['10.0.1.0/24', '10.0.2.0/24']], ['10.0.1.0/24', '10.0.2.0/24']],
    ['cidr_merge', [['10.0.0.5/32', '10.0.0.0/24', '10.0.0.5/32']], ['10.0.0.0/24']],
    ['cidr_merge', [['0.0.0.0/1', '128.0.0.0/1', '8000::/1', '::/1']], ['0.0.0.0/0', '::/0']],
    ['cidr_exclude', [['10.0.0.0/24'], ['10.0.0.0/26']], ['10.0.0.64/26', '10.0.0.128/25']],
    ['cidr_exclude', [['10.0.0.0/30'], ['10.0.0.1/32', '10.0.0.2/32']], ['10.0.0.0/32', '10.0.0.3/32']],
    ['cidr_exclude', [['10.0.0.0/24', '10.0.2.0/24'], ['10.0.0.0/23']], ['10.0.2.0/24']],
    ['cidr_exclude', [['10.0.0.0/24'], ['0.0.0.0/0']], []],
    ['cidr_exclude', [['10.0.0.0/24'], ['::/0']], ['10.0.0.0/24']],
    ['cidr_exclude', [['255.255.255.254/31'], ['255.255.255.255/32']], ['255.255.255.254/32']],
    ['hostname', ['Web Server_01.example.com'], 'web-server-01'],
    ['eui64', ['2001:db8::/64', '02:00:5e:10:00:01'], '2001:db8::5eff:fe10:1'],
    ['eui64', ['fe80::/64', '00-00-5E-00-53-01'], 'fe80::200:5eff:fe00:5301'],
  ])('%s%j is %j', (name, args, expected) => {
    expect(call(name, ...args)).toEqual(result(expected))
  })

  it.each<[string, readonly Value[], number, string]>([
    ['cidr_overlaps', ['10.0.0.0/24', 'x'], 1, 'must be a block in CIDR notation'],
    ['cidr_merge', [['10.0.0.0/24', '10.0.0.0']], 0, '[1]: must be a block'],
    ['cidr_contains', ['10.0.0.0/24', '10.0.0.256'], 1, 'must be an IP address'],
    ['hostname', ['...'], 0, 'can be a hostname'],
    ['hostname', ['localhost'], 0, 'reserved'],
    ['eui64', ['2001:db8::/48', '02:00:5e:10:00:01'], 0, 'is no IPv6 block of 64 bits'],
    ['eui64', ['10.0.0.0/24', '02:00:5e:10:00:01'], 0, 'is no IPv6 block of 64 bits'],
    ['eui64', ['2001:db8::/64', '02:00:5e'], 1, 'must be a MAC address'],
  ])('%s%j is refused at argument %i', (name, args, argument, text) => {
    expect(call(name, ...args)).toEqual(refusal(argument, text))
  })

  it('merge as many blocks as anybody has', () => {
    const blocks = Array.from({ length: 65_536 }, (_, index) => `10.${String(index >> 8)}.${String(index & 255)}.0/24`)
    expect(call('cidr_merge', blocks.reverse())).toEqual(result(['10.0.0.0/8']))
  })
})
