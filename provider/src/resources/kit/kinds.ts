import { formatCidr, formatIp, isDnsName, parseCidr, parseIp, parseMac } from '@quantumnet/api'
import { semanticString } from '../../framework/index.ts'

/** Strings with a meaning. Parsing is the API's own, so plan and server never disagree on what is valid. */

export const ip = semanticString({
  canonical: (text) => {
    const address = parseIp(text)
    return address === undefined ? undefined : formatIp(address)
  },
  expected: 'an IP address such as 10.0.0.10',
})

export const cidr = semanticString({
  canonical: (text) => {
    const block = parseCidr(text)
    return block === undefined ? undefined : formatCidr(block)
  },
  expected: 'a block in CIDR notation such as 10.0.0.0/24',
})

export const mac = semanticString({ canonical: parseMac, expected: 'a MAC address such as 02:00:5e:10:00:01' })

/** Case and a trailing dot don't matter in DNS (RFC 4343). */
export const fqdn = semanticString({
  canonical: (text) => {
    const name = text.toLowerCase().replace(/\.$/, '')
    return isDnsName(name) ? name : undefined
  },
  expected: 'a DNS name such as vm1.demo.internal',
})

/** What says "no such address" where leaving the attribute out means "the default one". */
export const NONE = 'none'

export const ipOrNone = semanticString({
  canonical: (text) => {
    const address = parseIp(text)
    return text === NONE ? NONE : address === undefined ? undefined : formatIp(address)
  },
  expected: `an IP address such as 10.0.0.1, or "${NONE}"`,
})
