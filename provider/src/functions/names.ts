import { addressBits, formatIp, parseCidr, parseMac, toHostLabel } from '@quantumnet/api'
import { defineFunction, failure, parameter, Refusal, string } from '../framework/index.ts'
import { cidr, mac } from '../resources/kit/kinds.ts'

const refused = (argument: number, detail: string): Refusal =>
  new Refusal([failure('Cannot be used', detail, [argument])])

export const hostname = defineFunction({
  summary: 'The hostname that a free name becomes',
  description:
    'The hostname that the API makes of the name of a VM: in lower case, without what follows the first dot, other characters become hyphens.',
  parameters: [parameter('name', string, 'Any text, such as the name of a VM.')],
  returns: string,
  call: (name) => {
    const label = toHostLabel(name)
    if (label === undefined)
      throw refused(
        0,
        `Nothing of "${name}" can be a hostname: that takes a letter or digit, and no name that is reserved, such as "localhost".`,
      )
    return label
  },
})

/** Half of an IPv6 address: the interface identifier. */
const HALF_BITS = 64

/** RFC 4291 appendix A: ff:fe in the middle of the MAC address, whose universal/local bit is inverted. */
const interfaceIdentifier = (canonicalMac: string): bigint => {
  const [a = 0, b, c, d, e, f] = canonicalMac.split(':').map((octet) => Number.parseInt(octet, 16))
  return Buffer.from([a ^ 0x02, b ?? 0, c ?? 0, 0xff, 0xfe, d ?? 0, e ?? 0, f ?? 0]).readBigUInt64BE()
}

export const eui64 = defineFunction({
  summary: 'The IPv6 address that a MAC address makes',
  description:
    'The IPv6 address that a host with this MAC address makes for itself in a prefix of 64 bits (SLAAC with EUI-64, RFC 4291).',
  parameters: [
    parameter('prefix', cidr, 'An IPv6 block of 64 bits such as `2001:db8::/64`.'),
    parameter('mac', mac, 'A MAC address such as `02:00:5e:10:00:01`.'),
  ],
  returns: string,
  call: (prefix, address) => {
    const block = parseCidr(prefix)
    const canonical = parseMac(address)
    if (block?.family !== 6 || block.prefixLength !== addressBits(6) - HALF_BITS)
      throw refused(0, `${prefix} is no IPv6 block of 64 bits, such as 2001:db8::/64.`)
    if (canonical === undefined) throw new Error('an argument was not checked')
    return formatIp({ family: 6, value: block.network | interfaceIdentifier(canonical) })
  },
})
