import { describe, expect, it } from '@jest/globals'
import { Bitmap } from './bitmap.ts'

const range = (first: bigint, last: bigint): { first: bigint; last: bigint } => ({ first, last })
const takeAll = (bitmap: Bitmap): bigint[] => {
  const taken: bigint[] = []
  for (let value = bitmap.take(); value !== undefined; value = bitmap.take()) taken.push(value)
  return taken
}

describe('a bitmap', () => {
  it('hands out every address of its ranges once, the last one too', () => {
    const bitmap = new Bitmap([range(100n, 131n), range(140n, 140n), range(163n, 164n)])
    expect(bitmap.free).toBe(35)
    const all = takeAll(bitmap)
    expect([all.length, new Set(all).size, all[0], all[31], all[32], all[34]]).toEqual([35, 35, 100n, 131n, 140n, 164n])
    expect(bitmap.free).toBe(0)
  })

  it('goes on behind what it handed out, and comes round', () => {
    const bitmap = new Bitmap([range(10n, 13n)])
    expect([bitmap.take(), bitmap.take()]).toEqual([10n, 11n])
    bitmap.release(10n)
    expect(takeAll(bitmap)).toEqual([12n, 13n, 10n])
  })

  it('knows what others have, inside of its ranges and outside', () => {
    const bitmap = new Bitmap([range(10n, 13n), range(20n, 21n)])
    for (const value of [9n, 10n, 12n, 12n, 15n, 21n, 400n]) bitmap.occupy(value)
    expect(bitmap.free).toBe(3)
    // What lies between the ranges is never handed out, though nobody has it.
    bitmap.release(9n, 18n)
    expect(takeAll(bitmap)).toEqual([10n, 11n, 12n, 13n, 20n])
  })

  it.each([
    [0, 10n],
    [0.5, 42n],
    [0.999, 73n],
  ])('scattered by %d it goes on at %s', (random, next) => {
    const bitmap = new Bitmap([range(10n, 73n)])
    bitmap.scatter(random)
    expect(bitmap.take()).toBe(next)
  })

  it('without ranges has nothing', () => {
    expect(new Bitmap([]).take()).toBeUndefined()
  })

  it('of a million addresses takes 128 KiB', () => {
    expect(new Bitmap([range(0n, (1n << 20n) - 1n)]).bytes).toBe(128 * 1024)
  })
})
