import { describe, expect, it } from '@jest/globals'
import { contentOf } from './content.ts'

const zone = { zone: 'shop.internal', domain: null }

describe('what a zone is published with', () => {
  it('are its records', () => {
    const records = [
      { name: 'vm1', type: 'A' as const, ttl: 5, data: '10.0.0.1' },
      {
        name: '_sip._tcp',
        type: 'SRV' as const,
        ttl: 60,
        data: { priority: 1, weight: 2, port: 5060, target: 'vm1.shop.internal' },
      },
    ]
    expect(contentOf({ ...zone, records })).toEqual(records)
  })

  it('are reverse names of addresses, which come before those that people made', () => {
    const records = [
      { name: '10.0.0.1', type: 'PTR' as const, ttl: 5, data: 'vm1.shop.internal', reverse: true as const },
      { name: '1.0.0.10.in-addr.arpa', type: 'PTR' as const, ttl: 60, data: 'other.example' },
      { name: '1.0.0.10.in-addr.arpa', type: 'TXT' as const, ttl: 60, data: 'kept' },
      { name: '2.0.0.10.in-addr.arpa', type: 'PTR' as const, ttl: 60, data: 'two.example' },
    ]
    expect(contentOf({ ...zone, records }).map(({ name, type, data }) => [name, type, data])).toEqual([
      ['1.0.0.10.in-addr.arpa', 'PTR', 'vm1.shop.internal'],
      ['1.0.0.10.in-addr.arpa', 'TXT', 'kept'],
      ['2.0.0.10.in-addr.arpa', 'PTR', 'two.example'],
    ])
  })

  it('are names in its own domain as the primaries have them, so that they find what is there', () => {
    const of = (data: string): unknown =>
      contentOf({
        ...{ zone: '1.view.quantumnet', domain: 'corp.example' },
        records: [{ name: 'www', type: 'CNAME', ttl: 5, data }],
      })[0]?.data
    expect(of('web.corp.example')).toBe('web.1.view.quantumnet')
    expect(of('corp.example')).toBe('1.view.quantumnet')
    expect(of('web.acorp.example')).toBe('web.acorp.example')
    const mail = contentOf({
      ...{ zone: '1.view.quantumnet', domain: 'corp.example' },
      records: [{ name: '@', type: 'MX', ttl: 5, data: { preference: 10, exchange: 'mx.corp.example' } }],
    })
    expect(mail[0]?.data).toEqual({ preference: 10, exchange: 'mx.1.view.quantumnet' })
  })
})
