import { describe, expect, it } from '@jest/globals'
import { newId, someRandomBytes } from './random.ts'

describe('new ids', () => {
  const ids = Array.from({ length: 20_000 }, newId)

  it('are UUIDs of version 7', () => {
    expect(
      ids.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    ).toEqual([])
  })

  it('ascend', () => {
    expect(ids.filter((id, index) => index > 0 && id <= (ids[index - 1] ?? ''))).toEqual([])
  })
})

describe('random bytes', () => {
  it('are other ones each time, also across the end of the pool', () => {
    const seen = new Set(Array.from({ length: 5_000 }, () => Buffer.from(someRandomBytes(10)).toString('hex')))
    expect(seen.size).toBe(5_000)
  })
})
