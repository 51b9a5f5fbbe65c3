import { describe, expect, it } from '@jest/globals'
import { parseCidr, parseIp } from './ip.ts'
import { reverseDomains, reverseName } from './reverse-names.ts'

describe('the reverse name', () => {
  it.each<[string, string]>([
    ['10.0.2.9', '9.2.0.10.in-addr.arpa'],
    ['2001:db8::1', `1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa`],
    ['::', `${'0.'.repeat(32)}ip6.arpa`],
  ])('of %s is %s', (text, name) => {
    const ip = parseIp(text)
    expect(ip && reverseName(ip)).toBe(name)
  })
})

describe('the reverse domains', () => {
  it.each<[string, readonly string[]]>([
    ['10.0.0.0/8', ['10.in-addr.arpa']],
    ['10.0.2.0/24', ['2.0.10.in-addr.arpa']],
    ['10.0.2.0/23', ['2.0.10.in-addr.arpa', '3.0.10.in-addr.arpa']],
    ['192.0.2.4/31', ['4.2.0.192.in-addr.arpa', '5.2.0.192.in-addr.arpa']],
    ['2001:db8::/64', ['0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa']],
    ['2001:db8::/63', ['0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa', '1.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa']],
  ])('of %s are %j', (text, domains) => {
    const cidr = parseCidr(text)
    expect(cidr && reverseDomains(cidr)).toEqual(domains)
  })

  it('of a block that ends just behind a label are many', () => {
    const cidr = parseCidr('172.0.0.0/9')
    expect(cidr && reverseDomains(cidr)).toHaveLength(128)
  })
})
