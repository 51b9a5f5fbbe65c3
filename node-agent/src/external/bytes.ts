import { parseIp } from '@quantumnet/api'

/** An address as it is on the wire: 4 or 16 bytes. @throws TypeError when it is none */
export const bytesOfIp = (address: string): Buffer => {
  const parsed = parseIp(address)
  if (parsed === undefined) throw new TypeError(`"${address}" is no IP address`)
  return Buffer.from(parsed.value.toString(16).padStart(parsed.family === 4 ? 8 : 32, '0'), 'hex')
}

/** As it is on the wire, of one with colons. */
export const bytesOfMac = (mac: string): Buffer => Buffer.from(mac.replaceAll(':', ''), 'hex')
