import { describe, expect, it } from '@jest/globals'
import { parseLease } from './lease.ts'

const LEASE = {
  ip: '10.0.0.11',
  mask: '24',
  router: '10.0.0.1',
  dns: '10.0.0.2 10.0.0.3',
  domain: 'demo.internal',
  mtu: '1442',
  lease: '3600',
  serverid: '10.0.0.1',
}
const written = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')

describe('a lease as udhcpc-event writes it', () => {
  it('is read whole', () => {
    expect(parseLease(written(LEASE))).toEqual({
      address: '10.0.0.11/24',
      router: '10.0.0.1',
      dns: ['10.0.0.2', '10.0.0.3'],
      domain: 'demo.internal',
      mtu: 1442,
      leaseSeconds: 3600,
      server: '10.0.0.1',
    })
  })

  it('may lack router, DNS, domain and MTU', () => {
    expect(parseLease(written({ ...LEASE, router: '', dns: '', domain: '', mtu: '' }))).toMatchObject({
      router: undefined,
      dns: [],
      domain: undefined,
      mtu: undefined,
    })
  })

  it('keeps an equals sign in a value', () => {
    expect(parseLease(written({ ...LEASE, domain: 'a=b' })).domain).toBe('a=b')
  })

  it.each(['', 'ip=10.0.0.11\n'])('is none without address and mask: %j', (text) => {
    expect(() => parseLease(text)).toThrow('not a lease')
  })
})
