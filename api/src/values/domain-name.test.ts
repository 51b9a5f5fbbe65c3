import { describe, expect, it } from '@jest/globals'
import {
  absoluteName,
  canonicalDomain,
  formatServerAddress,
  isDomain,
  isHostDomain,
  isRecordName,
  isWithin,
  parseServerAddress,
  reversedAddress,
} from './domain-name.ts'
import { formatIp } from './ip.ts'

const label63 = 'a'.repeat(63)

describe('a domain', () => {
  it.each<[string, string]>([
    ['Corp.Example', 'corp.example'],
    ['corp.example.', 'corp.example'],
    ['.', '.'],
    ['corp.example..', 'corp.example.'],
  ])('%j is spelled %j', (text, canonical) => {
    expect(canonicalDomain(text)).toBe(canonical)
  })

  it.each<[string, boolean, boolean]>([
    ['corp.example', true, true],
    ['a.b.c.d', true, true],
    ['xn--bcher-kva.example', true, true],
    ['_dmarc.corp.example', true, false],
    ['5.10.in-addr.arpa', true, true],
    [`${label63}.example`, true, true],
    [`a${label63}.example`, false, false],
    [Array(4).fill(label63).join('.').slice(0, 253), true, true],
    [Array(4).fill(label63).join('.').slice(0, 254), false, false],
    ['example', false, false],
    ['', false, false],
    ['.', false, false],
    ['corp..example', false, false],
    ['corp.example.', false, false],
    ['-corp.example', false, false],
    ['corp-.example', false, false],
    ['*.corp.example', false, false],
    ['bücher.example', false, false],
    ['corp example.com', false, false],
    ['10.0.0.1', false, false],
  ])('%j: a domain %j, of a host %j', (text, domain, host) => {
    expect([isDomain(text), isHostDomain(text)]).toEqual([domain, host])
  })

  it.each<[string, string, boolean]>([
    ['corp.example', 'corp.example', true],
    ['a.corp.example', 'corp.example', true],
    ['xcorp.example', 'corp.example', false],
    ['example', 'corp.example', false],
  ])('%j within %j: %j', (name, domain, within) => {
    expect(isWithin(name, domain)).toBe(within)
  })
})

describe('the name of a record', () => {
  it.each([...['@', '*', '*.web', 'web', 'a.b.c', '_sip._tcp', '_acme-challenge', '1', label63], '*._tcp'])(
    'may be %j',
    (name) => {
      expect(isRecordName(name)).toBe(true)
    },
  )

  it.each([
    ...['', '.', 'web.', '.web', 'a..b', 'a.*', 'a.*.b', '*a', '**', '*.*', '@.web', 'web.@', 'We', 'a b', 'ä'],
    `a${label63}`,
    `${`${label63}.`.repeat(4)}a`,
  ])('may not be %j', (name) => {
    expect(isRecordName(name)).toBe(false)
  })

  it('is completed by its zone', () => {
    expect(absoluteName('@', 'shop.internal')).toBe('shop.internal')
    expect(absoluteName('*.web', 'shop.internal')).toBe('*.web.shop.internal')
  })
})

describe('the address of a PTR record', () => {
  it.each<[string, string | undefined]>([
    ['9.2.0.10.in-addr.arpa', '10.0.2.9'],
    ['0.10.in-addr.arpa', undefined],
    ['300.2.0.10.in-addr.arpa', undefined],
    ['x.9.2.0.10.in-addr.arpa', undefined],
    [`1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa`, '2001:db8::1'],
    [`${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa`, undefined],
    ['web.shop.internal', undefined],
  ])('%j is %j', (name, address) => {
    const ip = reversedAddress(name)
    expect(ip === undefined ? undefined : formatIp(ip)).toBe(address)
  })
})

describe('the address of a DNS server', () => {
  it.each<[string, string]>([
    ['10.0.0.53', '10.0.0.53'],
    ['10.0.0.53:53', '10.0.0.53'],
    ['10.0.0.53:5353', '10.0.0.53:5353'],
    ['2001:DB8::0:53', '2001:db8::53'],
    ['[2001:db8::53]', '2001:db8::53'],
    ['[2001:db8::53]:53', '2001:db8::53'],
    ['[2001:db8::53]:5353', '[2001:db8::53]:5353'],
  ])('%j is spelled %j', (text, canonical) => {
    const address = parseServerAddress(text)
    expect(address === undefined ? undefined : formatServerAddress(address)).toBe(canonical)
  })

  it.each([
    '',
    'dns.example',
    '10.0.0.53:',
    '10.0.0.53:0',
    '10.0.0.53:65536',
    '[10.0.0.53]:53',
    '[2001:db8::53]:x',
    ':53',
  ])('is not %j', (text) => {
    expect(parseServerAddress(text)).toBeUndefined()
  })
})
