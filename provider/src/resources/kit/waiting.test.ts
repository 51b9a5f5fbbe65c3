import type { Status } from '@quantumnet/api'
import { describe, expect, it } from '@jest/globals'
import { withDeadline } from './deadline.ts'
import { untilApplied } from './waiting.ts'

/** What is told of a resource whose newest generation came so far, with these conditions. */
const told = async (applied: number, conditions: Status['conditions']): Promise<string[]> => {
  const status: Status = { state: 'pending', applied_generation: applied, realized_generation: 0, conditions }
  const accepted = { id: 'i', generation: 1, status }
  const warnings: string[] = []
  await withDeadline({ signal: new AbortController().signal, timeoutMs: 1000 }, async (deadline) => {
    const warn = ({ detail }: { readonly detail: string }): void => void warnings.push(detail)
    const read = async (): Promise<typeof accepted> => await Promise.resolve(accepted)
    await untilApplied(accepted, { read, until: 'applied', deadline, warn })
  })
  return warnings
}

const condition = (type: string, reason: string): Status['conditions'][number] => ({
  ...{ type, reason, message: 'this version does not write it', since: '2030-01-01T00:00:00.000Z' },
})

describe('what was applied', () => {
  it.each<[string, number, Status['conditions'], string[]]>([
    ['is not spoken of', 1, [condition('AlmostFull', 'Above90Percent')], []],
    [
      'is, where part of it has no effect',
      1,
      [condition('PartlyProgrammed', 'NotProgrammed')],
      ['PartlyProgrammed: this version does not write it.'],
    ],
    [
      'is, where the hypervisor that it asks for is none',
      1,
      [condition('Waiting', 'NoSuchNode')],
      ['Waiting: this version does not write it.'],
    ],
    [
      'is not waited for, where none of it will have',
      0,
      [condition('Waiting', 'NotProgrammed')],
      ['Waiting: this version does not write it.'],
    ],
  ])('%s', async (_what, applied, conditions, expected) => {
    expect(await told(applied, conditions)).toEqual(expected)
  })
})

describe('a port that nothing is plugged into', () => {
  it('is not waited for in silence: it is said what is enough', async () => {
    const status: Status = { state: 'applied', applied_generation: 1, realized_generation: 0, conditions: [] }
    const binding = { node: null, state: 'unbound', reason: 'nothing is plugged in', since: '' } as const
    const port = { id: 'i', generation: 1, status, binding }
    const read = async (): Promise<typeof port> => await Promise.resolve(port)
    const stop = { signal: new AbortController().signal, timeoutMs: 10 }
    const waiting = withDeadline(stop, async (deadline) => {
      await untilApplied(port, { read, until: 'realized', deadline, warn: () => undefined })
    })
    await expect(waiting).rejects.toThrow(/its binding is "unbound": nothing is plugged in\. .*`wait_for = "applied"`/)
  })
})
