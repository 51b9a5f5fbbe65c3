import type { Referrer } from '@quantumnet/api'
import { describe, expect, it } from '@jest/globals'
import { inUse, MOST_REFERRERS } from './refusals.ts'

const ports = (count: number): Referrer[] =>
  Array.from({ length: count }, (_, index) => ({ kind: 'port', id: `id-${String(index)}`, name: String(index) }))

describe('what is in use', () => {
  it.each([
    [1, 'port "0"'],
    [3, 'port "0", port "1", port "2"'],
    [5, 'port "0", port "1", port "2" and 2 more'],
    [MOST_REFERRERS, 'port "0", port "1", port "2" and at least 17 more'],
  ])('by %s names the first few, and lists all', (count, named) => {
    const refusal = inUse('network', 'web', ports(count))
    expect(refusal.message).toBe(`network "web" is in use by ${named}`)
    expect(refusal.referrers).toHaveLength(count)
  })
})
