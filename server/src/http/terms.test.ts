import { describe, expect, it } from '@jest/globals'
import { ifMatchOf } from './terms.ts'

describe('If-Match', () => {
  it.each<[string | undefined, number[] | undefined]>([
    [undefined, undefined],
    ['*', undefined],
    ['"7"', [7]],
    ['"7", "8"', [7, 8]],
    // A weak tag, and a tag of somebody else, name no generation (RFC 9110 §13.1.1).
    ['W/"7"', []],
    ['"x", "8"', [8]],
  ])('%s', (header, expected) => {
    expect(ifMatchOf(header)).toEqual(expected)
  })

  it.each(['7', '', '"7" "8"', '"7'])('is refused when it is %j', (header) => {
    expect(() => ifMatchOf(header)).toThrow('If-Match: is not a list of ETags')
  })
})
