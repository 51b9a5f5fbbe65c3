/**
 * ACL priorities (0 to 32767 in OVN; the highest that matches decides). Established and related replies pass at 65532 by OVN's own
 * flows: an ACL of ours for them would keep connections alive that a rule no longer allows.
 */
export const ACL_PRIORITY = {
  /** DHCP requests and the DNS address: below nothing that a user or an operator writes */
  platform: 32_000,
  /** user rules, 1000 to 1999 */
  userTop: 1_999,
  /** what a group with `default_egress = allow` lets out */
  defaultEgress: 100,
  defaultDeny: 0,
} as const

export type Verdict = 'allow' | 'drop' | 'reject'

/** The last position: its lowest priority is 1001. */
const LAST_POSITION = 332

const STEP = { drop: 0, reject: 1, allow: 2 } as const

/**
 * Priority of a user rule. The smaller position wins over all groups of a port; at the same position drop beats reject beats allow. Equal
 * priorities with different verdicts are undefined in OVN, so each verdict has its own.
 */
export const rulePriority = (position: number, verdict: Verdict): number => {
  if (!Number.isInteger(position) || position < 0 || position > LAST_POSITION)
    throw new RangeError(`position ${String(position)} is not a whole number from 0 to ${String(LAST_POSITION)}`)
  return ACL_PRIORITY.userTop - 3 * position - STEP[verdict]
}
