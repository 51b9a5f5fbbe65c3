import { describe, expect, it } from '@jest/globals'
import type { EventListener, LoggedEvent } from './tail.ts'
import { Waits } from './waits.ts'

const withTail = (most?: number): { waits: Waits; happen: (id: string) => void } => {
  let tell: EventListener = () => undefined
  const waits = new Waits(
    {
      subscribe: (listener) => {
        tell = listener
        return () => undefined
      },
    },
    most,
  )
  const event = { project: null, kind: 'network', action: 'status', xid: '1', seq: 1, at: new Date(0) } as const
  return {
    waits,
    happen: (id) => {
      tell([{ ...event, id } satisfies LoggedEvent])
    },
  }
}
const LONG_MS = 900
const never = new AbortController().signal

/** Whether a wait has ended within a moment. */
const soon = async (wait: Promise<void>): Promise<boolean> =>
  await Promise.race([
    wait.then(() => true),
    new Promise<boolean>((resolve) => {
      setTimeout(resolve, 50, false)
    }),
  ])

describe('a wait', () => {
  it('ends with an event of its resource, and of no other', async () => {
    const { waits, happen } = withTail()
    const wait = waits.begin(['a'], never)!
    const next = wait.next([], LONG_MS)
    happen('b')
    expect(await soon(next)).toBe(false)
    happen('a')
    expect(await soon(next)).toBe(true)
    wait.end()
  })

  it('misses nothing that happens between two looks', async () => {
    const { waits, happen } = withTail()
    const wait = waits.begin(['a'], never)!
    happen('a')
    expect(await soon(wait.next([], LONG_MS))).toBe(true)
    // What happened to "c" before is not known.
    expect(await soon(wait.next(['c'], LONG_MS))).toBe(true)
    expect(await soon(wait.next(['c'], LONG_MS))).toBe(false)
    wait.end()
  })

  it('ends with its time, its client, or the server', async () => {
    const { waits } = withTail()
    const client = new AbortController()
    const [short, left, rest] = [
      waits.begin(['a'], never)!,
      waits.begin(['a'], client.signal)!,
      waits.begin(['a'], never)!,
    ]
    expect(await soon(short.next([], 1))).toBe(true)
    const [leaving, resting] = [left.next([], LONG_MS), rest.next([], LONG_MS)]
    client.abort()
    expect(await soon(leaving)).toBe(true)
    expect([left.ended, rest.ended]).toEqual([true, false])
    waits.close()
    expect(await soon(resting)).toBe(true)
    expect(rest.ended).toBe(true)
    expect(waits.begin(['a'], never)).toBeUndefined()
  })

  it('is had by so many at a time only', () => {
    const { waits } = withTail(2)
    const [first, second] = [waits.begin(['a'], never), waits.begin(['a'], never)]
    expect(waits.begin(['a'], never)).toBeUndefined()
    first?.end()
    expect(waits.begin(['a'], never)).toBeDefined()
    second?.end()
  })

  it('takes no more than a quarter of all places for one project', () => {
    const { waits } = withTail(8)
    const own = [waits.begin(['a'], never, 'p'), waits.begin(['a'], never, 'p')]
    expect(own).not.toContain(undefined)
    expect(waits.begin(['a'], never, 'p')).toBeUndefined()
    expect(waits.begin(['a'], never, 'other')).toBeDefined()
    expect(waits.begin(['a'], never)).toBeDefined()
    own[0]?.end()
    own[0]?.end()
    expect(waits.begin(['a'], never, 'p')).toBeDefined()
    expect(waits.begin(['a'], never, 'p')).toBeUndefined()
  })
})
