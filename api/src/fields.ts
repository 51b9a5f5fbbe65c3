import * as z from 'zod'
import { isHostLabel } from './values/dns-name.ts'
import { formatCidr, formatIp, parseCidr, parseIp } from './values/ip.ts'
import { isMulticastMac, parseMac } from './values/mac.ts'

/** Field types shared by the resources. Each accepts what people write and answers the canonical spelling. */

/** A UUID; read in any case and answered in lower case, so that one id is one text. */
const Uuid = z.uuid().toLowerCase()

/** UUID of a project. */
export const ProjectId = Uuid.brand<'ProjectId'>()
/** UUID of a network. */
export const NetworkId = Uuid.brand<'NetworkId'>()
/** UUID of a subnet. */
export const SubnetId = Uuid.brand<'SubnetId'>()
/** UUID of a port. */
export const PortId = Uuid.brand<'PortId'>()
/** See the schema of the same name. */
export type ProjectId = z.infer<typeof ProjectId>
/** See the schema of the same name. */
export type NetworkId = z.infer<typeof NetworkId>
/** See the schema of the same name. */
export type SubnetId = z.infer<typeof SubnetId>
/** See the schema of the same name. */
export type PortId = z.infer<typeof PortId>

/** A name for people: 1 to 63 letters, digits, `.`, `_`, `-`, beginning with a letter or digit. */
export const Name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    'must be 1 to 63 letters, digits, ".", "_" or "-", beginning with a letter or digit',
  )

/**
 * Text of any kind that PostgreSQL can keep: no U+0000, which its `text` does not hold, and no half of a surrogate pair, which UTF-8 does
 * not have.
 */
export const Text = z
  .string()
  .refine(
    (text) => text.isWellFormed() && !text.includes('\0'),
    'must be Unicode text without the character U+0000 and without unpaired surrogates',
  )

/** What a resource is for, in the words of its owner: up to 1000 characters. */
export const Description = Text.max(1000)

/** Labels: up to 64 pairs; keys as names with an optional `prefix/`, values up to 63 characters. */
export const Labels = z
  .record(
    z
      .string()
      .regex(
        /^([a-z0-9.-]{1,128}\/)?[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
        'must be a label key such as "env" or "example.org/team"',
      ),
    Text.max(63),
  )
  .refine((labels) => Object.keys(labels).length <= 64, 'must have at most 64 labels')

/** A DNS label that a VM or a project may have. */
export const HostLabel = z
  .string()
  .refine(
    isHostLabel,
    'must be 1 to 63 lower-case letters, digits or inner hyphens, and not a reserved name such as "localhost"',
  )

/** An IPv4 address; answered in dotted-quad form. */
export const Ipv4 = z
  .string()
  .refine((text) => parseIp(text)?.family === 4, 'must be an IPv4 address such as 10.0.0.10')

/** An IPv4 block in CIDR notation without host bits. */
export const Ipv4Cidr = z.string().superRefine((text, context) => {
  const cidr = parseCidr(text)
  if (cidr?.family !== 4) {
    context.addIssue({ code: 'custom', message: 'must be an IPv4 block such as 10.0.0.0/24' })
  } else if (formatCidr(cidr) !== text) {
    context.addIssue({ code: 'custom', message: `has host bits set; the block is ${formatCidr(cidr)}` })
  }
})

/** A unicast MAC address; answered in lower case with colons. */
export const Mac = z
  .string()
  .refine((text) => parseMac(text) !== undefined, 'must be a MAC address such as 02:00:5e:10:00:01')
  .refine((text) => !isMulticastMac(parseMac(text) ?? '00'), 'must be a unicast address (second digit even)')
  .overwrite((text) => parseMac(text) ?? text)

/** Inclusive range of addresses. */
export const Ipv4Range = z.strictObject({ start: Ipv4, end: Ipv4 }).refine(({ start, end }) => {
  const [first, last] = [parseIp(start), parseIp(end)]
  return first === undefined || last === undefined || first.value <= last.value
}, 'must not end before it starts')

/** Canonical spelling of an address that a schema above has accepted. */
export const canonicalIp = (text: string): string => {
  const ip = parseIp(text)
  return ip === undefined ? text : formatIp(ip)
}
