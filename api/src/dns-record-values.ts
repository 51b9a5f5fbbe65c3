import * as z from 'zod'
import { canonicalIp, Ipv4, Text } from './fields.ts'
import { canonicalDomain, isDomain, isHostDomain } from './values/domain-name.ts'
import { parseIp } from './values/ip.ts'

/** Data of records by type: what is accepted, and its one spelling. */

/** Types of records that people can make. NS and SOA are made by the zone. */
export const dnsRecordTypes = ['A', 'AAAA', 'CNAME', 'TXT', 'SRV', 'MX', 'CAA', 'PTR'] as const
/** A type of records that people can make. */
export const DnsRecordType = z.enum(dnsRecordTypes)
/** A type of records that people can make. */
export type DnsRecordType = z.infer<typeof DnsRecordType>

const A_NAME =
  'an absolute name such as "db.shop.internal", lower-case labels of at most 63 letters, digits and inner hyphens'

const canonicalName = (isValid: (text: string) => boolean, what: string): z.ZodType<string, string> =>
  z
    .string()
    .max(254)
    .refine((text) => isValid(canonicalDomain(text)), `must be ${what}`)
    .overwrite(canonicalDomain)

/** Where a CNAME or PTR record leads. */
const DomainTarget = canonicalName(isDomain, `${A_NAME} or underscores`)
/** A host that offers something; "." says that nobody does (RFC 2782, RFC 7505). */
const HostTarget = canonicalName((text) => text === '.' || isHostDomain(text), `${A_NAME}, or "." for none`)

const Ipv6 = z
  .string()
  .refine((text) => parseIp(text)?.family === 6, 'must be an IPv6 address such as 2001:db8::10')
  .overwrite(canonicalIp)

const uint16 = z.int().min(0).max(65_535)

/** RFC 2782. */
const Srv = z
  .strictObject({ priority: uint16, weight: uint16, port: uint16, target: HostTarget })
  .meta({ id: 'SrvValue' })
/** RFC 1035 §3.3.9. */
const Mx = z.strictObject({ preference: uint16, exchange: HostTarget }).meta({ id: 'MxValue' })

/** What RFC 8659 §4.2 to §4.4 say of the value; those of other tags are anything. */
const CAA_VALUES: Readonly<Record<string, { readonly pattern: RegExp; readonly what: string }>> = {
  issue: { pattern: /^ *(?:[a-z0-9.-]+)? *(?:;.*)?$/i, what: 'a CA’s domain, or ";" for none' },
  issuewild: { pattern: /^ *(?:[a-z0-9.-]+)? *(?:;.*)?$/i, what: 'a CA’s domain, or ";" for none' },
  iodef: { pattern: /^(?:mailto:|https?:\/\/)./i, what: 'a URL that begins with mailto:, http:// or https://' },
}

const Caa = z
  .strictObject({
    flags: z.literal([0, 128]).describe('128: a CA that does not know the tag must not issue'),
    tag: z.string().regex(/^[a-z0-9]{1,15}$/, 'must be 1 to 15 lower-case letters or digits such as "issue"'),
    value: z
      .string()
      .max(1024)
      .regex(/^[\x20-\x7e]*$/, 'must be printable ASCII'),
  })
  .superRefine(({ tag, value }, context) => {
    const known = Object.hasOwn(CAA_VALUES, tag) ? CAA_VALUES[tag] : undefined
    if (known !== undefined && !known.pattern.test(value))
      context.addIssue({ code: 'custom', message: `must be ${known.what}, as the tag is "${tag}"`, path: ['value'] })
  })
  .meta({ id: 'CaaValue' })

const LONGEST_TEXT = 4096

/** The schema of one value of each type. */
export const dnsRecordValueOf = {
  A: Ipv4,
  AAAA: Ipv6,
  CNAME: DomainTarget,
  TXT: Text.max(LONGEST_TEXT),
  SRV: Srv,
  MX: Mx,
  CAA: Caa,
  PTR: DomainTarget,
} as const satisfies Record<DnsRecordType, z.ZodType>

/** One value of a record: text for A, AAAA, CNAME, PTR and TXT, an object for SRV, MX and CAA. */
export const DnsRecordValue = z
  .union([z.string().max(LONGEST_TEXT), Srv, Mx, Caa])
  .describe(
    'A, AAAA, CNAME, PTR: address or absolute name; TXT: text of any length up to 4096, cut into strings of 255 bytes by itself',
  )
/** One value of a record. */
export type DnsRecordValue = z.infer<typeof DnsRecordValue>

/** The values as their type spells them, or what is wrong with them. */
export const parseRecordValues = (
  type: DnsRecordType,
  values: readonly DnsRecordValue[],
): z.ZodSafeParseResult<DnsRecordValue[]> =>
  z.array<z.ZodType<DnsRecordValue>>(dnsRecordValueOf[type]).safeParse(values)
