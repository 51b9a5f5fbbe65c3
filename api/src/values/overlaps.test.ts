import { describe, expect, it } from '@jest/globals'
import { parseCidr, type Cidr } from './ip.ts'
import { overlapsIn, type Overlap } from './overlaps.ts'

const blocks = (...texts: string[]): Cidr[] => texts.map((text) => parseCidr(text)!)

describe('blocks that lie in another one of their list', () => {
  it.each<[string[], Overlap[]]>([
    [[], []],
    [['10.0.0.0/8'], []],
    [['10.0.0.0/9', '10.128.0.0/9', '2001:db8::/32'], []],
    [['0.0.0.0/1', '::/1'], []],
    [['10.1.0.0/16', '10.0.0.0/8'], [{ index: 0, within: 1 }]],
    [['10.0.0.0/8', '10.0.0.0/8'], [{ index: 1, within: 0 }]],
    [['10.0.0.0/16', '10.0.0.0/8'], [{ index: 0, within: 1 }]],
    [
      ['10.0.0.0/8', '10.1.0.0/16', '10.1.2.0/24', '11.0.0.0/8', '10.255.255.255/32'],
      [
        { index: 1, within: 0 },
        { index: 2, within: 0 },
        { index: 4, within: 0 },
      ],
    ],
    [['2001:db8::/32', '2001:db8:ffff::/48'], [{ index: 1, within: 0 }]],
  ])('%j: %j', (texts, overlaps) => {
    expect(overlapsIn(blocks(...texts))).toEqual(overlaps)
  })

  it('are found in a thousand without comparing each with each', () => {
    const many = Array.from({ length: 1000 }, (_, index) => `10.${String(index >> 8)}.${String(index & 255)}.0/24`)
    expect(overlapsIn(blocks(...many, '10.2.0.0/16'))).toHaveLength(256)
  })
})
