import { describe, expect, it } from '@jest/globals'
import type { PortRow } from './store.ts'
import { withoutEffect } from './without-effect.ts'

const plain = {
  ...{ qos_policy_id: null, updated_at: new Date('2026-03-01T09:30:00Z') },
}

const cases: readonly (readonly [string, Partial<PortRow>, string | undefined])[] = [
  ['a port that OVN has whole', {}, undefined],
  ['limited', { qos_policy_id: 'q' }, 'qos_policy'],
]

describe('what of a port has no effect yet', () => {
  it.each(cases)('%s', (_, more, parts) => {
    const conditions = withoutEffect({ ...plain, ...more })
    expect(conditions.map(({ message }) => message.split(': ')[1])).toEqual(parts === undefined ? [] : [parts])
  })
})
