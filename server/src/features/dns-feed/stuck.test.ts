import { describe, expect, it } from '@jest/globals'
import { stepsPast } from './stuck.ts'

describe('how far a zone is raised for an edge that does not take it', () => {
  it.each<[string, number, number, number | undefined]>([
    ['one version past the serial that expired', 7, 7, 1],
    ['past a serial that the edge has from before a restore', 7, 12, 6],
    ['not at all when it is past it already', 13, 12, undefined],
    ['across the wrap', 4_294_967_294, 1, 4],
    ['not at all across the wrap', 4_294_967_296, 4_294_967_290, undefined],
  ])('%s', (_, version, serial, steps) => {
    expect(stepsPast(version, serial)).toBe(steps)
  })
})
