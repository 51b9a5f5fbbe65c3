import { describe, expect, it } from '@jest/globals'
import type { ToldEvent } from './hub.ts'
import { ReaderQueue, type Taken } from './reader-queue.ts'

const told = (...seqs: number[]): ToldEvent[] =>
  seqs.map((seq) => ({
    event: { xid: '7', seq, project: 'p', kind: 'port', id: 'a', action: 'updated', at: new Date(0) },
    position: { origin: 'o', xid: '7', seq },
  }))

const place = { origin: 'o', xid: '7', seq: 99 }
const open = (signal: AbortSignal): ReaderQueue => new ReaderQueue(3, signal, () => place)
const found = (kind: Taken['found'], events: ToldEvent[] = []): Taken => ({ found: kind, events, position: place })

describe("a reader's queue", () => {
  it('hands over all that came, in order, and then waits', async () => {
    const queue = open(new AbortController().signal)
    queue.add(told(1))
    queue.add(told(2, 3))
    expect(await queue.take(0)).toEqual(found('events', told(1, 2, 3)))
    expect(await queue.take(1)).toEqual(found('nothing'))
    const taking = queue.take(60_000)
    queue.add(told(4))
    expect(await taking).toEqual(found('events', told(4)))
  })

  it('keeps no more than its limit: says once that something was left out, and goes on', async () => {
    const queue = open(new AbortController().signal)
    queue.add(told(1, 2, 3))
    queue.add(told(4))
    queue.add(told(5))
    expect(await queue.take(0)).toEqual(found('overflow'))
    expect(await queue.take(0)).toEqual(found('nothing'))
    queue.add(told(6))
    expect(await queue.take(0)).toEqual(found('events', told(6)))
  })

  it('ends a wait when it is nudged or its stream ends', async () => {
    const stop = new AbortController()
    const queue = open(stop.signal)
    const nudged = queue.take(60_000)
    queue.nudge()
    expect(await nudged).toEqual(found('nothing'))
    const last = queue.take(60_000)
    stop.abort()
    expect(await last).toBeUndefined()
    expect(await queue.take(60_000)).toBeUndefined()
  })
})
