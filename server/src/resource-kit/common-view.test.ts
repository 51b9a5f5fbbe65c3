import { describe, expect, it } from '@jest/globals'
import type { Status } from '@quantumnet/api'
import { statusOf } from './common-view.ts'

const failed = { type: 'ApplyFailed', reason: 'Refused', message: 'no', since: '2026-01-01T00:00:00Z' }
const waiting = { ...failed, type: 'Waiting' }
const gone = new Date(0)

interface Case {
  readonly generations: readonly [generation: number, applied: number, realized: number]
  readonly conditions?: readonly (typeof failed)[]
  readonly deleting?: Date
}

describe('the state of a resource', () => {
  it.each<[Status['state'], Case]>([
    ['pending', { generations: [1, 0, 0] }],
    ['pending', { generations: [3, 2, 2] }],
    ['pending', { generations: [1, 0, 0], conditions: [waiting] }],
    ['applied', { generations: [2, 2, 1] }],
    ['realized', { generations: [2, 2, 2] }],
    ['error', { generations: [1, 0, 0], conditions: [waiting, failed] }],
    ['error', { generations: [2, 2, 2], conditions: [failed] }],
    ['deleting', { generations: [2, 1, 1], deleting: gone }],
    ['deleting', { generations: [2, 1, 1], conditions: [failed], deleting: gone }],
  ])('is %s for %j', (state, { generations: [generation, applied, realized], conditions = [], deleting = null }) => {
    const row = {
      generation,
      applied_generation: applied,
      realized_generation: realized,
      conditions,
      deleting_at: deleting,
    }
    expect(statusOf(row)).toEqual({ state, applied_generation: applied, realized_generation: realized, conditions })
  })
})
