import { describe, expect, it } from '@jest/globals'
import { Limiter, type Verdict } from './limiter.ts'

const judge = (limiter: Limiter, count: number, address = '192.0.2.1', nowMs = 0): Record<Verdict, number> => {
  const found = { send: 0, slip: 0, drop: 0 }
  for (let index = 0; index < count; index++) found[limiter.judge(address, nowMs)]++
  return found
}

describe('Limiter', () => {
  it('sends what a second allows, and of the rest truncates every second', () => {
    expect(judge(new Limiter(10), 30)).toEqual({ send: 10, slip: 10, drop: 10 })
  })

  it('allows more as time goes by, and never more than a second’s worth at once', () => {
    const limiter = new Limiter(10)
    judge(limiter, 10)
    expect(judge(limiter, 10, '192.0.2.1', 500).send).toBe(5)
    expect(judge(limiter, 100, '192.0.2.1', 100_000).send).toBe(10)
  })

  it('gives no time twice when threads come a little late', () => {
    const first = new Limiter(10)
    const late = new Limiter(10, first.memory)
    judge(first, 10, '192.0.2.1', 1_000)
    let sent = 0
    for (let index = 0; index < 100; index++)
      sent += judge(first, 1, '192.0.2.1', 1_000).send + judge(late, 1, '192.0.2.1', 990).send
    expect(sent).toBe(0)
  })

  it('takes neighbours for one source, and others not', () => {
    const limiter = new Limiter(10)
    judge(limiter, 10, '192.0.2.1')
    judge(limiter, 10, '2001:db8:0:1::1')
    expect(judge(limiter, 1, '192.0.2.200').send).toBe(0)
    expect(judge(limiter, 1, '192.0.3.1').send).toBe(1)
    expect(judge(limiter, 1, '2001:db8:0:1:ffff::1').send).toBe(0)
    expect(judge(limiter, 1, '2001:db8:0:2::1').send).toBe(1)
    judge(limiter, 10, '2001:db8::1')
    expect(judge(limiter, 1, '2001:db8::2:0:0:1').send).toBe(0)
    expect(judge(limiter, 1, '2001:db8::3:2:3:4:5').send).toBe(1)
  })

  it('is one for all threads, whatever each of them is sent', () => {
    const first = new Limiter(10)
    const others = [new Limiter(10, first.memory), new Limiter(10, first.memory)]
    expect(judge(first, 6).send).toBe(6)
    expect(others.map((other) => judge(other, 6).send)).toEqual([4, 0])
  })

  it('is not confused by a clock of another thread that is behind', () => {
    const limiter = new Limiter(10)
    judge(limiter, 10, '192.0.2.1', 1000)
    expect(judge(limiter, 1, '192.0.2.1', 999).send).toBe(0)
  })

  it('is off at 0', () => {
    expect(judge(new Limiter(0), 1000).send).toBe(1000)
  })

  it('forgets sources rather than growing', () => {
    const limiter = new Limiter(1)
    for (let index = 0; index < 100_000; index++) limiter.judge(`10.${String(index >> 8)}.${String(index & 255)}.1`, 0)
    expect(limiter.judge('192.0.2.1', 0)).toBe('send')
  })
})
