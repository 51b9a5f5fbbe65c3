import { describe, expect, it } from '@jest/globals'
import type { Status } from './resource.ts'
import { unsettledText, type Unsettled } from './unsettled.ts'

const since = '2026-01-01T00:00:00.000Z'
const status = (state: Status['state'], conditions: Status['conditions'] = []): Status => ({
  ...{ state, applied_generation: 1, realized_generation: 0, conditions },
})
const unbound = { node: null, state: 'unbound', reason: 'nothing is plugged in' } as const
const down = { node: 'hv1', state: 'down', reason: null } as const
const failed = { type: 'ApplyFailed', reason: 'x', message: 'no such switch', since }

describe('what did not come so far', () => {
  it.each<[string, Unsettled, [until: 'applied' | 'realized' | 'gone', waitedMs: number], string]>([
    [
      'is not in OVN',
      { status: status('pending', [failed]) },
      ['applied', 49_986.4],
      'not applied after 50 s: state is "pending"; ApplyFailed: no such switch',
    ],
    [
      'is on no hypervisor',
      { status: status('applied') },
      ['realized', 1_040],
      'not realized after 1 s: state is "applied"; it is in OVN, and not yet on every hypervisor that it concerns',
    ],
    [
      'is not plugged in',
      { status: status('applied'), binding: unbound },
      ['realized', 2_550],
      'not realized after 2.6 s: state is "applied"; it is in OVN, and its binding is "unbound": nothing is plugged in',
    ],
    [
      'is down somewhere',
      { status: status('applied'), binding: down },
      ['realized', 60_000],
      'not realized after 60 s: state is "applied"; it is in OVN, and its binding is "down" on hv1',
    ],
    [
      'is still there',
      { status: status('deleting'), binding: unbound },
      ['gone', 100],
      'not gone after 0.1 s: state is "deleting"',
    ],
  ])('%s', (_what, reading, waited, expected) => {
    expect(unsettledText(reading, ...waited)).toBe(expected)
  })
})
