import { describe, expect, it } from '@jest/globals'
import { announcement as bytesOf } from './frames.ts'

const announcement = (of: Parameters<typeof bytesOf>[0]): string => bytesOf(of).toString('hex')
const mac = '02:00:00:00:00:50'

describe('an announcement', () => {
  it('is a question for the address itself, padded', () => {
    expect(announcement({ address: '203.0.113.50', mac, vlan: null })).toBe(
      `ffffffffffff 020000000050 0806 0001 0800 06 04 0001 020000000050 cb007132 000000000000 cb007132`
        .replaceAll(' ', '')
        .padEnd(120, '0'),
    )
  })

  it('has the tag of its network', () => {
    expect(announcement({ address: '203.0.113.50', mac, vlan: 100 }).slice(24, 36)).toBe('810000640806')
  })

  it('is an advertisement that overrides, of IPv6', () => {
    const frame = announcement({ address: '2001:db8::5', mac, vlan: null })
    expect(frame.slice(0, 28)).toBe('33330000000102000000005086dd')
    expect(frame.slice(28, 44)).toBe('6000000000203aff')
    expect(frame.slice(108, 112)).toBe('8800')
    expect(frame.slice(116)).toBe('20000000' + '20010db8000000000000000000000005' + '0201020000000050')
    // RFC 1071: with its checksum the sum of everything is ffff.
    const summed = `${frame.slice(44, 108)}000000200000003a${frame.slice(108)}`
    let sum = 0
    for (let at = 0; at < summed.length; at += 4) sum += Number.parseInt(summed.slice(at, at + 4), 16)
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
    expect(sum).toBe(0xffff)
  })
})
