import { expect, it } from '@jest/globals'
import { Coalescer, type CoalescerOptions } from './coalescer.ts'

const open = (
  options: Partial<CoalescerOptions<string, string>> = {},
): { coalescer: Coalescer<string, string>; batches: string[][] } => {
  const batches: string[][] = []
  const coalescer = new Coalescer<string, string>({
    run: async (batch) => {
      batches.push([...batch])
      return await Promise.resolve(batch.map((request) => request.toUpperCase()))
    },
    ...{ keysOf: () => [], lanes: 1, most: 100, bound: 100, ...options },
  })
  return { coalescer, batches }
}

it('requests of the same turn go together, and each gets its own answer', async () => {
  const { coalescer, batches } = open()
  expect(await Promise.all(['a', 'b', 'c'].map((each) => coalescer.submit(each)))).toEqual(['A', 'B', 'C'])
  expect(batches).toEqual([['a', 'b', 'c']])
})

it('what waits is spread over the lanes', async () => {
  const batches: string[][] = []
  const both = Promise.withResolvers<undefined>()
  const { coalescer } = open({
    lanes: 2,
    run: async (batch) => {
      if (batches.push([...batch]) === 2) both.resolve(undefined)
      await both.promise
      return batch
    },
  })
  await Promise.all(Array.from({ length: 20 }, async (_, n) => await coalescer.submit(String(n))))
  expect(batches.map(({ length }) => length)).toEqual([10, 10])
})

it('two that ask for the same thing go one after the other, in their order', async () => {
  const { coalescer, batches } = open({ keysOf: (request) => [request.charAt(0)] })
  await Promise.all(['a1', 'b1', 'a2'].map((each) => coalescer.submit(each)))
  expect(batches).toEqual([['a1', 'b1'], ['a2']])
})

it('a batch has a largest size', async () => {
  const { coalescer, batches } = open({ most: 2 })
  await Promise.all(['a', 'b', 'c'].map((each) => coalescer.submit(each)))
  expect(batches).toEqual([['a', 'b'], ['c']])
})

it('refuses those for whom there is no room to wait', async () => {
  const { coalescer } = open({ bound: 2 })
  const results = await Promise.allSettled(['a', 'b', 'c'].map((each) => coalescer.submit(each)))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
  expect(await coalescer.submit('d')).toBe('D')
})

it('a batch that fails fails all of it, and no other', async () => {
  let fail = true
  const { coalescer } = open({
    run: async (batch) => {
      if (!fail) return await Promise.resolve(batch)
      fail = false
      throw new Error('gone')
    },
  })
  const results = await Promise.allSettled(['a', 'b'].map((each) => coalescer.submit(each)))
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await coalescer.submit('c')).toBe('c')
})
