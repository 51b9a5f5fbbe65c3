import { describe, expect, it } from '@jest/globals'
import { nextConditions } from './status.ts'

const now = new Date('2026-11-20T12:00:00.000Z')
const earlier = '2026-11-20T11:00:00.000Z'
const failed = { type: 'ApplyFailed', reason: 'ConstraintViolation', message: 'the name is taken', since: earlier }
const other = { type: 'Draining', reason: 'Asked', message: 'by an operator', since: earlier }

describe('conditions after an attempt', () => {
  it('are cleared by success, save those of others', () => {
    expect(nextConditions([other, failed], undefined, now)).toEqual([other])
  })

  it('begin now', () => {
    const failure = { type: 'ApplyFailed', reason: 'CannotRender', message: 'no such position' } as const
    expect(nextConditions([other], failure, now)).toEqual([other, { ...failure, since: now.toISOString() }])
  })

  it('keep the time at which they began, and take the newest reason', () => {
    const failure = { type: 'ApplyFailed', reason: 'CannotRender', message: 'no such position' } as const
    expect(nextConditions([failed], failure, now)).toEqual([{ ...failure, since: earlier }])
  })

  it('take each other’s place, and leave what they wait for to the log', () => {
    const waits = {
      type: 'Waiting',
      reason: 'DependencyMissing',
      message: 'waits',
      waitsFor: { kind: 'network', id: 'n' },
    } as const
    expect(nextConditions([failed], waits, now)).toEqual([
      { type: 'Waiting', reason: 'DependencyMissing', message: 'waits', since: now.toISOString() },
    ])
  })
})
