import { describe, expect, it } from '@jest/globals'
import { StaleKeys } from './stale-keys.ts'

describe('stale keys', () => {
  it('are handed over together, each once', async () => {
    const stale = new StaleKeys(new AbortController().signal)
    stale.add(['a', 'b'])
    stale.add(['a'])
    expect(await stale.take()).toEqual(['a', 'b'])
  })

  it('wake whoever waits', async () => {
    const stale = new StaleKeys(new AbortController().signal)
    const waiting = stale.take()
    stale.add([])
    stale.add(['a'])
    expect(await waiting).toEqual(['a'])
  })

  it('end with the signal, before, while and after somebody waits', async () => {
    const stop = new AbortController()
    const stale = new StaleKeys(stop.signal)
    const waiting = stale.take()
    stop.abort()
    expect(await waiting).toBeUndefined()
    stale.add(['a'])
    expect(await stale.take()).toBeUndefined()
  })
})
