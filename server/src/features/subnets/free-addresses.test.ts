import { describe, expect, it } from '@jest/globals'
import { FreeAddresses } from './free-addresses.ts'

const subnet = { id: 's', allocation_ranges: [{ start: '0.0.0.10', end: '0.0.0.19' }] }
const gap = (first: bigint, last: bigint): { first: bigint; last: bigint } => ({ first, last })
const takeAll = (free: FreeAddresses, of = subnet): bigint[] => {
  const taken: bigint[] = []
  for (let value = free.take(of); value !== undefined; value = free.take(of)) taken.push(value)
  return taken
}

describe('the guess at free addresses', () => {
  it('offers each address of the gaps once', () => {
    const free = new FreeAddresses()
    expect(free.take(subnet)).toBeUndefined()
    free.fill(subnet, [gap(10n, 11n), gap(15n, 15n)], free.search(subnet).mark)
    expect(takeAll(free)).toEqual([10n, 11n, 15n])
  })

  it('goes on behind what it offered', () => {
    const free = new FreeAddresses()
    free.fill(subnet, [gap(10n, 12n)], free.search(subnet).mark)
    expect(free.search(subnet).order).toEqual([gap(13n, 19n), gap(10n, 12n)])
  })

  it('takes in the first of two searches that ran at once', () => {
    const free = new FreeAddresses()
    const [one, two] = [free.search(subnet), free.search(subnet)]
    free.fill(subnet, [gap(10n, 11n)], one.mark)
    expect(takeAll(free)).toEqual([10n, 11n])
    free.fill(subnet, [gap(10n, 11n)], two.mark)
    expect(takeAll(free)).toEqual([])
  })

  it('offers nothing that has left the ranges', () => {
    const free = new FreeAddresses()
    free.fill(subnet, [gap(10n, 19n)], free.search(subnet).mark)
    expect(takeAll(free, { id: 's', allocation_ranges: [{ start: '0.0.0.18', end: '0.0.0.30' }] })).toEqual([18n, 19n])
  })

  it('keeps subnets apart', () => {
    const free = new FreeAddresses()
    free.fill(subnet, [gap(10n, 10n)], free.search(subnet).mark)
    expect(free.take({ ...subnet, id: 'other' })).toBeUndefined()
  })

  it.each([
    [0, 10n],
    [0.5, 15n],
    [0.999, 19n],
  ])('scatters by %d to %s', (random, from) => {
    const free = new FreeAddresses()
    free.fill(subnet, [gap(10n, 12n)], free.search(subnet).mark)
    free.scatter(subnet, random)
    expect(free.take(subnet)).toBeUndefined()
    expect(free.search(subnet).order[0]?.first).toBe(from)
  })

  it('remembers a bounded number of subnets', () => {
    const free = new FreeAddresses()
    for (let index = 0; index <= 2_000; index++) free.fill({ ...subnet, id: String(index) }, [gap(10n, 10n)], 0)
    expect(free.take({ ...subnet, id: '0' })).toBeUndefined()
    expect(free.take({ ...subnet, id: '1' })).toBe(10n)
  })
})
