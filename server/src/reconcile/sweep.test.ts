import { describe, expect, it } from '@jest/globals'
import { brake, driftOf } from './sweep.ts'

describe('the brake on mass deletion', () => {
  it.each([
    ['nothing is surplus', { owned: 1000, surplus: 0, emptied: [] }, false],
    ['a few rows of a small deployment', { owned: 25, surplus: 20, emptied: [] }, false],
    ['more than a few rows, and more than a fifth', { owned: 25, surplus: 21, emptied: [] }, true],
    ['a fifth of a large deployment', { owned: 1000, surplus: 200, emptied: [] }, false],
    ['more than a fifth', { owned: 1000, surplus: 201, emptied: [] }, true],
    [
      'the only row of a kind that PostgreSQL has none of',
      { owned: 1000, surplus: 1, emptied: ['port'] as const },
      true,
    ],
  ])('%s', (_, found, stops) => {
    expect(brake(found) !== undefined).toBe(stops)
  })

  it('says what was found and what to send', () => {
    expect(brake({ owned: 100, surplus: 60, emptied: [] })).toBe(
      '60 of 100 rows in OVN are unknown to PostgreSQL: nothing is removed until POST /v1/drift:repair confirms it with confirm_surplus = 60',
    )
    expect(brake({ owned: 9, surplus: 5, emptied: ['network', 'port'] })).toContain('of the kind network, port')
  })
})

describe('drift', () => {
  const found = { differing: [], excessive: [], orphans: [], owned: 100, surplus: 60, emptied: [] }

  it('is blocked by the reason why this server does not write, else by the brake', () => {
    expect(driftOf(found, 'restored').blocked).toBe('restored')
    expect(driftOf(found, undefined)).toEqual({
      blocked: expect.stringContaining('60 of 100 rows'),
      missing: 0,
      surplus: 60,
      owned: 100,
    })
    expect(driftOf({ ...found, surplus: 0 }, undefined).blocked).toBeNull()
  })
})
