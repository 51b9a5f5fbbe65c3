import { describe, expect, it } from '@jest/globals'
import type { LoggedEvent } from '../../events/tail.ts'
import { StatusGather, withoutOlderStatus } from './gather.ts'

const event = (seq: number, id: string, action: LoggedEvent['action'] = 'status'): LoggedEvent => ({
  ...{ xid: '700', seq, project: 'p', kind: 'port', id, action },
  at: new Date(0),
})
const at = (seq: number): { xid: string; seq: number } => ({ xid: '700', seq })
const seqs = (events: readonly LoggedEvent[]): number[] => events.map(({ seq }) => seq)

describe('status events', () => {
  it('are held back, each resource once with its newest; others pass', () => {
    const gather = new StatusGather()
    expect(
      seqs(gather.add([event(1, 'a'), event(2, 'b', 'created'), event(3, 'a'), event(4, 'c'), event(5, 'a')])),
    ).toEqual([2])
    expect(seqs(gather.take())).toEqual([5, 4])
    expect(gather.isEmpty).toBe(true)
  })

  it('are left out when the resource is told of anyway, which is read anew', () => {
    const gather = new StatusGather()
    expect(seqs(gather.add([event(1, 'a'), event(2, 'a', 'deleted')]))).toEqual([2])
    expect(gather.take()).toEqual([])
  })

  it('of a bulk are told once, in the place of the last', () => {
    const bulk = [event(1, 'a'), event(2, 'a', 'updated'), event(3, 'a'), event(4, 'b'), event(5, 'a')]
    expect(seqs(withoutOlderStatus(bulk))).toEqual([2, 4, 5])
    expect(seqs(withoutOlderStatus([event(1, 'a'), event(2, 'a', 'deleted')]))).toEqual([2])
  })
})

describe('the place to go on from', () => {
  it('is before the oldest event that is held back, until that is told', () => {
    const gather = new StatusGather()
    expect(gather.resumeAt(at(9))).toEqual(at(9))
    gather.add([event(10, 'a'), event(11, 'b', 'created'), event(12, 'a'), event(13, 'c')])
    expect(gather.resumeAt(at(11))).toEqual(at(9))
    expect(gather.resumeAt(at(9))).toEqual(at(9))
    gather.take()
    gather.add([event(20, 'd')])
    expect(gather.resumeAt(at(20))).toEqual(at(9))
    gather.told()
    expect(gather.resumeAt(at(20))).toEqual(at(19))
    gather.take()
    gather.told()
    expect(gather.resumeAt(at(20))).toEqual(at(20))
  })

  it('follows the order of the log, which is of transactions first', () => {
    const gather = new StatusGather()
    gather.add([{ ...event(50, 'a'), xid: '99' }])
    expect(gather.resumeAt({ xid: '100', seq: 7 })).toEqual({ xid: '99', seq: 49 })
    expect(gather.resumeAt({ xid: '98', seq: 60 })).toEqual({ xid: '98', seq: 60 })
  })
})
