import { describe, expect, it } from '@jest/globals'
import { csvOf } from './csv.ts'
import { readTenureCursor, writeTenureCursor } from './tenure-cursor.ts'
import { levelOf, usageOf, usageOfPool, usageOfSubnet } from './usage-rules.ts'

const subnet = {
  ...{ id: 's', network_id: 'n', name: 's', cidr: '10.0.0.0/28', gateway: '10.0.0.1', dns_address: '10.0.0.2' },
  ...{
    allocation_ranges: [{ start: '10.0.0.1', end: '10.0.0.14' }],
    reserved_ranges: [],
    ipv6_mode: null,
    generation: 1,
  },
}

describe('the usage of a subnet', () => {
  const counted = { used: 3, releasing: 1, held: 2, allocatable: 7, longest: 4n }

  it('has parts that make up the whole', () => {
    expect(usageOf([usageOfSubnet(subnet, counted)])).toEqual({
      ...{ total: '14', used: '3', releasing: '1', held: '2', reserved: '3', free: '5' },
      ...{ utilization: 0.545454, fragmentation: 0.2 },
    })
  })

  it('counts reserved ranges in neither', () => {
    const reserved = { ...subnet, reserved_ranges: [{ start: '10.0.0.13', end: '10.0.0.14' }] }
    expect(usageOf([usageOfSubnet(reserved, counted)])).toMatchObject({ reserved: '5', free: '3' })
  })

  it('of none is nothing', () => {
    expect(usageOf([])).toMatchObject({ total: '0', free: '0', utilization: 0, fragmentation: 0 })
  })

  it.each([
    [7, 0],
    [8, 80],
    [9, 90],
    [10, 95],
  ])('of %d in 10 is above %d percent', (used, level) => {
    expect(levelOf({ total: 10n, used, releasing: 0, held: 0, free: BigInt(10 - used), longest: 0n })).toBe(level)
  })
})

it('the usage of a pool names its largest free block', () => {
  const carved = [
    { cidr: '10.0.0.0/24', deleting: false },
    { cidr: '10.0.2.0/25', deleting: true },
  ]
  expect(usageOfPool(['10.0.0.0/22'], carved)).toMatchObject({
    ...{ total: '1024', used: '256', releasing: '128', free: '640', largest_free_prefix_length: 24, subnets: 1 },
    fragmentation: 0.6,
  })
})

it('a table keeps what would break it apart, and gives spreadsheets no formula', () => {
  const rows = [
    ['a,b', 'say "x"'],
    ['=1+1', null],
  ]
  expect(csvOf(['one', 'two'], rows)).toBe('one,two\r\n"a,b","say ""x"""\r\n\'=1+1,\r\n')
})

it('a cursor is read as it was written, and others are refused', () => {
  const cursor = { sinceUs: 1_700_000_000_000_001, key: 'h42' }
  expect(readTenureCursor(writeTenureCursor(cursor))).toEqual(cursor)
  expect(() => readTenureCursor('zzz')).toThrow('not one that this list gave')
})
