import { controlPlane } from './control-plane.ts'
import type { Owner } from './external-ids.ts'
import { addressIs, all, is, numberIn, portIn, type Match } from './match.ts'
import { DROP_GROUP, LOG_METER } from './names.ts'
import { ACL_PRIORITY } from './priorities.ts'
import { dropGroupRef, logMeterRef, platformKey } from './refs.ts'
import type { DesiredRow } from './rows.ts'
import type { Site } from './site.ts'
import { acl } from './tables/acl.ts'
import { meter } from './tables/meter.ts'
import { portGroup } from './tables/port-group.ts'

// With `ip` in the match ARP passes; without it no neighbour would ever be found. IPv6's neighbour discovery passes at 65532.
const denied = (side: 'inport' | 'outport'): Match => all(portIn(side, DROP_GROUP), is('ip'))

/** RFC 2131 §4.1: a client without an address broadcasts. OVN's own DHCP is asked after the ACLs, so a denied request gets no answer. */
const dhcpRequest = all(
  portIn('inport', DROP_GROUP),
  is('ip4'),
  addressIs('dst', { family: 4, value: 0xff_ff_ff_ffn }),
  numberIn('udp.src', 68),
  numberIn('udp.dst', 67),
)

/** RFC 8415 §7.1, §18.2: all of a client's messages go to all servers, since OVN never asks for anything else. */
const dhcp6Request = all(
  portIn('inport', DROP_GROUP),
  is('ip6'),
  addressIs('dst', { family: 6, value: 0xff02_0000_0000_0000_0000_0000_0001_0002n }),
  numberIn('udp.src', 546),
  numberIn('udp.dst', 547),
)

/**
 * Who answers DHCP in the place of the platform could lead its neighbours' traffic to itself: nobody does from a secured port, whatever a rule
 * says. OVN's own answers don't come from a port.
 */
const dhcpAnswer = all(portIn('inport', DROP_GROUP), is('ip4'), numberIn('udp.src', 67), numberIn('udp.dst', 68))
const dhcp6Answer = all(portIn('inport', DROP_GROUP), is('ip6'), numberIn('udp.src', 547), numberIn('udp.dst', 546))

/** Of each rule on each hypervisor: enough to see who knocks, too little to fill a disk (2 MB an hour at most). */
const LOGGED = { packetsPerSecond: 2, burstPackets: 20 }

/** What the deployment has in OVN whatever its users do: every secured port is in one group that drops. */
export const desiredPlatform = ({ deployment }: Site): readonly DesiredRow[] => {
  const owner: Owner = { deployment, key: platformKey(deployment) }
  const group = dropGroupRef(deployment)
  const { platform, defaultDeny } = ACL_PRIORITY
  return [
    portGroup(owner, group, { name: DROP_GROUP }),
    acl(owner, 'deny-ingress', group, {
      direction: 'ingress',
      priority: defaultDeny,
      match: denied('outport'),
      verdict: 'drop',
    }),
    acl(owner, 'deny-egress', group, {
      direction: 'egress',
      priority: defaultDeny,
      match: denied('inport'),
      verdict: 'drop',
    }),
    acl(owner, 'dhcp4', group, { direction: 'egress', priority: platform, match: dhcpRequest, verdict: 'allow' }),
    acl(owner, 'dhcp6', group, { direction: 'egress', priority: platform, match: dhcp6Request, verdict: 'allow' }),
    acl(owner, 'dhcp4-server', group, {
      direction: 'egress',
      priority: platform,
      match: dhcpAnswer,
      verdict: 'drop',
    }),
    acl(owner, 'dhcp6-server', group, {
      direction: 'egress',
      priority: platform,
      match: dhcp6Answer,
      verdict: 'drop',
    }),
    ...controlPlane(owner),
    ...meter(owner, logMeterRef(deployment), { ...LOGGED, name: LOG_METER, isFair: true }),
  ]
}
