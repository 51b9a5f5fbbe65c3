import { ApiError, type ErrorCode } from '@quantumnet/api'
import { describe, expect, it } from '@jest/globals'
import { Changes } from './conflicts.ts'
import type { Deadline } from './deadline.ts'

const refusal = (code: ErrorCode): ApiError =>
  new ApiError({ type: 'urn:x', title: 't', status: 409, code, detail: 'd', request_id: 'r' })

/** Changes and a deadline on a clock that moves only in pauses. */
const heldTime = (limitMs: number) => {
  let now = 0
  const deadline: Deadline = {
    signal: new AbortController().signal,
    timeoutMs: limitMs,
    remainingMs: () => limitMs - now,
    interrupted: () => false,
    pause: async (ms) => {
      await Promise.resolve((now += ms))
    },
  }
  return { deadline, changes: new Changes(() => now), now: () => now }
}

/** A request that is refused until that time. */
const refusedUntil = (endMs: number, now: () => number, code: ErrorCode) => async (): Promise<string> => {
  if (now() < endMs) throw refusal(code)
  return await Promise.resolve('done')
}

describe('a refusal', () => {
  it('that cannot pass is told at once', async () => {
    const { changes, deadline, now } = heldTime(60_000)
    changes.begin()
    await expect(changes.whilePassing(refusedUntil(100, now, 'id_taken'), deadline)).rejects.toThrow('d')
    expect(now()).toBe(0)
  })

  it('that nothing of this run can end is told soon', async () => {
    const { changes, deadline, now } = heldTime(60_000)
    await expect(changes.whilePassing(refusedUntil(60_000, now, 'name_taken'), deadline)).rejects.toThrow('d')
    expect(now()).toBeLessThan(5_000)
  })

  it('is waited for as long as something is under way that may end it', async () => {
    const { changes, deadline, now } = heldTime(60_000)
    changes.begin()
    expect(await changes.whilePassing(refusedUntil(30_000, now, 'address_taken'), deadline)).toBe('done')
  })

  it('is not waited for by those who wait for each other', async () => {
    const { changes, deadline, now } = heldTime(600_000)
    const swap = async (): Promise<string> =>
      await changes.during(
        async (change) => await changes.whilePassing(refusedUntil(600_000, now, 'name_taken'), deadline, change),
      )
    const both = await Promise.allSettled([swap(), swap()])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(now()).toBeLessThan(10_000)
  })

  it('is given up at the deadline', async () => {
    const { changes, deadline, now } = heldTime(5_000)
    changes.begin()
    await expect(changes.whilePassing(refusedUntil(60_000, now, 'quota_exceeded'), deadline)).rejects.toThrow('d')
    expect(now()).toBeLessThanOrEqual(5_000)
  })
})
