import * as z from 'zod'
import { AddressGroupId, CidrBlock, SecurityGroupId } from './fields.ts'
import { examplePart, partCreate, partUpdate, partView } from './resource.ts'
import { ruleProblems } from './rule-checks.ts'
import { ANY_PROTOCOL, parseProtocol, PROTOCOL_NUMBERS } from './values/protocol.ts'

/** The fields of a rule, which are the same in a security group and in an admin policy. */

/** The last position of a rule, and the one that it has when none is given. */
export const LAST_RULE_POSITION = 332
const USUAL_RULE_POSITION = 100

/** How many rules one group or policy may have. */
export const MOST_RULES = 1000

const names = Object.keys(PROTOCOL_NUMBERS).join(', ')

/** A protocol of a rule; answered by its name where it has one. */
export const RuleProtocol = z
  .string()
  .refine(
    (text) => parseProtocol(text) !== undefined,
    `must be "${ANY_PROTOCOL}", a number from 0 to 255, or one of ${names}`,
  )
  .overwrite((text) => parseProtocol(text) ?? text)

const PortNumber = z.int().min(1).max(65_535)
const IcmpNumber = z.int().min(0).max(255)

const direction = z.enum(['ingress', 'egress']).describe('ingress: what comes to a member; egress: what a member sends')
const ethertype = z.enum(['ipv4', 'ipv6'])
const protocol = RuleProtocol.describe('a name, a number from 0 to 255 in digits, or "any"')
const portMin = PortNumber.nullable().describe('first destination port, with tcp, udp or sctp; null: all ports')
const portMax = PortNumber.nullable().describe('last destination port; left out: the same as port_min')
const icmpType = IcmpNumber.nullable().describe('with icmp or icmpv6; null: all types')
const icmpCode = IcmpNumber.nullable().describe('with an icmp_type; null: all codes')
const remoteCidr = CidrBlock.nullable().describe('who the other end may be: a block of the same family')
const remoteGroup = SecurityGroupId.nullable().describe('… or the members of this security group')
const remoteAddressGroup = AddressGroupId.nullable().describe(
  '… or the blocks of this address group. At most one remote; none: anybody',
)
const action = z
  .enum(['allow', 'drop', 'reject'])
  .describe('reject answers with a TCP reset or an ICMP error; drop with silence')
const position = z
  .int()
  .min(0)
  .max(LAST_RULE_POSITION)
  .describe(
    'over all groups of a port the smaller position decides; at the same position drop beats reject beats allow',
  )
const enabled = z.boolean().describe('false: kept, without effect')
const log = z.boolean().describe('whether the hypervisor logs packets that the rule decides on, at a bounded rate')

/** What a rule says, as it is answered. */
export const ruleContent = {
  direction,
  ethertype,
  protocol: z.string().describe('a name, a number in digits, or "any"'),
  port_min: portMin,
  port_max: portMax,
  icmp_type: icmpType,
  icmp_code: icmpCode,
  remote_cidr: remoteCidr,
  remote_group: remoteGroup,
  remote_address_group: remoteAddressGroup,
  action,
  position,
  enabled,
  log,
}

/** What a request for a rule may carry beside the parent: `direction` and `ethertype` are needed, the rest has defaults. */
export const ruleCreate = {
  ...partCreate,
  direction,
  ethertype,
  protocol: protocol.default(ANY_PROTOCOL),
  port_min: portMin.default(null),
  port_max: portMax.default(null),
  icmp_type: icmpType.default(null),
  icmp_code: icmpCode.default(null),
  remote_cidr: remoteCidr.default(null),
  remote_group: remoteGroup.default(null),
  remote_address_group: remoteAddressGroup.default(null),
  action: action.default('allow'),
  position: position.default(USUAL_RULE_POSITION),
  enabled: enabled.default(true),
  log: log.default(false),
}

/** What a request says of a rule, with its defaults filled in. */
export type RuleRequest = z.infer<z.ZodObject<typeof ruleCreate>>

/** What of a rule may change: all that it says. */
export const ruleUpdate = {
  ...partUpdate,
  direction: direction.optional(),
  ethertype: ethertype.optional(),
  protocol: protocol.optional(),
  port_min: portMin.optional(),
  port_max: portMax.optional(),
  icmp_type: icmpType.optional(),
  icmp_code: icmpCode.optional(),
  remote_cidr: remoteCidr.optional(),
  remote_group: remoteGroup.optional(),
  remote_address_group: remoteAddressGroup.optional(),
  action: action.optional(),
  position: position.optional(),
  enabled: enabled.optional(),
  log: log.optional(),
}

/** What a rule answers beside its id and its parent. */
export const ruleView = { ...partView, ...ruleContent }

/** Refuses a rule whose fields don't go together; for `superRefine`. */
export const refuseRule = (rule: Parameters<typeof ruleProblems>[0], context: z.RefinementCtx): void => {
  for (const { field, message } of ruleProblems(rule)) context.addIssue({ code: 'custom', path: [field], message })
}

const exampleContent = {
  ...{ direction: 'ingress', ethertype: 'ipv4', protocol: 'tcp', port_min: 443, port_max: 443 },
  ...{ icmp_type: null, icmp_code: null, remote_cidr: '192.0.2.0/24', remote_group: null, remote_address_group: null },
  ...{ action: 'allow', position: 100, enabled: true, log: false },
}
/** A rule for examples in the documentation: HTTPS from one block. */
export const exampleRule = { ...examplePart, ...exampleContent }
/** The same rule as its group shows it. */
export const exampleListedRule = { description: '', ...exampleContent }
/** The same rule as a request says it. */
export const exampleCreateRule = {
  ...{ direction: 'ingress', ethertype: 'ipv4', protocol: 'tcp', port_min: 443, remote_cidr: '192.0.2.0/24' },
}
