import { describe, expect, it } from '@jest/globals'
import { blockOf, boundsOf, ipText, sizeOf, subtract } from './ip.ts'
import { eui64, randomAddress, stableAddress } from './ipv6.ts'

describe('EUI-64', () => {
  // RFC 4291 appendix A: the universal/local bit is inverted.
  it.each([
    ['2001:db8::/64', '34:56:78:9a:bc:de', '2001:db8::3656:78ff:fe9a:bcde'],
    ['fd00:1::/64', '02:00:5e:10:00:01', 'fd00:1::5eff:fe10:1'],
    ['2001:db8:0:1::/64', '00:00:00:00:00:00', '2001:db8:0:1:200:ff:fe00:0'],
  ])('in %s of %s is %s', (cidr, mac, ip) => {
    expect(ipText(6, eui64(blockOf(cidr), mac))).toBe(ip)
  })
})

describe('addresses of no MAC', () => {
  const ranges = boundsOf([
    { start: '2001:db8::10', end: '2001:db8::11' },
    { start: '2001:db8::20', end: '2001:db8::21' },
  ])
  const name = { subnet: 's', owner: 'p', position: 0 }

  it('are the same for the same, and another for anything else', () => {
    const wide = boundsOf([{ start: '2001:db8::1', end: '2001:db8::ffff:ffff:ffff:ffff' }])
    const first = stableAddress(wide, name)
    expect(stableAddress(wide, { ...name })).toBe(first)
    const others = [{ subnet: 't' }, { owner: 'q' }, { position: 1 }].map((other) =>
      stableAddress(wide, { ...name, ...other }),
    )
    expect(new Set([first, ...others]).size).toBe(4)
  })

  it('lie in the ranges, each of which is reached', () => {
    const seen = new Set(Array.from({ length: 200 }, () => randomAddress(ranges)).map(String))
    expect(seen.size).toBe(4)
    expect(
      [...seen].every((value) => ranges.some(({ first, last }) => BigInt(value) >= first && BigInt(value) <= last)),
    ).toBe(true)
  })

  it('are none in no range', () => {
    expect([randomAddress([]), stableAddress([], name)]).toEqual([undefined, undefined])
  })
})

describe('ranges less others', () => {
  const r = (first: number, last: number): { first: bigint; last: bigint } => ({
    first: BigInt(first),
    last: BigInt(last),
  })
  it.each([
    [[r(1, 9)], [], [r(1, 9)]],
    [[r(1, 9)], [r(1, 9)], []],
    [[r(1, 9)], [r(3, 4), r(6, 6)], [r(1, 2), r(5, 5), r(7, 9)]],
    [
      [r(5, 9), r(1, 3)],
      [r(9, 20), r(3, 5)],
      [r(1, 2), r(6, 8)],
    ],
    [[r(1, 9)], [r(4, 6), r(5, 7)], [r(1, 3), r(8, 9)]],
  ])('%# ', (ranges, holes, left) => {
    expect(subtract(ranges, holes)).toEqual(left)
    expect(sizeOf(left)).toBe(left.reduce((sum, { first, last }) => sum + last - first + 1n, 0n))
  })
})
