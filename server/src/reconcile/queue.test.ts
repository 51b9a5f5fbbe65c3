import { describe, expect, it } from '@jest/globals'
import { keyText, type Key, type Kind } from '../ovn/key.ts'
import { KeyQueue } from './queue.ts'

const key = (kind: Kind, id: string): Key => ({ kind, id })
const take = (queue: KeyQueue, limit = 10, nowMs = 0): string[] =>
  queue.take(limit, nowMs).map((work) => keyText(work.key))

describe('the queue of keys', () => {
  it('holds a key once, with all rows that asked for it', () => {
    const queue = new KeyQueue()
    queue.add(key('port', 'a'), 3)
    queue.add(key('port', 'a'), 5)
    queue.add(key('port', 'a'), 5)
    expect(queue.take(10, 0)).toEqual([{ key: key('port', 'a'), seqs: [3, 5] }])
    expect(queue.take(10, 0)).toEqual([])
  })

  it('gives what others refer to first, and no more than asked', () => {
    const queue = new KeyQueue()
    for (const kind of ['port', 'subnet', 'network', 'security_group', 'platform'] as const) queue.add(key(kind, 'a'))
    expect(take(queue, 3)).toEqual(['platform:a', 'security_group:a', 'network:a'])
    expect(take(queue, 3)).toEqual(['subnet:a', 'port:a'])
  })

  it('gives what changed before what a sweep found', () => {
    const queue = new KeyQueue()
    queue.addSwept(key('network', 'swept'))
    queue.add(key('port', 'changed'))
    queue.addSwept(key('port', 'changed'))
    expect(take(queue)).toEqual(['port:changed'])
    expect(take(queue)).toEqual(['network:swept'])
    expect(queue.size).toBe(0)
  })

  it('keeps a key that failed for a time that doubles, and forgets that once it is done', () => {
    const queue = new KeyQueue()
    const failing = key('port', 'a')
    const dueAt: number[] = []
    let nowMs = 0
    for (let attempt = 0; attempt < 4; attempt++) {
      queue.retry(failing, nowMs)
      const start = nowMs
      while (take(queue, 1, nowMs).length === 0) nowMs += 50
      dueAt.push(nowMs - start)
    }
    expect(dueAt).toEqual([250, 500, 1000, 2000])
    queue.done(failing)
    expect(queue.failing).toBe(0)
    queue.retry(failing, 0)
    expect(take(queue, 1, 250)).toEqual(['port:a'])
  })

  it('tries a failed key at once when it changes', () => {
    const queue = new KeyQueue()
    queue.retry(key('port', 'a'), 0)
    queue.addSwept(key('port', 'a'))
    expect(take(queue)).toEqual([])
    queue.add(key('port', 'a'))
    expect(take(queue)).toEqual(['port:a'])
  })

  it('tries those that wait for a key as soon as that one is done', () => {
    const queue = new KeyQueue()
    queue.retry(key('port', 'a'), 0, key('network', 'n'))
    expect(take(queue)).toEqual([])
    queue.done(key('network', 'n'))
    expect(take(queue)).toEqual(['port:a'])
  })

  it('forgets a key that there is no more, and those that wait for it have their next attempt all the same', () => {
    const queue = new KeyQueue()
    queue.retry(key('network', 'n'), 0)
    queue.retry(key('port', 'a'), 0, key('network', 'n'))
    queue.forget(key('network', 'n'))
    expect(queue.failing).toBe(1)
    queue.done(key('network', 'n'))
    expect(take(queue)).toEqual([])
    expect(take(queue, 10, 250)).toContain('port:a')
  })

  it('takes interrupted work back whole', () => {
    const queue = new KeyQueue()
    queue.add(key('port', 'a'), 7)
    const work = queue.take(10, 0)
    queue.add(key('port', 'a'), 9)
    queue.putBack(work)
    expect(queue.take(10, 0)).toEqual([{ key: key('port', 'a'), seqs: [9, 7] }])
  })
})
