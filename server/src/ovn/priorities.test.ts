import { describe, expect, it } from '@jest/globals'
import { ACL_PRIORITY, rulePriority } from './priorities.ts'

describe('priority of a rule', () => {
  it.each([
    [0, 'drop', 1999],
    [0, 'reject', 1998],
    [0, 'allow', 1997],
    [1, 'drop', 1996],
    [100, 'allow', 1697],
    [332, 'drop', 1003],
    [332, 'allow', 1001],
  ] as const)('at position %d, %s is %d', (position, verdict, priority) => {
    expect(rulePriority('user', position, verdict)).toBe(priority)
    expect(rulePriority('admin', position, verdict)).toBe(priority + 1000)
  })

  it('is unlike for every position and verdict, and stays in its band', () => {
    const all = Array.from({ length: 333 }, (_, position) =>
      (['drop', 'reject', 'allow'] as const).map((verdict) => rulePriority('user', position, verdict)),
    ).flat()
    expect(new Set(all).size).toBe(999)
    expect(Math.min(...all)).toBeGreaterThanOrEqual(1000)
    expect(Math.max(...all)).toBeLessThan(ACL_PRIORITY.platform)
    expect(Math.max(...all) + 1000).toBeLessThan(ACL_PRIORITY.platform)
    expect(ACL_PRIORITY.defaultEgress).toBeLessThan(1000)
    expect(ACL_PRIORITY.defaultDeny).toBeLessThan(ACL_PRIORITY.defaultEgress)
    expect(ACL_PRIORITY.untracked).toBeLessThan(ACL_PRIORITY.defaultDeny)
  })

  it.each([-1, 333, 1.5, Number.NaN])('is refused at position %d', (position) => {
    expect(() => rulePriority('user', position, 'allow')).toThrow('is not a whole number from 0 to 332')
  })
})
