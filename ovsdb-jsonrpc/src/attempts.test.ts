import { expect, it } from '@jest/globals'
import { Attempts } from './attempts.ts'

const backoff = { minMs: 1000, maxMs: 8000 }
const delays = (attempts: Attempts, times: number): number[] =>
  Array.from({ length: times }, () => attempts.next().delayMs)

it('tries at once, then after 1, 2, 4, 8, 8 s', () => {
  expect(delays(new Attempts(['a'], backoff, () => 0), 6)).toEqual([0, 1000, 2000, 4000, 8000, 8000])
})

it('takes up to half of the delay away by chance', () => {
  expect(delays(new Attempts(['a'], backoff, () => 0.5), 3)).toEqual([0, 750, 1500])
})

it('tries every remote once before it waits', () => {
  const attempts = new Attempts(['a', 'b', 'c'], backoff, () => 0)
  expect(delays(attempts, 5)).toEqual([0, 0, 0, 1000, 2000])
})

it('starts again after a success', () => {
  const attempts = new Attempts(['a'], backoff, () => 0)
  delays(attempts, 4)
  attempts.succeeded()
  expect(delays(attempts, 2)).toEqual([0, 1000])
})

it('goes through the remotes in an order left to chance, none twice in a round', () => {
  const places = [0.9, 0.1, 0.5, 0.2, 0.3, 0.1]
  const attempts = new Attempts(['a', 'b', 'c'], { minMs: 0, maxMs: 0 }, () => places.shift() ?? 0)
  const remotes = Array.from({ length: 6 }, () => attempts.next().remote)
  expect(remotes.slice(0, 3)).toEqual(['b', 'c', 'a'])
  expect(remotes.slice(3).toSorted()).toEqual(['a', 'b', 'c'])
})
