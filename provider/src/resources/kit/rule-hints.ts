import type { Attributes, Change, ObjectValue } from '../../framework/index.ts'
import type { Hints } from './derive/hints.ts'

/** What rules of security groups and of policies have in common. */

export const ruleHints: Hints = {
  direction: { text: '`ingress`: what comes to a member; `egress`: what a member sends.' },
  ethertype: { text: 'Family of the addresses: `ipv4` or `ipv6`.' },
  protocol: { text: 'A name such as `tcp`, a number from 0 to 255, or `any`. Default: `any`.' },
  port_min: { text: 'First destination port, with tcp, udp or sctp. Left out: all ports.' },
  port_max: {
    text: 'Last destination port. Default: `port_min`.',
    filled: true,
  },
  icmp_type: { text: 'With icmp or icmpv6. Left out: all types.' },
  icmp_code: { text: 'With an `icmp_type`. Left out: all codes.' },
  remote_cidr: {
    text: 'Who the other end may be: a block of the same family. At most one of `remote_cidr`, `remote_group` and `remote_address_group`; none: anybody.',
  },
  remote_group: { text: 'Who the other end may be: the members of this security group, by its id.' },
  remote_address_group: { text: 'Who the other end may be: the blocks of this address group, by its id.' },
  action: { text: '`allow`, `drop` in silence, or `reject` with a TCP reset or an ICMP error. Default: `allow`.' },
  position: {
    text: 'From 0 to 332. Over all groups of a port the smaller position decides; at the same position drop beats reject beats allow. Default: `100`.',
  },
  enabled: { text: '`false`: kept, without effect. Default: `true`.' },
  log: { text: 'Whether the hypervisor logs packets that the rule decides on, at a bounded rate. Default: `false`.' },
}

/** A rule with one port ends where it begins. */
export const settleRule = ({ config, planned }: Pick<Change<Attributes>, 'config' | 'planned'>): ObjectValue => {
  const values = planned as ObjectValue
  if (config['port_max'] !== null) return values
  const { port_min: first = null } = values
  return { ...values, port_max: first }
}
