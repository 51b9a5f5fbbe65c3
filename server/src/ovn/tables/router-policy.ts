import { tag, type Labels, type Owner } from '../external-ids.ts'
import { rowId } from '../identity.ts'
import { printMatch, type Match } from '../match.ts'
import { routerRef } from '../refs.ts'
import type { DesiredRow } from '../rows.ts'

export interface RouterPolicyFields {
  /** what tells it from the router's other policies */
  readonly part: string
  readonly priority: number
  readonly match: Match
  readonly action: 'allow' | 'drop' | 'reroute'
  readonly nextHops: readonly string[]
  readonly labels?: Labels
}

/** A rule of the router that `owner.key` is, which decides before its routes do. */
export const routerPolicy = (owner: Owner, fields: RouterPolicyFields): DesiredRow => ({
  table: 'Logical_Router_Policy',
  uuid: rowId(owner.deployment, owner.key, `policy:${fields.part}`),
  columns: {
    priority: fields.priority,
    match: printMatch(fields.match),
    action: fields.action,
    nexthops: fields.nextHops,
    options: {},
    external_ids: tag(owner, fields.labels),
  },
  memberOf: [{ container: routerRef(owner.deployment, owner.key.id), column: 'policies' }],
  needs: [],
})
