import { describe, expect, it } from '@jest/globals'
import type { PortRow } from './store.ts'
import { withoutEffect } from './without-effect.ts'

const plain = {
  ...{ qos_policy_id: null, wildcard: false, updated_at: new Date('2026-03-01T09:30:00Z') },
}

const cases: readonly (readonly [string, Partial<PortRow>, string | undefined])[] = [
  ['a port that OVN has whole', {}, undefined],
  ['limited, and with every name below its own', { qos_policy_id: 'q', wildcard: true }, 'qos_policy, wildcard'],
]

describe('what of a port has no effect yet', () => {
  it.each(cases)('%s', (_, more, parts) => {
    const conditions = withoutEffect({ ...plain, ...more })
    expect(conditions.map(({ message }) => message.split(': ')[1])).toEqual(parts === undefined ? [] : [parts])
  })
})
