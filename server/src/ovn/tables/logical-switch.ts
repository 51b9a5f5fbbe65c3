import { localMac } from '@quantumnet/api'
import { tag, type Labels, type Owner } from '../external-ids.ts'
import { rowId } from '../identity.ts'
import { linkLocalOf } from '../link-local.ts'
import { switchName } from '../names.ts'
import { coppRef, switchRef } from '../refs.ts'
import type { DesiredRow } from '../rows.ts'

export interface SwitchFields {
  /** Whether groups are forwarded to their members only. */
  readonly multicast: boolean
  /** of Geneve, and number of the datapath; null: northd chooses */
  readonly vni: number | null
  readonly labels?: Labels
}

/**
 * Members are asked for again and again, or they would be forgotten; the switch asks itself. It asks from 0.0.0.0, as a switch does that has no
 * address in the network (RFC 4541 §2.1.1), so it never wins an election against a router that a tenant runs; MLD knows only link-local senders.
 */
const snooping = ({ deployment, key }: Owner): Readonly<Record<string, string>> => {
  const mac = localMac(Buffer.from(rowId(deployment, key, 'querier').replaceAll('-', ''), 'hex'))
  return {
    mcast_snoop: 'true',
    mcast_querier: 'true',
    mcast_eth_src: mac,
    mcast_ip4_src: '0.0.0.0',
    mcast_ip6_src: linkLocalOf(mac),
  }
}

/** The switch of a network, which `owner.key` is. */
export const logicalSwitch = (owner: Owner, { multicast, vni, labels }: SwitchFields): DesiredRow => ({
  table: 'Logical_Switch',
  uuid: switchRef(owner.deployment, owner.key.id).uuid,
  columns: {
    name: switchName(owner.key.id),
    copp: coppRef(owner.deployment).uuid,
    other_config: {
      ...(multicast && snooping(owner)),
      ...(vni !== null && { 'requested-tnl-key': String(vni) }),
    },
    external_ids: tag(owner, labels),
  },
  memberOf: [],
  // OVN drops a reference to a row that is not there, silently.
  needs: [coppRef(owner.deployment)],
})
