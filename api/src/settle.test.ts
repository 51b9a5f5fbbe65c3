import { describe, expect, it } from '@jest/globals'
import { ApiError } from './client.ts'
import type { Status } from './resource.ts'
import { settle, SettleTimeout, type SettleOptions } from './settle.ts'

const reading = (generation: number, applied: number, realized = 0): { generation: number; status: Status } => ({
  generation,
  status: {
    state: 'pending',
    applied_generation: applied,
    realized_generation: realized,
    conditions: [{ type: 'ApplyFailed', reason: 'x', message: 'no such switch', since: '2026-01-01T00:00:00Z' }],
  },
})

/** A clock that only moves when somebody sleeps. */
const stillTime = (): Pick<SettleOptions, 'now' | 'sleep'> & { slept: number[] } => {
  let time = 0
  const slept: number[] = []
  return {
    slept,
    now: () => time,
    sleep: (ms) => {
      slept.push(ms)
      time += ms
      return Promise.resolve()
    },
  }
}

const notFound = new ApiError({
  type: 't',
  title: 't',
  status: 404,
  code: 'not_found',
  detail: 'gone',
  request_id: 'r',
})

describe('settle', () => {
  it('returns the first reading whose newest generation has come far enough', async () => {
    const readings = [reading(2, 0), reading(2, 1), reading(2, 2)]
    const clock = stillTime()
    const last = await settle(() => Promise.resolve(readings.shift() ?? reading(9, 9)), {
      until: 'applied',
      timeoutMs: 1000,
      ...clock,
    })
    expect(last?.status.applied_generation).toBe(2)
    expect(clock.slept).toEqual([15, 30])
  })

  it('does not take applied for realized', async () => {
    const wait = settle(() => Promise.resolve(reading(1, 1, 0)), { until: 'realized', timeoutMs: 100, ...stillTime() })
    await expect(wait).rejects.toThrow(SettleTimeout)
  })

  it('ends at once for what this version of the server does not write to OVN', async () => {
    const { generation, status } = reading(1, 0)
    const conditions = [{ type: 'Waiting', reason: 'NotProgrammed', message: 'm', since: '2026-01-01T00:00:00Z' }]
    const accepted = { generation, status: { ...status, conditions } }
    const clock = stillTime()
    expect(await settle(() => Promise.resolve(accepted), { until: 'applied', timeoutMs: 100, ...clock })).toEqual(
      accepted,
    )
    expect(clock.slept).toEqual([])
  })

  it('of realized ends with what is applied where the only hypervisor that may have it is none', async () => {
    const conditions = [{ type: 'Waiting', reason: 'NoSuchNode', message: 'm', since: '2026-01-01T00:00:00Z' }]
    const asking = ({ generation, status }: ReturnType<typeof reading>): ReturnType<typeof reading> => ({
      ...{ generation, status: { ...status, conditions } },
    })
    const [pending, applied] = [asking(reading(1, 0)), asking(reading(1, 1))]
    const readings = [pending, applied]
    const clock = stillTime()
    const read = (): Promise<typeof pending> => Promise.resolve(readings.shift() ?? reading(9, 9))
    expect(await settle(read, { until: 'realized', timeoutMs: 100, ...clock })).toEqual(applied)
    expect(clock.slept).toEqual([15])
    const wait = settle(() => Promise.resolve(pending), { until: 'applied', timeoutMs: 100, ...stillTime() })
    await expect(wait).rejects.toThrow(SettleTimeout)
  })

  it('says why it gave up', async () => {
    const wait = settle(() => Promise.resolve(reading(1, 0)), { until: 'applied', timeoutMs: 100, ...stillTime() })
    await expect(wait).rejects.toThrow('not applied after 0.1 s: state is "pending"; ApplyFailed: no such switch')
  })

  it('waits for 404 where the resource has to go, and only there', async () => {
    const gone = (): Promise<never> => Promise.reject(notFound)
    await expect(settle(gone, { until: 'gone', timeoutMs: 100, ...stillTime() })).resolves.toBeUndefined()
    await expect(settle(gone, { until: 'applied', timeoutMs: 100, ...stillTime() })).rejects.toThrow('gone')
  })

  it('stops when it is told to', async () => {
    const wait = settle(() => Promise.resolve(reading(1, 0)), {
      until: 'applied',
      timeoutMs: 1e6,
      ...stillTime(),
      signal: AbortSignal.abort(new Error('stopped')),
    })
    await expect(wait).rejects.toThrow('stopped')
  })
})
