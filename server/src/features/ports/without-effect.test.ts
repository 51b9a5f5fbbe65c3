import { describe, expect, it } from '@jest/globals'
import type { PortRow } from './store.ts'
import { withoutEffect } from './without-effect.ts'

const plain = {
  ...{ type: 'vm' as const, fixed_ips: [{ subnet: 's', ip: '10.0.0.3' }], allowed_address_pairs: [], dhcp_options: {} },
  ...{ qos_policy_id: null, wildcard: false, updated_at: new Date('2026-03-01T09:30:00Z') },
}
const pair = { ip: '10.0.0.9/32', mac: null }

const cases: readonly (readonly [string, Partial<PortRow>, string | undefined])[] = [
  ['a port that OVN has whole', {}, undefined],
  ['address pairs', { allowed_address_pairs: [pair] }, 'allowed_address_pairs'],
  [
    'a virtual address, limited and with every name below its own',
    { type: 'virtual', qos_policy_id: 'q', wildcard: true },
    'type "virtual", qos_policy, wildcard',
  ],
]

describe('what of a port has no effect yet', () => {
  it.each(cases)('%s', (_, more, parts) => {
    const conditions = withoutEffect({ ...plain, ...more })
    expect(conditions.map(({ message }) => message.split(': ')[1])).toEqual(parts === undefined ? [] : [parts])
  })
})
