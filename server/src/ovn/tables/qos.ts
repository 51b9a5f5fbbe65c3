import { tag, type Labels, type Owner } from '../external-ids.ts'
import { rowId } from '../identity.ts'
import { fromInterface, printMatch } from '../match.ts'
import { portName } from '../names.ts'
import { QOS_PRIORITY } from '../priorities.ts'
import { switchRef } from '../refs.ts'
import type { DesiredRow } from '../rows.ts'

export interface PortQosFields {
  readonly networkId: string
  /** kbit/s that pass, and kbit that may pass at once above that; null: no limit */
  readonly limit: { readonly rate: number; readonly burst: number } | null
  /** RFC 2474; null: as the VM marks its packets */
  readonly dscp: number | null
  readonly labels?: Labels
}

/** What the VM of the port, which `owner.key` is, may send (a meter of its own on its chassis), and how that is marked. */
export const portQos = (owner: Owner, { networkId, limit, dscp, labels }: PortQosFields): DesiredRow => ({
  table: 'QoS',
  uuid: rowId(owner.deployment, owner.key, 'qos'),
  columns: {
    priority: QOS_PRIORITY,
    direction: 'from-lport',
    match: printMatch(fromInterface(portName(owner.key.id))),
    action: dscp === null ? {} : { dscp },
    bandwidth: limit === null ? {} : { rate: limit.rate, burst: limit.burst },
    external_ids: tag(owner, labels),
  },
  memberOf: [{ container: switchRef(owner.deployment, networkId), column: 'qos_rules' }],
  needs: [],
})
