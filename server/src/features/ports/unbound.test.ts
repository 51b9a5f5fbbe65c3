import { describe, expect, it } from '@jest/globals'
import type { PortRow } from './store.ts'
import { bindingReasonOf, waitsForNode } from './unbound.ts'

type Row = Parameters<typeof waitsForNode>[0] & Parameters<typeof bindingReasonOf>[0]

const at = new Date('2026-03-01T09:30:00Z')
const row = (more: Partial<PortRow>): Row => ({
  ...{ type: 'vm', node: null, has_node: true, binding_state: 'unbound', binding_reason: null },
  ...{ updated_at: at, deleting_at: null },
  ...more,
})
const MISSING = 'it may be bound on hypervisor "hv9" only, and none of this name is registered and in service'

describe('a port that is on no hypervisor', () => {
  it.each<[string, Partial<PortRow>, boolean, string | null]>([
    ['may be on any', {}, false, 'nothing is plugged in: no hypervisor has told of an interface of it'],
    ['may be on one that is there', { node: 'hv1' }, false, 'nothing is plugged in: no hypervisor has told of an interface of it'], // prettier-ignore
    ['may be only on one that is not', { node: 'hv9', has_node: false }, true, MISSING],
    ['is being deleted', { node: 'hv9', has_node: false, deleting_at: at }, false, MISSING],
    ['is an address that others share', { type: 'virtual' }, false, null],
    ['is up', { binding_state: 'up' }, false, null],
    ['is where it may not be', { node: 'hv9', has_node: false, binding_state: 'down', binding_reason: 'its interface is on hv1' }, true, 'its interface is on hv1'], // prettier-ignore
  ])('%s', (_, more, waits, reason) => {
    expect(waitsForNode(row(more))).toEqual(
      waits ? [{ type: 'Waiting', reason: 'NoSuchNode', message: MISSING, since: at.toISOString() }] : [],
    )
    expect(bindingReasonOf(row(more))).toBe(reason)
  })
})
