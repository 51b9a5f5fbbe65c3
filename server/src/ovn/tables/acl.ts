import { tag, type Labels, type Owner } from '../external-ids.ts'
import { rowId } from '../identity.ts'
import { printMatch, type Match } from '../match.ts'
import type { Verdict } from '../priorities.ts'
import type { Container, DesiredRow, RowRef } from '../rows.ts'

export interface AclFields {
  /** ingress: to the logical port (its match names `outport`); egress: from it (`inport`) */
  readonly direction: 'ingress' | 'egress'
  readonly priority: number
  readonly match: Match
  readonly verdict: Verdict
  /** address sets that the match names: one that is missing would make it unreadable to ovn-controller */
  readonly needs?: readonly RowRef[]
  readonly labels?: Labels
}

// Stateful: the replies of what is allowed pass without a rule of their own.
const ACTION = { allow: 'allow-related', drop: 'drop', reject: 'reject' } as const

/** A rule on a port group or a switch. `part` tells it from the other rows of its root. */
export const acl = (owner: Owner, part: string, on: RowRef<Container>, fields: AclFields): DesiredRow => ({
  table: 'ACL',
  uuid: rowId(owner.deployment, owner.key, part),
  columns: {
    name: null,
    direction: fields.direction === 'ingress' ? 'to-lport' : 'from-lport',
    priority: fields.priority,
    match: printMatch(fields.match),
    action: ACTION[fields.verdict],
    log: false,
    severity: null,
    meter: null,
    label: 0,
    options: {},
    external_ids: tag(owner, fields.labels),
  },
  memberOf: [{ container: on, column: 'acls' }],
  needs: fields.needs ?? [],
})
