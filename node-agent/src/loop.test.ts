import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { setImmediate as turn } from 'node:timers/promises'
import { Loop } from './loop.ts'

describe('Loop', () => {
  let stop: AbortController
  let ended: Promise<void> = Promise.resolve()
  beforeEach(() => {
    stop = new AbortController()
  })
  afterEach(async () => {
    stop.abort()
    await ended
  })

  /** A loop whose passes are counted and end when the test says so. */
  const start = (
    options: { resyncMs?: number; fails?: () => boolean } = {},
  ): { loop: Loop; passes: () => number; running: () => number; finish: () => void; errors: number[] } => {
    let [passes, running] = [0, 0]
    let finish: () => void = () => undefined
    const errors: number[] = []
    const loop = new Loop({
      pass: async () => {
        passes += 1
        running += 1
        await new Promise<void>((resolve) => (finish = resolve))
        running -= 1
        if (options.fails?.() === true) throw new Error('no')
      },
      onError: (_, pauseMs) => errors.push(pauseMs),
      resyncMs: options.resyncMs ?? 60_000,
      restMs: 0,
    })
    ended = loop.run(stop.signal)
    stop.signal.addEventListener('abort', () => {
      finish()
    })
    return {
      loop,
      passes: () => passes,
      running: () => running,
      errors,
      finish: () => {
        finish()
      },
    }
  }
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await turn()
  }

  it('makes a first pass at once, and another for any number of wake-ups during it', async () => {
    const { loop, passes, running, finish } = start()
    await until(() => passes() === 1)
    loop.wake()
    loop.wake()
    loop.wake()
    expect(running()).toBe(1)
    finish()
    await until(() => passes() === 2)
    finish()
    await until(() => running() === 0)
    for (let i = 0; i < 100; i++) await turn()
    expect(passes()).toBe(2)
    loop.wake()
    await until(() => passes() === 3)
  })

  it('makes a pass at every resync', async () => {
    const { passes, finish } = start({ resyncMs: 1 })
    for (const n of [1, 2, 3]) {
      await until(() => passes() === n)
      finish()
    }
  })

  it('tries a pass that failed again, at growing distances, without being woken', async () => {
    let failing = true
    const { passes, finish, errors } = start({ fails: () => failing })
    for (const n of [1, 2]) {
      await until(() => passes() === n)
      finish()
      await until(() => errors.length === n)
    }
    failing = false
    await until(() => passes() === 3)
    expect(errors).toEqual([250, 500])
  })
})
