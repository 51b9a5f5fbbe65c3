import { describe, expect, it } from '@jest/globals'
import { sipHash } from '../wire/siphash.ts'
import { Cookies } from './cookies.ts'

const hex = (text: string): Buffer => Buffer.from(text, 'hex')

it('hashes as its authors do', () => {
  const key = hex('000102030405060708090a0b0c0d0e0f')
  expect(sipHash(key, hex('000102030405060708090a0b0c0d0e')).readBigUInt64LE()).toBe(0xa129ca6149be45e5n)
})

describe('cookies, with the first examples of RFC 9018', () => {
  const secret = hex('e5e973e5a6b2a43f48e7dc849e37bfcf')
  const at = (nowS: number): Cookies => new Cookies(secret, () => nowS)
  const [ADDRESS, MADE] = ['198.51.100.100', 1_559_731_985]
  const WHOLE = hex('2464c4abcf10c957010000005cf79f111f8130c3eee29480')

  it('are made alike', () => {
    expect(at(MADE).answerTo(hex('2464c4abcf10c957'), ADDRESS)).toEqual(WHOLE)
  })

  it.each<[string, boolean, { nowS?: number; address?: string; cookie?: Buffer }]>([
    ['the one that was made', true, {}],
    ['an hour later', true, { nowS: MADE + 3600 }],
    ['more than an hour later', false, { nowS: MADE + 3601 }],
    ['made by another server whose clock is ahead', true, { nowS: MADE - 300 }],
    ['from too far ahead', false, { nowS: MADE - 301 }],
    ['of another address', false, { address: '198.51.100.101' }],
    ['the client’s part alone', false, { cookie: WHOLE.subarray(0, 8) }],
    ['with another hash', false, { cookie: Buffer.concat([WHOLE.subarray(0, 23), Buffer.of(0)]) }],
  ])('are ours: %s: %s', (_, isOurs, { nowS = MADE, address = ADDRESS, cookie = WHOLE }) => {
    expect(at(nowS).isOurs(cookie, address)).toBe(isOurs)
  })
})
