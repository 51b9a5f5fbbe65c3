import { describe, expect, it } from '@jest/globals'
import type { ZoneRecord } from '@quantumnet/api'
import { namesAsTold } from './content.ts'
import type { NameRow } from './store.ts'

const told = (zone: { zone: string; domain: string | null }, names: readonly NameRow[]): ZoneRecord[] =>
  namesAsTold(zone, names).flatMap(({ records }) => records)

const zone = { zone: 'shop.internal', domain: null }

describe('what a zone is published with', () => {
  it('are its records, and names that went', () => {
    const sip = { priority: 1, weight: 2, port: 5060, target: 'vm1.shop.internal' }
    const names: NameRow[] = [
      { name: 'vm1', records: [{ type: 'A', ttl: 5, data: '10.0.0.1' }] },
      { name: '_sip._tcp', records: [{ type: 'SRV', ttl: 60, data: sip }] },
      { name: 'went', records: [] },
    ]
    expect(namesAsTold(zone, names)).toEqual([
      { name: 'vm1', records: [{ name: 'vm1', type: 'A', ttl: 5, data: '10.0.0.1' }] },
      { name: '_sip._tcp', records: [{ name: '_sip._tcp', type: 'SRV', ttl: 60, data: sip }] },
      { name: 'went', records: [] },
    ])
  })

  it('are reverse names of addresses, which come before those that people made', () => {
    const names: NameRow[] = [
      {
        name: '1.0.0.10.in-addr.arpa',
        records: [
          { type: 'PTR', ttl: 60, data: 'other.example' },
          { type: 'PTR', ttl: 5, data: 'vm1.shop.internal', reverse: true },
          { type: 'TXT', ttl: 60, data: 'kept' },
        ],
      },
      { name: '2.0.0.10.in-addr.arpa', records: [{ type: 'PTR', ttl: 60, data: 'two.example' }] },
    ]
    expect(told(zone, names).map(({ name, type, data }) => [name, type, data])).toEqual([
      ['1.0.0.10.in-addr.arpa', 'PTR', 'vm1.shop.internal'],
      ['1.0.0.10.in-addr.arpa', 'TXT', 'kept'],
      ['2.0.0.10.in-addr.arpa', 'PTR', 'two.example'],
    ])
  })

  it('are names in its own domain as the primaries have them, so that they find what is there', () => {
    const corp = { zone: '1.view.quantumnet', domain: 'corp.example' }
    const of = (data: string): unknown =>
      told(corp, [{ name: 'www', records: [{ type: 'CNAME', ttl: 5, data }] }])[0]?.data
    expect(of('web.corp.example')).toBe('web.1.view.quantumnet')
    expect(of('corp.example')).toBe('1.view.quantumnet')
    expect(of('web.acorp.example')).toBe('web.acorp.example')
    const mail = { preference: 10, exchange: 'mx.corp.example' }
    expect(told(corp, [{ name: '@', records: [{ type: 'MX', ttl: 5, data: mail }] }])[0]?.data).toEqual({
      preference: 10,
      exchange: 'mx.1.view.quantumnet',
    })
  })
})
