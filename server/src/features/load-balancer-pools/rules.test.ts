import { describe, expect, it } from '@jest/globals'
import { DomainError } from '../../errors.ts'
import { checkProbed, type CheckedListener } from './rules.ts'

const check = { interval: 5, timeout: 3, success: 2, failure: 3 }
const listeners: CheckedListener[] = [
  { name: 'https', protocol: 'tcp' },
  { name: 'quic', protocol: 'udp' },
]
const diameter: CheckedListener = { name: 'diameter', protocol: 'sctp' }

describe('a health check', () => {
  it('goes with tcp and udp', () => {
    expect(() => {
      checkProbed('/health_check', { name: 'web', health_check: check }, listeners)
    }).not.toThrow()
  })

  it('that is not there goes with sctp', () => {
    expect(() => {
      checkProbed('/health_check', { name: 'web', health_check: null }, [diameter])
    }).not.toThrow()
  })

  it('does not go with sctp', () => {
    expect(() => {
      checkProbed('/health_check', { name: 'web', health_check: check }, [...listeners, diameter])
    }).toThrow(
      new DomainError(
        'invalid_state',
        '/health_check: pool "web" has a health check and listener "diameter" is of sctp, for which OVN has no probes',
      ),
    )
  })
})
