import { describe, expect, it } from '@jest/globals'
import { parseDuration, timeoutMs } from './timeouts.ts'

describe('a duration', () => {
  it.each([
    ['90s', 90_000],
    ['10m', 600_000],
    ['1h30m', 5_400_000],
    ['1.5s', 1_500],
    ['250ms', 250],
    ['1m1ms', 60_001],
  ])('%s is %i ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  it.each(['', '10', 'm', '-1s', '0s', '1 m', '1d', '1h x', 's1', '600h'])('is not %j', (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })
})

describe('the limit of an operation', () => {
  const defaults = { create: '1s', update: '2s', delete: '3s' }

  it.each([
    ['the default without a block', {}, 3_000],
    ['the default when the block says nothing of it', { timeouts: { create: '9s', delete: null } }, 3_000],
    ['what the block says', { timeouts: { delete: '9s' } }, 9_000],
  ])('is %s', (_what, state, ms) => {
    expect(timeoutMs(state, 'delete', defaults)).toBe(ms)
  })
})
