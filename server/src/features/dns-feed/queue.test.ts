import { describe, expect, it } from '@jest/globals'
import type { Edition } from './news.ts'
import { EditionQueue } from './queue.ts'

const edition = (names: number): Edition => ({
  position: undefined,
  news: [
    {
      ...{ kind: 'changed', from: 1 },
      zone: { zone: 'a.internal', project: 'p', domain: null, version: 2 },
      names: Array.from({ length: names }, (_, index) => ({ name: `vm${String(index)}`, records: [] })),
    },
  ],
})

describe('what waits for a client of the zone feed', () => {
  it('comes in order, and wakes him', async () => {
    const queue = new EditionQueue(new AbortController().signal)
    const waiting = queue.take()
    const [first, second] = [edition(1), edition(2)]
    queue.add(first)
    queue.add(second)
    expect([await waiting, await queue.take()]).toEqual([first, second])
  })

  it('is never more than so many names: one who is too slow is let go', async () => {
    const queue = new EditionQueue(new AbortController().signal, 5)
    queue.add(edition(9))
    expect(await queue.take()).toBeDefined()
    queue.add(edition(3))
    queue.add(edition(3))
    expect(await queue.take()).toBeUndefined()
  })

  it('ends with the signal', async () => {
    const stop = new AbortController()
    const queue = new EditionQueue(stop.signal)
    const waiting = queue.take()
    stop.abort()
    expect(await waiting).toBeUndefined()
  })
})
