import { printable, tag, type Labels, type Owner } from '../external-ids.ts'
import { rowId } from '../identity.ts'
import { printMatch, type Match } from '../match.ts'
import { LOG_METER } from '../names.ts'
import type { Verdict } from '../priorities.ts'
import { logMeterRef } from '../refs.ts'
import type { Columns, Container, DesiredRow, RowRef } from '../rows.ts'

export interface AclFields {
  /** ingress: to the logical port (its match names `outport`); egress: from it (`inport`) */
  readonly direction: 'ingress' | 'egress'
  readonly priority: number
  readonly match: Match
  readonly verdict: Verdict
  /** what it allows is not tracked: replies need an ACL of their own */
  readonly stateless?: boolean
  /** of the rule, in OVN's lists and in the log; cut to 63 characters */
  readonly name?: string
  /** whether ovn-controller logs the packets that it decides on */
  readonly log?: boolean
  /** address sets that the match names: one that is missing would make it unreadable to ovn-controller */
  readonly needs?: readonly RowRef[]
  readonly labels?: Labels
}

// Stateful: the replies of what is allowed pass without a rule of their own.
const ACTION = { allow: 'allow-related', drop: 'drop', reject: 'reject' } as const
const SEVERITY = { allow: 'info', drop: 'notice', reject: 'notice' } as const

const logging = ({ log = false, verdict }: AclFields): Pick<Columns<'ACL'>, 'log' | 'severity' | 'meter'> => ({
  log,
  severity: log ? SEVERITY[verdict] : null,
  meter: log ? LOG_METER : null,
})

/** A rule on a port group or a switch. `part` tells it from the other rows of its root. */
export const acl = (owner: Owner, part: string, on: RowRef<Container>, fields: AclFields): DesiredRow => {
  const { direction, priority, match, verdict, stateless = false, name, log = false, needs = [], labels } = fields
  return {
    table: 'ACL',
    uuid: rowId(owner.deployment, owner.key, part),
    columns: {
      name: name === undefined ? null : printable(name),
      direction: direction === 'ingress' ? 'to-lport' : 'from-lport',
      priority,
      match: printMatch(match),
      action: stateless && verdict === 'allow' ? 'allow-stateless' : ACTION[verdict],
      ...logging(fields),
      label: 0,
      options: {},
      external_ids: tag(owner, labels),
    },
    memberOf: [{ container: on, column: 'acls' }],
    // Without its meter the log of an ACL would know no bounds.
    needs: log ? [...needs, logMeterRef(owner.deployment)] : needs,
  }
}
