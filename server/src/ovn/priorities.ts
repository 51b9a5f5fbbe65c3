/**
 * ACL priorities (0 to 32767 in OVN; the highest that matches decides). Established and related replies pass at 65532 by OVN's own
 * flows: an ACL of ours for them would keep connections alive that a rule no longer allows.
 */
export const ACL_PRIORITY = {
  /** DHCP requests and the DNS address: below nothing that a user or an operator writes */
  platform: 32_000,
  /** admin policies, 2000 to 2999 */
  adminTop: 2_999,
  /** user rules, 1000 to 1999 */
  userTop: 1_999,
  /** what a group with `default_egress = allow` lets out */
  defaultEgress: 100,
  /** a member of a load balancer that reaches itself by the load balancer's address */
  hairpin: 100,
  defaultDeny: 1,
  /**
   * Below the default deny, which matches every packet that comes so far: no verdict. An ACL with the action allow-stateless takes what it
   * matches out of connection tracking whatever its priority (ovn-nb(5), ACL.action); those that are there for that alone have this one (ADR 30).
   */
  untracked: 0,
} as const

/** Priority of QoS rows: a port has one at most, so they never meet. */
export const QOS_PRIORITY = 1_000

/** Of what the platform itself says of a router's packets: above every policy route, whose priorities end at 30000 here. */
export const ROUTER_POLICY_PRIORITY = 32_000

export type Verdict = 'allow' | 'drop' | 'reject'

/** The last position: its lowest priority is 1001. */
const LAST_POSITION = 332

const STEP = { drop: 0, reject: 1, allow: 2 } as const

/** A sort of rules: those of security groups, or those of admin policies. */
export type Band = 'user' | 'admin'

const TOP = { user: ACL_PRIORITY.userTop, admin: ACL_PRIORITY.adminTop } as const

/**
 * Priority of a rule: 1001 to 1999 for a user's, 2001 to 2999 for an admin's. The smaller position wins over all groups of a port; at the same position drop beats reject beats allow. Equal
 * priorities with different verdicts are undefined in OVN, so each verdict has its own.
 */
export const rulePriority = (band: Band, position: number, verdict: Verdict): number => {
  if (!Number.isInteger(position) || position < 0 || position > LAST_POSITION)
    throw new RangeError(`position ${String(position)} is not a whole number from 0 to ${String(LAST_POSITION)}`)
  return TOP[band] - 3 * position - STEP[verdict]
}
