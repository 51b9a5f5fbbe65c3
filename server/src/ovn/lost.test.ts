import { describe, expect, it } from '@jest/globals'
import type { InputValue } from '@quantumnet/ovsdb-jsonrpc'
import { lost } from './lost.ts'

describe('what a column loses', () => {
  it.each<[string, InputValue, InputValue, number]>([
    ['members of a set', ['10.0.0.1', '10.0.0.2'], ['10.0.0.2', '10.0.0.3'], 1],
    ['all members', ['10.0.0.1', '10.0.0.2'], [], 2],
    ['addresses beside a MAC', ['02:00:00:00:00:01 10.0.0.1 10.0.0.2'], ['02:00:00:00:00:01'], 2],
    ['nothing when members come', [], ['02:00:00:00:00:01 10.0.0.1'], 0],
    [
      'keys of a map',
      new Map([
        ['router', '10.0.0.1'],
        ['mtu', '1442'],
      ]),
      { mtu: '1400' },
      1,
    ],
    ['an optional reference', '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01', null, 1],
    ['nothing when an optional column is set', null, 'text', 0],
    ['nothing when one value takes the place of another', 'drop', 'allow', 0],
    ['nothing when a flag turns', true, false, 0],
  ])('%s', (_, actual, wanted, expected) => {
    expect(lost(actual, wanted)).toBe(expected)
  })
})
