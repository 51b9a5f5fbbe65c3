import type { DnsRecordType, DnsRecordValue } from '@quantumnet/api'
import { describe, expect, it } from '@jest/globals'
import { canonicalTexts, readValue, writeValue } from './values.ts'

describe('values of records', () => {
  it.each<[DnsRecordType, string, DnsRecordValue]>([
    ['A', '10.0.0.10', '10.0.0.10'],
    ['TXT', 'v=spf1  -all', 'v=spf1  -all'],
    ['SRV', '10 5 5060 sip1.shop.internal', { priority: 10, weight: 5, port: 5060, target: 'sip1.shop.internal' }],
    ['MX', '10 mail.example.org', { preference: 10, exchange: 'mail.example.org' }],
    ['CAA', '0 issue "ca.example.org; a=b"', { flags: 0, tag: 'issue', value: 'ca.example.org; a=b' }],
  ])('of type %s are read from "%s" and written so', (type, text, value) => {
    expect(readValue(type, text)).toEqual(value)
    expect(writeValue(value)).toBe(text)
  })

  it.each<[DnsRecordType, string, readonly string[]]>([
    ['A', '10.0.0.256', []],
    ['SRV', '10 5 sip', []],
    ['SRV', '10 five 5060 sip.example.org', []],
    ['MX', 'mail.example.org', []],
    ['CAA', 'issue', []],
  ])('of type %s are not "%s"', (type, text) => {
    expect(canonicalTexts(type, [text])).toBeUndefined()
  })

  it('are the same in any order and spelling that means the same', () => {
    const said = ['20 B.example.org.', '10  a.example.org']
    expect(canonicalTexts('MX', said)).toEqual(['10 a.example.org', '20 b.example.org'])
  })
})
