import { describe, expect, it } from '@jest/globals'
import { serialOf } from './serial.ts'

describe('the serial of a version', () => {
  it.each([
    [1, 1],
    [1_790_000_000, 1_790_000_000],
    [4_294_967_295, 4_294_967_295],
    // Past the wrap; never 0.
    [4_294_967_296, 1],
    [4_294_967_297, 2],
    [8_589_934_590, 4_294_967_295],
  ])('%d is %d', (version, serial) => {
    expect(serialOf(version)).toBe(serial)
  })
})
