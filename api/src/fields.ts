import * as z from 'zod'
import { isHostLabel } from './values/dns-name.ts'
import { formatCidr, formatIp, parseCidr, parseIp } from './values/ip.ts'
import { isMulticastMac, parseMac } from './values/mac.ts'

/** Field types shared by the resources. Each accepts what people write and answers the canonical spelling. */

/** A UUID; read in any case and answered in lower case, so that one id is one text. */
const Uuid = z.uuid().toLowerCase()

/** UUID of a project. */
export const ProjectId = Uuid.brand<'ProjectId'>()
/** See the schema of the same name. */
export type ProjectId = z.infer<typeof ProjectId>
/** UUID of a network. */
export const NetworkId = Uuid.brand<'NetworkId'>()
/** See the schema of the same name. */
export type NetworkId = z.infer<typeof NetworkId>
/** UUID of a subnet pool. */
export const SubnetPoolId = Uuid.brand<'SubnetPoolId'>()
/** See the schema of the same name. */
export type SubnetPoolId = z.infer<typeof SubnetPoolId>
/** UUID of a subnet. */
export const SubnetId = Uuid.brand<'SubnetId'>()
/** See the schema of the same name. */
export type SubnetId = z.infer<typeof SubnetId>
/** UUID of an address. */
export const AddressId = Uuid.brand<'AddressId'>()
/** See the schema of the same name. */
export type AddressId = z.infer<typeof AddressId>
/** UUID of a port. */
export const PortId = Uuid.brand<'PortId'>()
/** See the schema of the same name. */
export type PortId = z.infer<typeof PortId>
/** UUID of a security group. */
export const SecurityGroupId = Uuid.brand<'SecurityGroupId'>()
/** See the schema of the same name. */
export type SecurityGroupId = z.infer<typeof SecurityGroupId>
/** UUID of a security group rule. */
export const SecurityGroupRuleId = Uuid.brand<'SecurityGroupRuleId'>()
/** See the schema of the same name. */
export type SecurityGroupRuleId = z.infer<typeof SecurityGroupRuleId>
/** UUID of a policy. */
export const PolicyId = Uuid.brand<'PolicyId'>()
/** See the schema of the same name. */
export type PolicyId = z.infer<typeof PolicyId>
/** UUID of a policy rule. */
export const PolicyRuleId = Uuid.brand<'PolicyRuleId'>()
/** See the schema of the same name. */
export type PolicyRuleId = z.infer<typeof PolicyRuleId>
/** UUID of an address group. */
export const AddressGroupId = Uuid.brand<'AddressGroupId'>()
/** See the schema of the same name. */
export type AddressGroupId = z.infer<typeof AddressGroupId>
/** UUID of a router. */
export const RouterId = Uuid.brand<'RouterId'>()
/** See the schema of the same name. */
export type RouterId = z.infer<typeof RouterId>
/** UUID of a router interface. */
export const RouterInterfaceId = Uuid.brand<'RouterInterfaceId'>()
/** See the schema of the same name. */
export type RouterInterfaceId = z.infer<typeof RouterInterfaceId>
/** UUID of a router route. */
export const RouterRouteId = Uuid.brand<'RouterRouteId'>()
/** See the schema of the same name. */
export type RouterRouteId = z.infer<typeof RouterRouteId>
/** UUID of a router policy route. */
export const RouterPolicyRouteId = Uuid.brand<'RouterPolicyRouteId'>()
/** See the schema of the same name. */
export type RouterPolicyRouteId = z.infer<typeof RouterPolicyRouteId>
/** UUID of a floating ip. */
export const FloatingIpId = Uuid.brand<'FloatingIpId'>()
/** See the schema of the same name. */
export type FloatingIpId = z.infer<typeof FloatingIpId>
/** UUID of a port forward. */
export const PortForwardId = Uuid.brand<'PortForwardId'>()
/** See the schema of the same name. */
export type PortForwardId = z.infer<typeof PortForwardId>
/** UUID of a load balancer. */
export const LoadBalancerId = Uuid.brand<'LoadBalancerId'>()
/** See the schema of the same name. */
export type LoadBalancerId = z.infer<typeof LoadBalancerId>
/** UUID of a load balancer listener. */
export const LoadBalancerListenerId = Uuid.brand<'LoadBalancerListenerId'>()
/** See the schema of the same name. */
export type LoadBalancerListenerId = z.infer<typeof LoadBalancerListenerId>
/** UUID of a load balancer pool. */
export const LoadBalancerPoolId = Uuid.brand<'LoadBalancerPoolId'>()
/** See the schema of the same name. */
export type LoadBalancerPoolId = z.infer<typeof LoadBalancerPoolId>
/** UUID of a load balancer member. */
export const LoadBalancerMemberId = Uuid.brand<'LoadBalancerMemberId'>()
/** See the schema of the same name. */
export type LoadBalancerMemberId = z.infer<typeof LoadBalancerMemberId>
/** UUID of a qos policy. */
export const QosPolicyId = Uuid.brand<'QosPolicyId'>()
/** See the schema of the same name. */
export type QosPolicyId = z.infer<typeof QosPolicyId>
/** UUID of a dns zone. */
export const DnsZoneId = Uuid.brand<'DnsZoneId'>()
/** See the schema of the same name. */
export type DnsZoneId = z.infer<typeof DnsZoneId>
/** UUID of a dns record. */
export const DnsRecordId = Uuid.brand<'DnsRecordId'>()
/** See the schema of the same name. */
export type DnsRecordId = z.infer<typeof DnsRecordId>
/** UUID of a dns forwarder. */
export const DnsForwarderId = Uuid.brand<'DnsForwarderId'>()
/** See the schema of the same name. */
export type DnsForwarderId = z.infer<typeof DnsForwarderId>
/** UUID of a migration. */
export const MigrationId = Uuid.brand<'MigrationId'>()
/** See the schema of the same name. */
export type MigrationId = z.infer<typeof MigrationId>
/** UUID of a token. */
export const TokenId = Uuid.brand<'TokenId'>()
/** See the schema of the same name. */
export type TokenId = z.infer<typeof TokenId>
/** UUID of a join token. */
export const JoinTokenId = Uuid.brand<'JoinTokenId'>()
/** See the schema of the same name. */
export type JoinTokenId = z.infer<typeof JoinTokenId>
/** UUID of a role binding. */
export const RoleBindingId = Uuid.brand<'RoleBindingId'>()
/** See the schema of the same name. */
export type RoleBindingId = z.infer<typeof RoleBindingId>
/** UUID of an operation. */
export const OperationId = Uuid.brand<'OperationId'>()
/** See the schema of the same name. */
export type OperationId = z.infer<typeof OperationId>

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
  .describe('one label of a DNS name')

