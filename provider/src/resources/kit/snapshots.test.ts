import { describe, expect, it } from '@jest/globals'
import { Snapshots, type Reader } from './snapshots.ts'

const ids = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => `id-${String(from + index)}`)

/** A kind with so many resources, in pages, that counts how it is asked. */
const backend = (existing: readonly string[], perPage = 10) => {
  const asked: string[] = []
  const reader: Reader = {
    list: async ({ cursor }) => {
      const start = Number(cursor ?? 0)
      asked.push(`list ${String(start)}`)
      const end = start + perPage
      const items = existing.slice(start, end).map((id) => ({ id }))
      return await Promise.resolve({ items, next_cursor: end < existing.length ? String(end) : null })
    },
    get: async (id) => {
      asked.push(`get ${id}`)
      if (!existing.includes(id)) throw new Error(`no ${id}`)
      return await Promise.resolve({ id })
    },
  }
  return { asked, reader }
}

const read = async (snapshots: Snapshots, wanted: readonly string[], { reader }: { reader: Reader }) =>
  await Promise.all(wanted.map(async (id) => (await snapshots.read('networks', id, reader)).id))

describe('reads of one walk', () => {
  it('are one list where there are several at once, which answers later ones too', async () => {
    const [snapshots, api] = [new Snapshots(), backend(ids(10))]
    expect(await read(snapshots, ids(5), api)).toEqual(ids(5))
    expect(await read(snapshots, ids(5, 5), api)).toEqual(ids(5, 5))
    expect(api.asked).toEqual(['list 0'])
  })

  it('are asked for one by one where there are few', async () => {
    const [snapshots, api] = [new Snapshots(), backend(ids(10))]
    expect(await read(snapshots, ids(2), api)).toEqual(ids(2))
    expect(api.asked).toEqual(['get id-0', 'get id-1'])
  })

  it('go on to the next page while pages hold what is asked for', async () => {
    const [snapshots, api] = [new Snapshots(), backend(ids(30))]
    const wanted = ['id-1', 'id-12', 'id-13', 'id-25', 'id-26', 'id-27']
    expect(await read(snapshots, wanted, api)).toEqual(wanted)
    expect(api.asked).toEqual(['list 0', 'list 10', 'list 20'])
  })

  it('go on where the last page ended', async () => {
    const [snapshots, api] = [new Snapshots(), backend(ids(30))]
    await read(snapshots, ids(3), api)
    expect(await read(snapshots, ids(3, 20), api)).toEqual(ids(3, 20))
    expect(await read(snapshots, ids(7, 10), api)).toEqual(ids(7, 10))
    expect(api.asked).toEqual(['list 0', 'list 10', 'list 20'])
  })

  it('give up lists of which most is somebody else’s', async () => {
    const [snapshots, api] = [new Snapshots(), backend(ids(1000))]
    expect(await read(snapshots, ids(3, 990), api)).toEqual(ids(3, 990))
    expect(await read(snapshots, ids(3, 995), api)).toEqual(ids(3, 995))
    expect(api.asked.filter((each) => each.startsWith('list'))).toEqual(['list 0', 'list 10', 'list 20', 'list 30'])
  })

  it.each([
    ['in order', 1, 20],
    ['in no order', 617, 500],
  ])('read on for as long as pages answer reads, %s', async (_, step, most) => {
    const [snapshots, api] = [new Snapshots(() => 0), backend(ids(2000), 100)]
    const all = Array.from({ length: 2000 }, (__, index) => `id-${String((index * step) % 2000)}`)
    for (let from = 0; from < 2000; from += 10) await read(snapshots, all.slice(from, from + 10), api)
    expect(api.asked.length).toBeLessThanOrEqual(most)
  })

  it('ask for a page once, also where more comes meanwhile', async () => {
    const [snapshots, api] = [new Snapshots(), backend(ids(10))]
    let open: () => void = () => undefined
    const opened = new Promise<void>((resolve) => (open = resolve))
    const slow: Reader = {
      ...api.reader,
      list: async (query) => await opened.then(async () => await api.reader.list(query)),
    }
    const first = read(snapshots, ids(3), { reader: slow })
    await new Promise((resolve) => setTimeout(resolve, 10))
    const second = read(snapshots, ids(3, 5), { reader: slow })
    await new Promise((resolve) => setTimeout(resolve, 10))
    open()
    expect(await Promise.all([first, second])).toEqual([ids(3), ids(3, 5)])
    expect(api.asked).toEqual(['list 0'])
  })

  it('list again what has become old', async () => {
    let now = 0
    const [snapshots, api] = [new Snapshots(() => now), backend(ids(10))]
    await read(snapshots, ids(5), api)
    now = 6_000
    expect(await read(snapshots, ids(3, 5), api)).toEqual(ids(3, 5))
    expect(api.asked).toEqual(['list 0', 'list 0'])
  })

  it('keep lists apart', async () => {
    const [snapshots, api] = [new Snapshots(), backend(ids(10))]
    const inList = async (list: string) =>
      await Promise.all(ids(3).map(async (id) => await snapshots.read(list, id, api.reader)))
    await Promise.all([inList('a'), inList('b')])
    expect(api.asked).toEqual(['list 0', 'list 0'])
  })

  it('say of what is not listed what a read of its own says', async () => {
    const [snapshots, api] = [new Snapshots(), backend(ids(3))]
    const reads = ['id-0', 'id-1', 'nowhere'].map(async (id) => await snapshots.read('networks', id, api.reader))
    const outcomes = await Promise.allSettled(reads)
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
  })

  it('see what has changed since: each answer is given once, not for long, and not after a write', async () => {
    let now = 0
    const [snapshots, api] = [new Snapshots(() => now), backend(ids(10))]
    await read(snapshots, ids(3), api)
    await read(snapshots, ['id-0'], api)
    expect(api.asked).toEqual(['list 0', 'get id-0'])
    now = 6_000
    await read(snapshots, ['id-5'], api)
    snapshots.forget()
    await read(snapshots, ['id-6'], api)
    expect(api.asked.slice(2)).toEqual(['get id-5', 'get id-6'])
  })
})
