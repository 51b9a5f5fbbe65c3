import { expect, it } from '@jest/globals'
import { SharedSet } from './shared-set.ts'

const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at)
const sorted = (set: SharedSet): unknown[] => [...set.array].toSorted((a, b) => Number(a) - Number(b))

it('every version reads as it was, in whatever order they are read', () => {
  const first = SharedSet.from([1, 2, 3])
  const second = first.toggled([3, 4])
  const third = second.toggled([1, 5])
  expect(sorted(third)).toEqual([2, 4, 5])
  expect(sorted(first)).toEqual([1, 2, 3])
  expect(sorted(second)).toEqual([1, 2, 4])
})

it('an old version can be changed, too', () => {
  const first = SharedSet.from([1, 2])
  const second = first.toggled([3])
  const other = first.toggled([1])
  expect([sorted(first), sorted(second), sorted(other)]).toEqual([[1, 2], [1, 2, 3], [2]])
})

it('tells the step to the next version, and only that', () => {
  const first = SharedSet.from([1, 2])
  const second = first.toggled([2, 3])
  const third = second.toggled([4])
  expect(first.stepTo(second)).toEqual({ added: [3], removed: [2] })
  expect(first.stepTo(third)).toBeNull()
  expect(second.stepTo(first)).toBeNull()
  expect(third.stepTo(third)).toEqual({ added: [], removed: [] })
})

it('a change costs the same however large the set is', () => {
  const changing = (size: number): number => {
    let set = SharedSet.from(numbers(size))
    const started = process.hrtime.bigint()
    for (let at = 0; at < 2000; at += 1) set = set.toggled([size + at])
    return Number(process.hrtime.bigint() - started)
  }
  changing(1000)
  // Were it linear in the size, it would be 100 times as long.
  expect(changing(100_000)).toBeLessThan(20 * changing(1000))
})
