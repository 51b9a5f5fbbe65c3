import { formatCidr, formatIp, isDnsName, parseCidr, parseIp, parseMac } from '@quantumnet/api'
import { validate as isUuid } from 'uuid'
import * as z from 'zod'
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

/** A port may send from single addresses, and from whole blocks. */
export const ipOrCidr = semanticString({
  canonical: (text) => ip.semantics?.canonical(text) ?? cidr.semantics?.canonical(text),
  expected: 'an IP address such as 10.0.0.10, or a block such as 10.0.0.0/24',
})

/** Ids are the same in any case (RFC 9562), and the API answers them in lower case. */
export const uuid = semanticString({
  canonical: (text) => (isUuid(text) ? text.toLowerCase() : undefined),
  expected: 'a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057',
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

/** A point in time; the API answers it with milliseconds. */
export const timestamp = semanticString({
  canonical: (text) => {
    const time = z.iso.datetime().safeParse(text)
    return time.success ? new Date(time.data).toISOString() : undefined
  },
  expected: 'a time in UTC such as 2036-03-01T09:30:00Z',
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
