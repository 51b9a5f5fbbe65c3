import { describe, expect, it } from '@jest/globals'
import type { UpdateQosPolicy } from '@quantumnet/api'
import { DomainError } from '../../errors.ts'
import { burstOf, checkLimits, patchedLimits, type Limits } from './rules.ts'

describe('the burst in kbit', () => {
  it.each<[number | null, number | null, number | null]>([
    [null, null, null],
    [10_000, null, 2_500],
    [10_001, null, 2_501],
    [10_000, 5_000, 5_000],
    // A quarter of a second would be less than one packet of 8942 bytes.
    [64, null, 72],
    [288, null, 72],
    [292, null, 73],
    [4_294_967_295, null, 1_073_741_824],
  ])('at %j kbit/s, asked for %j, is %j', (max, asked, burst) => {
    expect(burstOf(max, asked)).toBe(burst)
  })
})

const none: Limits = {
  ...{ egress_max: null, egress_burst: null, ingress_max: null, ingress_burst: null },
  ...{ min: null, dscp: null },
}

describe('limits', () => {
  it.each<Partial<Limits>>([
    { egress_max: 1 },
    { ingress_max: 1 },
    { min: 10 },
    { dscp: 0 },
    { egress_max: 100, egress_burst: 72 },
    { ingress_max: 100, min: 100 },
    // What is guaranteed is traffic to the VM; what is limited here comes from it.
    { egress_max: 50, min: 100 },
  ])('%j go together', (limits) => {
    expect(() => {
      checkLimits({ ...none, ...limits })
    }).not.toThrow()
  })

  it.each<[Partial<Limits>, string]>([
    [{}, ': the policy would do nothing'],
    [{ egress_burst: 100, dscp: 8 }, '/egress_burst: is above a limit that is not there: egress_max is null'],
    [{ egress_max: 9, ingress_burst: 100 }, '/ingress_burst: is above a limit that is not there: ingress_max is null'],
    [{ ingress_max: 100, min: 101 }, '/min: is more than ingress_max, which is 100 kbit/s'],
  ])('%j do not', (limits, message) => {
    expect(() => {
      checkLimits({ ...none, ...limits })
    }).toThrow(new DomainError('invalid_request', message))
  })
})

describe('changed limits', () => {
  const before: Limits = { ...none, egress_max: 100, egress_burst: 80, dscp: 8 }
  it.each<[UpdateQosPolicy, Partial<Limits>]>([
    [{}, {}],
    [{ name: 'x' }, {}],
    [{ egress_max: 200 }, { egress_max: 200 }],
    [{ egress_burst: null }, { egress_burst: null }],
    [{ egress_max: null }, { egress_max: null, egress_burst: null }],
    // Contradicts itself, and is refused as such.
    [
      { egress_max: null, egress_burst: 90 },
      { egress_max: null, egress_burst: 90 },
    ],
    [
      { dscp: null, min: 5 },
      { dscp: null, min: 5 },
    ],
  ])('by %j: %j', (patch, changes) => {
    expect(patchedLimits(before, patch)).toEqual({ ...before, ...changes })
  })
})
