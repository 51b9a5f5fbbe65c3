import { describe, expect, it } from '@jest/globals'
import { arp, dhcpOffer, echoRequest, linkLocal, routerAdvertisement } from './frames.ts'

const from = '02:00:00:00:00:01'
const to = '02:00:00:00:00:02'

/** RFC 1071: over data with its checksum in place the sum is all ones. */
const sumOf = (data: Buffer): number => {
  let sum = 0
  for (let index = 0; index < data.length; index += 2) sum += ((data[index] ?? 0) << 8) | (data[index + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return sum
}

describe('forged frames', () => {
  it('an ARP request is the 28 bytes of RFC 826, padded', () => {
    expect(arp({ from, operation: 'request', senderIp: '10.0.0.1', targetIp: '10.0.0.2' })).toBe(
      `ffffffffffff020000000001080600010800060400010200000000010a0000010000000000000a000002${'00'.repeat(18)}`,
    )
  })

  it('an IPv4 echo request has both checksums', () => {
    const data = Buffer.from(echoRequest({ from, to, source: '10.0.0.1', destination: '10.0.0.2' }), 'hex')
    expect(sumOf(data.subarray(14, 34))).toBe(0xffff)
    expect(sumOf(data.subarray(34, 14 + data.readUInt16BE(16)))).toBe(0xffff)
  })

  it('a router advertisement has the checksum of its pseudo header', () => {
    const data = Buffer.from(routerAdvertisement({ from, source: 'fe80::1', prefix: '2001:db8:66::' }), 'hex')
    const payload = data.subarray(54, 54 + data.readUInt16BE(18))
    const pseudo = Buffer.from([0, 0, 0, payload.length, 0, 0, 0, 58])
    expect(sumOf(Buffer.concat([data.subarray(22, 54), pseudo, payload]))).toBe(0xffff)
  })

  it('a DHCP offer is one of 240 bytes and options', () => {
    const data = Buffer.from(dhcpOffer({ from, source: '10.0.0.66', client: to, offers: '10.0.0.77' }), 'hex')
    expect(data.readUInt32BE(42 + 236)).toBe(0x63825363)
    expect(data.subarray(42 + 16, 42 + 20)).toEqual(Buffer.from([10, 0, 0, 77]))
  })

  it('a link-local address has the universal bit turned, and ff:fe in the middle', () => {
    expect(linkLocal('02:4f:9a:10:2b:3c')).toBe('fe80::4f:9aff:fe10:2b3c')
  })
})
