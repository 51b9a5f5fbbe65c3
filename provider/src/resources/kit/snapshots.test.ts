import { networkRoutes } from '@quantumnet/api'
import { describe, expect, it } from '@jest/globals'
import { Snapshots, type Reader } from './snapshots.ts'

const ids = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => `id-${String(from + index)}`)

/** A kind with so many resources, in pages of ten, that counts how it is asked. */
const backend = (existing: readonly string[]) => {
  const asked: string[] = []
  const reader: Reader = {
    list: async ({ cursor }) => {
      const start = Number(cursor ?? 0)
      asked.push(`list ${String(start)}`)
      const end = start + 10
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
  await Promise.all(wanted.map(async (id) => (await snapshots.read(networkRoutes.list, id, reader)).id))

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
    expect(await read(snapshots, ['id-1', 'id-12', 'id-25'], api)).toEqual(['id-1', 'id-12', 'id-25'])
    expect(api.asked).toEqual(['list 0', 'list 10', 'list 20'])
  })

  it('give up lists of which most is somebody else’s', async () => {
    const [snapshots, api] = [new Snapshots(), backend(ids(100))]
    expect(await read(snapshots, ids(3, 90), api)).toEqual(ids(3, 90))
    expect(await read(snapshots, ids(3, 95), api)).toEqual(ids(3, 95))
    expect(api.asked.filter((each) => each.startsWith('list'))).toEqual(['list 0'])
  })

  it('say of what is not listed what a read of its own says', async () => {
    const [snapshots, api] = [new Snapshots(), backend(ids(3))]
    const reads = ['id-0', 'id-1', 'nowhere'].map(
      async (id) => await snapshots.read(networkRoutes.list, id, api.reader),
    )
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
