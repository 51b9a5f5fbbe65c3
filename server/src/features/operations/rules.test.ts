import { describe, expect, it } from '@jest/globals'
import { drainProgress, waitingFor, type OperationFacts } from './rules.ts'

const drain: OperationFacts = { action: 'drain', state: 'running', target_name: 'hv1', done: 3, total: 12 }

describe('what an operation waits for', () => {
  it.each<[Partial<OperationFacts>, string | null]>([
    [{}, '9 ports to leave hv1: migrate or stop their VMs'],
    [{ done: 11 }, '1 port to leave hv1: migrate or stop their VMs'],
    [{ state: 'succeeded', done: 12 }, null],
    [{ state: 'cancelled' }, null],
    [{ state: 'failed' }, null],
  ])('with %j', (facts, words) => {
    expect(waitingFor({ ...drain, ...facts })).toBe(words)
  })

  it('of a decommission is what a person can do about it', () => {
    const words = waitingFor({ ...drain, action: 'decommission', done: 0, total: 1 })
    expect(words).toContain('the chassis hv1 to be removed from OVN')
    expect(words).toContain('ovn-sbctl chassis-del hv1')
  })
})

describe('the progress of a drain', () => {
  it.each([
    [12, 12, { done: 0, total: 12, state: 'running' }],
    [12, 5, { done: 7, total: 12, state: 'running' }],
    [12, 13, { done: 0, total: 13, state: 'running' }],
    [12, 0, { done: 12, total: 12, state: 'succeeded' }],
    [0, 0, { done: 0, total: 0, state: 'succeeded' }],
  ])('of %i with %i left', (total, left, expected) => {
    expect(drainProgress(total, left)).toEqual(expected)
  })
})
