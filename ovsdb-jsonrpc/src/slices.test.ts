import { expect, it } from '@jest/globals'
import { inSlices } from './slices.ts'
import type { Steps } from './slices.ts'

function* spending(milliseconds: number): Steps<string> {
  const until = performance.now() + milliseconds
  while (performance.now() < until) yield
  return 'done'
}

it('short work is done at once, long work gives the event loop its turn', async () => {
  expect(inSlices(spending(0))).toBe('done')
  let turns = 0
  const counting = setInterval(() => (turns += 1), 1)
  const long = inSlices(spending(120))
  expect(long).toBeInstanceOf(Promise)
  expect(await long).toBe('done')
  clearInterval(counting)
  expect(turns).toBeGreaterThan(5)
})

it('an error comes out, at once or later', async () => {
  function* failing(steps: number): Steps<never> {
    for (let step = 0; step < steps; step += 1) yield
    throw new Error('no')
  }
  expect(() => inSlices(failing(1))).toThrow('no')
  await expect(Promise.resolve(inSlices(failing(10_000_000)))).rejects.toThrow('no')
})
