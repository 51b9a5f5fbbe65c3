import { formatIp } from '@quantumnet/api'

const PREFIX = 0xfe80n << 112n

/** The link-local address that a host makes from its MAC address (modified EUI-64: RFC 4291 §2.5.6 and appendix A). */
export const linkLocalOf = (mac: string): string => {
  const value = BigInt(`0x${mac.replaceAll(':', '')}`)
  const upper = (value >> 24n) ^ 0x02_00_00n
  return formatIp({ family: 6, value: PREFIX | (upper << 40n) | (0xfffen << 24n) | (value & 0xff_ff_ffn) })
}
