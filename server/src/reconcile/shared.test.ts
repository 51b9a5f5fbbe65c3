import { describe, expect, it } from '@jest/globals'
import { Shared } from './shared.ts'

describe('shared work', () => {
  it('runs once for all who come while another run is under way, and begins after they asked', async () => {
    const runs: PromiseWithResolvers<number>[] = []
    const shared = new Shared(async () => {
      const run = Promise.withResolvers<number>()
      runs.push(run)
      return await run.promise
    })
    const first = shared.run()
    await Promise.resolve()
    expect(runs).toHaveLength(1)
    const later = [shared.run(), shared.run()]
    runs[0]?.resolve(1)
    expect(await first).toBe(1)
    await new Promise(setImmediate)
    expect(runs).toHaveLength(2)
    runs[1]?.resolve(2)
    expect(await Promise.all(later)).toEqual([2, 2])
  })

  it('a run that fails is told to those who wait for it, and to nobody after', async () => {
    let runs = 0
    const shared = new Shared(async () => {
      runs += 1
      return await (runs === 1 ? Promise.reject(new Error('no')) : Promise.resolve(runs))
    })
    const first = shared.run()
    await expect(first).rejects.toThrow('no')
    expect(await shared.run()).toBe(2)
  })
})
