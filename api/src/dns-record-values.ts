import * as z from 'zod'
import { canonicalIp, Text } from './fields.ts'
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
    .string(`must be ${what}`)
    .refine((text) => isValid(canonicalDomain(text)), `must be ${what}`)
    .overwrite(canonicalDomain)

/** Where a CNAME or PTR record leads. */
const DomainTarget = canonicalName(isDomain, `${A_NAME} or underscores`)
/** A host that offers something; "." says that nobody does (RFC 2782, RFC 7505). */
const HostTarget = canonicalName((text) => text === '.' || isHostDomain(text), `${A_NAME}, or "." for none`)

const address = (family: 4 | 6, what: string): z.ZodType<string, string> =>
  z
    .string(`must be ${what}`)
    .refine((text) => parseIp(text)?.family === family, `must be ${what}`)
    .overwrite(canonicalIp)

const A_NUMBER = 'must be a whole number from 0 to 65535'
const uint16 = z.int(A_NUMBER).min(0, A_NUMBER).max(65_535, A_NUMBER)

/** For objects: what they must be, said when something else comes; unknown fields are named by themselves. */
const anObject = (message: string): { error: (issue: { readonly code: string }) => string | undefined } => ({
  error: ({ code }) => (code === 'unrecognized_keys' ? undefined : message),
})

/** RFC 2782. */
const Srv = z
  .strictObject(
    {
      priority: uint16.describe('the lowest is tried first'),
      weight: uint16.describe('share among those of one priority'),
      port: uint16.describe('of tcp or udp at the target'),
      target: HostTarget.describe('absolute name of the host; ".": the service is not offered'),
    },
    anObject('must be an object with priority, weight, port and target'),
  )
  .meta({ id: 'SrvValue' })
/** RFC 1035 §3.3.9. */
const Mx = z
  .strictObject(
    {
      preference: uint16.describe('the lowest is tried first'),
      exchange: HostTarget.describe('absolute name of the host that takes mail; ".": no mail is taken (RFC 7505)'),
    },
    anObject('must be an object with preference and exchange'),
  )
  .meta({ id: 'MxValue' })

/** What RFC 8659 §4.2 to §4.4 say of the value; those of other tags are anything. */
const CAA_VALUES: Readonly<Record<string, { readonly pattern: RegExp; readonly what: string }>> = {
  issue: { pattern: /^ *(?:[a-z0-9.-]+ *)?(?:;.*)?$/i, what: 'a CA’s domain, or ";" for none' },
  issuewild: { pattern: /^ *(?:[a-z0-9.-]+ *)?(?:;.*)?$/i, what: 'a CA’s domain, or ";" for none' },
  iodef: { pattern: /^(?:mailto:|https?:\/\/)./i, what: 'a URL that begins with mailto:, http:// or https://' },
}

const A_TAG = 'must be 1 to 15 lower-case letters or digits such as "issue"'
const CAA_TEXT = 'must be printable ASCII of at most 1024 characters'

const Caa = z
  .strictObject(
    {
      flags: z.literal([0, 128], 'must be 0 or 128').describe('128: a CA that does not know the tag must not issue'),
      tag: z
        .string(A_TAG)
        .regex(/^[a-z0-9]{1,15}$/, A_TAG)
        .describe('for example issue, issuewild or iodef'),
      value: z
        .string(CAA_TEXT)
        .regex(/^[\x20-\x7e]{0,1024}$/, CAA_TEXT)
        .describe('what the tag says; for issue, the domain of the CA'),
    },
    anObject('must be an object with flags, tag and value'),
  )
  .superRefine(({ tag, value }, context) => {
    const known = Object.hasOwn(CAA_VALUES, tag) ? CAA_VALUES[tag] : undefined
    if (known !== undefined && !known.pattern.test(value))
      context.addIssue({ code: 'custom', message: `must be ${known.what}, as the tag is "${tag}"`, path: ['value'] })
  })
  .meta({ id: 'CaaValue' })

const LONGEST_TEXT = 4096
const A_TEXT = `must be text of at most ${String(LONGEST_TEXT)} characters`

/** The schema of one value of each type. */
const valueOf = {
  A: address(4, 'an IPv4 address such as 10.0.0.10'),
  AAAA: address(6, 'an IPv6 address such as 2001:db8::10'),
  CNAME: DomainTarget,
  TXT: z.string(A_TEXT).max(LONGEST_TEXT, A_TEXT).pipe(Text),
  SRV: Srv,
  MX: Mx,
  CAA: Caa,
  PTR: DomainTarget,
} as const satisfies Record<DnsRecordType, z.ZodType>

/** One value of a record: text for A, AAAA, CNAME, PTR and TXT, an object for SRV, MX and CAA. */
export const DnsRecordValue = z.union([z.string(), Srv, Mx, Caa]).meta({ id: 'DnsRecordValue' })
/** One value of a record. */
export type DnsRecordValue = z.infer<typeof DnsRecordValue>

/** What the values must be depends on the type, so `parseRecordValues` looks at them: it says of which field what is wrong. */
export const DnsRecordValueInput = z.custom<DnsRecordValue>().meta({
  description:
    'A, AAAA: an address; CNAME, PTR: an absolute name; TXT: text, cut into strings of 255 bytes by itself; SRV, MX, CAA: an object',
  override: { $ref: '#/components/schemas/DnsRecordValue' },
})

/** What is wrong with one of a record's values. */
export interface RecordValueProblem {
  /** within the list of values */
  readonly path: readonly PropertyKey[]
  readonly message: string
}

const fieldsOf = (schema: z.ZodType): string =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape).join(', ') : 'no fields'

const problemsOf = (type: DnsRecordType, issue: z.core.$ZodIssue): RecordValueProblem[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({
        path: [...issue.path, key],
        message: `must be left out: a value of type ${type} has ${fieldsOf(valueOf[type])}`,
      }))
    : [{ path: issue.path, message: issue.message }]

/** The values as their type spells them, and what is wrong with them: one of the two is empty. */
export const parseRecordValues = (
  type: DnsRecordType,
  values: readonly DnsRecordValue[],
): { readonly values: readonly DnsRecordValue[]; readonly problems: readonly RecordValueProblem[] } => {
  const parsed = z.array<z.ZodType<DnsRecordValue>>(valueOf[type]).safeParse(values)
  return { values: parsed.data ?? [], problems: parsed.error?.issues.flatMap((issue) => problemsOf(type, issue)) ?? [] }
}

/** The type whose values look most like this one. */
const likelyType = (value: unknown): DnsRecordType => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'TXT'
  const has = (...fields: readonly string[]): boolean => fields.some((field) => field in value)
  if (has('preference', 'exchange')) return 'MX'
  return has('flags', 'tag', 'value') ? 'CAA' : 'SRV'
}

/** What is wrong with values whatever their type is: for a change, which does not name it. */
export const shapeProblems = (values: readonly DnsRecordValue[]): readonly RecordValueProblem[] =>
  values.flatMap((value, index) =>
    parseRecordValues(likelyType(value), [value]).problems.map(({ path, message }) => ({
      path: [index, ...path.slice(1)],
      message,
    })),
  )
