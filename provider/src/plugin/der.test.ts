import { describe, expect, it } from '@jest/globals'
import * as der from './der.ts'

const hex = (element: Buffer): string => element.toString('hex')

describe('DER', () => {
  it.each([
    ['a small number', der.integer(Buffer.from([2])), '020102'],
    ['zero', der.integer(Buffer.from([0, 0])), '020100'],
    ['a number whose first bit is set', der.integer(Buffer.from([0x80])), '02020080'],
    ['a number with leading zeros', der.integer(Buffer.from([0, 0, 1, 2])), '02020102'],
    ['an object id', der.objectId('1.2.840.10045.4.3.2'), '06082a8648ce3d040302'],
    ['true', der.boolean(true), '0101ff'],
    ['a bit string', der.bits(Buffer.from([1])), '03020001'],
    [
      'a time',
      der.utcTime(new Date('2030-01-02T03:04:05.678Z')),
      `170d${Buffer.from('300102030405Z').toString('hex')}`,
    ],
    ['an empty sequence', der.sequence(), '3000'],
    ['a tag of its own', der.tagged(3, der.boolean(false)), 'a303010100'],
  ])('writes %s', (_what, element, expected) => {
    expect(hex(element)).toBe(expected)
  })

  it.each([
    [127, '047f'],
    [128, '048180'],
    [255, '0481ff'],
    [256, '04820100'],
    [65_535, '0482ffff'],
  ])('writes a length of %i', (length, start) => {
    expect(hex(der.octets(Buffer.alloc(length))).slice(0, start.length)).toBe(start)
  })
})
