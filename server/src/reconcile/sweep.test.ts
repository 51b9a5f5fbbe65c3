import { describe, expect, it } from '@jest/globals'
import { brake, driftOf, type Survey } from './sweep.ts'

describe('the brake on mass deletion', () => {
  it.each([
    ['nothing is surplus', { taken: 0, unknown: 0, surplus: 0 }, false],
    ['what a person may have changed by hand', { taken: 5, unknown: 0, surplus: 5 }, false],
    ['rows of resources with a record of their deletion', { taken: 0, unknown: 0, surplus: 500 }, false],
    ['more than a person changes by hand, however large the deployment', { taken: 6, unknown: 0, surplus: 6 }, true],
    ['a single row of which PostgreSQL has no record', { taken: 0, unknown: 1, surplus: 1 }, true],
  ])('%s', (_, found, stops) => {
    expect(brake(found) !== undefined).toBe(stops)
  })

  it('says what was found and what to send', () => {
    expect(brake({ taken: 60, unknown: 0, surplus: 61 })).toBe(
      'resources that nobody changed would lose 60 rows, memberships or addresses in OVN: nothing is taken away until POST /v1/drift:repair confirms it with confirm_surplus = 61',
    )
    expect(brake({ taken: 60, unknown: 2, surplus: 62 })).toContain('2 rows in OVN are of resources that PostgreSQL')
  })
})

describe('drift', () => {
  const found: Survey = {
    differing: [],
    excessive: [],
    deleted: [],
    orphans: [],
    unrealized: [],
    owned: 100,
    taken: 60,
    unknown: 0,
    surplus: 60,
  }

  it('is blocked by the reason why this server does not write, else by the brake', () => {
    expect(driftOf(found, 'restored').blocked).toBe('restored')
    expect(driftOf(found, undefined)).toEqual({
      blocked: expect.stringContaining('would lose 60 rows'),
      missing: 0,
      surplus: 60,
      owned: 100,
    })
    expect(driftOf({ ...found, taken: 0 }, undefined).blocked).toBeNull()
  })
})
