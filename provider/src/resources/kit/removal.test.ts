import { ApiError, type ErrorCode, type Problem } from '@quantumnet/api'
import { describe, expect, it } from '@jest/globals'
import type { Deadline } from './deadline.ts'
import { requestRemoval } from './removal.ts'

const refusal = (code: ErrorCode, ...referrers: string[]): ApiError =>
  new ApiError({
    type: 'urn:x',
    title: 't',
    status: 409,
    code,
    detail: 'd',
    request_id: 'r',
    referrers: referrers.map((id) => ({ kind: 'port', id, name: id })),
  } satisfies Problem)

/** A deadline on a clock that moves only in pauses. */
const heldTime = (limitMs: number): { deadline: Deadline; now: () => number } => {
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
  return { deadline, now: () => now }
}

const answering = (answers: (ApiError | undefined)[]): { request: () => Promise<void>; count: () => number } => {
  let count = 0
  return {
    request: async () => {
      const answer = answers[Math.min(count++, answers.length - 1)]
      await (answer === undefined ? Promise.resolve() : Promise.reject(answer))
    },
    count: () => count,
  }
}

describe('a removal', () => {
  it.each<[string, ApiError | undefined]>([
    ['is accepted', undefined],
    ['finds nothing', refusal('not_found')],
    ['finds that another one was faster', refusal('being_deleted')],
  ])('is over when it %s', async (_what, answer) => {
    const { request, count } = answering([answer])
    const { deadline, now } = heldTime(60_000)
    await requestRemoval(request, deadline, { now })
    expect(count()).toBe(1)
  })

  it('is asked for again while the referrers become fewer', async () => {
    const times = (n: number, ...referrers: string[]): ApiError[] =>
      Array.from({ length: n }, () => refusal('in_use', ...referrers))
    const { request, count } = answering([...times(40, 'a', 'b'), ...times(40, 'b'), undefined])
    const { deadline, now } = heldTime(60_000)
    await requestRemoval(request, deadline, { now })
    expect(count()).toBe(81)
  })

  it('is given up when the same referrers stay for 15 s, long before the limit', async () => {
    const { request } = answering([refusal('in_use', 'a')])
    const { deadline, now } = heldTime(600_000)
    await expect(requestRemoval(request, deadline, { now })).rejects.toMatchObject({
      code: 'in_use',
      problem: { referrers: [{ name: 'a' }] },
    })
    expect(now()).toBe(15_250)
  })

  it('is given up at its limit', async () => {
    const { request } = answering([refusal('in_use', 'a')])
    const { deadline, now } = heldTime(1_000)
    await expect(requestRemoval(request, deadline, { now })).rejects.toMatchObject({ code: 'in_use' })
    expect(now()).toBe(1_000)
  })

  it('is not asked for again after another refusal', async () => {
    const { request, count } = answering([refusal('forbidden')])
    const { deadline, now } = heldTime(60_000)
    await expect(requestRemoval(request, deadline, { now })).rejects.toMatchObject({ code: 'forbidden' })
    expect(count()).toBe(1)
  })
})
