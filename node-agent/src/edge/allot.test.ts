import { describe, expect, it } from '@jest/globals'
import { allot, type Allotment } from './allot.ts'
import { deviceOf, indexes, indexOfDevice, linkLocalOf } from './layout.ts'

const spell = (allotments: readonly Allotment[]): string =>
  allotments.map(({ subnet, index }) => `${subnet}${String(index)}`).join(' ')
const parse = (text: string): Allotment[] =>
  text.split(' ').flatMap((word) => (word === '' ? [] : [{ subnet: word[0] ?? '', index: Number(word.slice(1)) }]))

describe('allot', () => {
  it.each([
    ['the first', 'a', '', 'a1'],
    ['in the order of subnets, not of arrival', 'cab', '', 'a1 b2 c3'],
    ['who has one keeps it', 'abc', 'b1', 'a2 b1 c3'],
    ['gaps are filled', 'abcd', 'a1 c3', 'a1 b2 c3 d4'],
    ['what is about to go still has its own', 'b', 'a1', 'b2'],
    ['nothing wanted', '', 'a1', ''],
    ['twice the same subnet', 'aa', '', 'a1'],
  ])('%s', (_, wanted, present, expected) => {
    expect(spell(allot(Array.from(wanted), parse(present)).allotments)).toBe(expected)
  })

  it('names those for whom nothing is left', () => {
    const many = Array.from({ length: 256 }, (_, n) => `s${String(n).padStart(3, '0')}`)
    const { allotments, exhausted } = allot(many, [])
    expect([allotments.length, new Set(allotments.map(({ index }) => index)).size]).toEqual([254, 254])
    expect(exhausted).toEqual(['s254', 's255'])
  })
})

describe('devices', () => {
  it('fit into the name of a network device, and lead back to their number', () => {
    expect(indexes.every((index) => deviceOf(index).length <= 15 && indexOfDevice(deviceOf(index)) === index)).toBe(
      true,
    )
  })
  it.each(['qn-dns', 'qn-dns0', 'qn-dns255', 'qn-dns01', 'qn-dns1x', 'tap1', 'qn-edge'])(
    '%s is none of ours',
    (name) => {
      expect(indexOfDevice(name)).toBeUndefined()
    },
  )
})

describe('link-local addresses', () => {
  it.each([
    ['02:4f:9a:10:2b:3c', 'fe80::4f:9aff:fe10:2b3c'],
    ['0a:00:00:00:00:01', 'fe80::800:ff:fe00:1'],
  ])('of %s', (mac, address) => {
    expect(linkLocalOf(mac)).toBe(address)
  })
})
