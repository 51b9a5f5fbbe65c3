import { describe, expect, it } from '@jest/globals'
import { cidrContains, cidrsOverlap, formatCidr, formatIp, hostRange, parseCidr, parseIp, type Cidr } from './ip.ts'

const cidr = (text: string): Cidr => {
  const parsed = parseCidr(text)
  if (parsed === undefined) throw new Error(`${text} is no block`)
  return parsed
}

describe('addresses', () => {
  it.each([
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::', '::'],
    ['::1', '::1'],
    ['fe80::', 'fe80::'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    // A single zero group is not shortened (RFC 5952 §4.2.2).
    ['1:2:3:0:5:6:7:8', '1:2:3:0:5:6:7:8'],
  ])('%s is spelled %s', (text, canonical) => {
    const ip = parseIp(text)
    expect(ip && formatIp(ip)).toBe(canonical)
  })

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '01.2.3.4',
    '1.2.3.a',
    ' 1.2.3.4',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7:8:9',
    'g::',
    '1:2:3:4:5:6:7::8:9',
    'fe80::1%eth0',
    '::ffff:1.2.3.4',
  ])('"%s" is no address', (text) => {
    expect(parseIp(text)).toBeUndefined()
  })
})

describe('blocks', () => {
  it.each([
    ['10.0.0.7/24', '10.0.0.0/24'],
    ['10.0.0.0/32', '10.0.0.0/32'],
    ['1.2.3.4/0', '0.0.0.0/0'],
    ['2001:db8::5/64', '2001:db8::/64'],
  ])('%s is the block %s', (text, canonical) => {
    expect(formatCidr(cidr(text))).toBe(canonical)
  })

  it.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/08', '10.0.0.0/24/1', '::/129', '/8'])(
    '"%s" is no block',
    (text) => {
      expect(parseCidr(text)).toBeUndefined()
    },
  )

  it.each([
    ['10.0.0.0/24', '10.0.0.1', '10.0.0.254'],
    ['10.0.0.0/30', '10.0.0.1', '10.0.0.2'],
    ['10.0.0.0/31', '10.0.0.0', '10.0.0.1'],
    ['10.0.0.9/32', '10.0.0.9', '10.0.0.9'],
    ['2001:db8::/126', '2001:db8::', '2001:db8::3'],
  ])('hosts of %s are %s to %s', (text, first, last) => {
    const { family } = cidr(text)
    const range = hostRange(cidr(text))
    expect([formatIp({ family, value: range.first }), formatIp({ family, value: range.last })]).toEqual([first, last])
  })

  it.each([
    ['10.0.0.0/24', '10.0.1.0/24', false],
    ['10.0.0.0/23', '10.0.1.0/24', true],
    ['10.0.1.0/24', '10.0.0.0/23', true],
    ['::/0', '0.0.0.0/0', false],
  ])('%s and %s overlap: %s', (a, b, expected) => {
    expect(cidrsOverlap(cidr(a), cidr(b))).toBe(expected)
  })

  it('contains its first and last address and none beside', () => {
    const inside = (text: string): boolean => {
      const ip = parseIp(text)
      return ip !== undefined && cidrContains(cidr('10.0.0.0/24'), ip)
    }
    expect(['9.255.255.255', '10.0.0.0', '10.0.0.255', '10.0.1.0', '::a00:1'].map(inside)).toEqual([
      false,
      true,
      true,
      false,
      false,
    ])
  })
})
