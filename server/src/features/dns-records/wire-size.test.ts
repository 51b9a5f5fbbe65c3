import { describe, expect, it } from '@jest/globals'
import type { DnsRecordType, DnsRecordValue } from '@quantumnet/api'
import { rrsetBytes } from './wire-size.ts'

describe('bytes of a record in an answer, 12 of them before its data', () => {
  it.each<[DnsRecordType, DnsRecordValue[], number]>([
    ['A', ['10.0.0.1'], 16],
    ['A', ['10.0.0.1', '10.0.0.2'], 32],
    ['AAAA', ['2001:db8::1'], 28],
    // 1 a 1 b 0
    ['CNAME', ['a.b'], 17],
    ['PTR', ['a.b'], 17],
    ['TXT', [''], 13],
    ['TXT', ['x'.repeat(255)], 268],
    ['TXT', ['x'.repeat(256)], 270],
    // two bytes in UTF-8
    ['TXT', ['é'], 15],
    ['SRV', [{ priority: 1, weight: 1, port: 1, target: 'a.b' }], 23],
    ['MX', [{ preference: 1, exchange: '.' }], 15],
    ['CAA', [{ flags: 0, tag: 'issue', value: 'a.b' }], 22],
  ])('%s %j: %j', (type, values, bytes) => {
    expect(rrsetBytes(type, values)).toBe(bytes)
  })
})