/** An IPv4 address; answered in dotted-quad form. */
export const Ipv4 = z
  .string()
  .refine((text) => parseIp(text)?.family === 4, 'must be an IPv4 address such as 10.0.0.10')
  .describe('IPv4 address')

/** An IPv4 block in CIDR notation without host bits. */
export const Ipv4Cidr = z
  .string()
  .superRefine((text, context) => {
    const cidr = parseCidr(text)
    if (cidr?.family !== 4) {
      context.addIssue({ code: 'custom', message: 'must be an IPv4 block such as 10.0.0.0/24' })
    } else if (formatCidr(cidr) !== text) {
      context.addIssue({ code: 'custom', message: `has host bits set; the block is ${formatCidr(cidr)}` })
    }
  })
  .describe('IPv4 block such as 10.0.0.0/24, without host bits')

/** An IPv4 or IPv6 address; answered in its canonical spelling (dotted quad; RFC 5952). */
export const IpAddress = z
  .string()
  .refine((text) => parseIp(text) !== undefined, 'must be an IPv4 or IPv6 address such as 10.0.0.10 or 2001:db8::10')
  .overwrite((text) => canonicalIp(text))
  .describe('IPv4 or IPv6 address')

/** An IPv4 or IPv6 block in CIDR notation without host bits; answered in its canonical spelling. */
export const CidrBlock = z
  .string()
  .superRefine((text, context) => {
    const cidr = parseCidr(text)
    if (cidr === undefined) {
      context.addIssue({ code: 'custom', message: 'must be a block such as 10.0.0.0/24 or 2001:db8::/64' })
    } else if (parseIp(text.split('/')[0] ?? '')?.value !== cidr.network) {
      context.addIssue({ code: 'custom', message: `has host bits set; the block is ${formatCidr(cidr)}` })
    }
  })
  .overwrite((text) => {
    const cidr = parseCidr(text)
    return cidr === undefined ? text : formatCidr(cidr)
  })
  .describe('IPv4 or IPv6 block such as 10.0.0.0/24 or 2001:db8::/64, without host bits')

/** Inclusive range of addresses of one family. */
export const AddressRange = z
  .strictObject({ start: IpAddress.describe('first address'), end: IpAddress.describe('last address') })
  .refine(({ start, end }) => {
    const [first, last] = [parseIp(start), parseIp(end)]
    return first === undefined || last === undefined || (first.family === last.family && first.value <= last.value)
  }, 'must not end before it starts, and not in another family')

/** A unicast MAC address; answered in lower case with colons. */
export const Mac = z
  .string()
  .refine((text) => parseMac(text) !== undefined, 'must be a MAC address such as 02:00:5e:10:00:01')
  .refine((text) => !isMulticastMac(parseMac(text) ?? '00'), 'must be a unicast address (second digit even)')
  .overwrite((text) => parseMac(text) ?? text)
  .describe('unicast MAC address, such as 02:00:5e:10:00:01')

/** Canonical spelling of an address that a schema above has accepted. */
export const canonicalIp = (text: string): string => {
  const ip = parseIp(text)
  return ip === undefined ? text : formatIp(ip)
}
