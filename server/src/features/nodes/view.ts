import type { Node } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Clock } from '../../ctx.ts'
import { nodeState } from './rules.ts'
import type { NodeRow } from './registry.ts'

export type NodeView = z.input<typeof Node>

/** What operators of a project may know of a hypervisor: enough to place a port, nothing of the inside of the platform. */
export const placeView = (row: NodeRow, clock: Clock): NodeView => ({
  ...commonViewOf(row),
  state: nodeState(row, clock()),
  gateway: row.gateway,
  physical_networks: Object.keys(row.bridge_mappings).sort(),
  seen_at: row.seen_at.toISOString(),
})

/** All of it. */
export const fullView = (row: NodeRow, clock: Clock): NodeView => ({
  ...placeView(row, clock),
  // The agent sets system-id to the node's name, and ovn-controller names its Chassis by that.
  chassis: row.name,
  encap: { type: 'geneve', ip: row.encap_ip },
  bridge_mappings: { ...row.bridge_mappings },
  versions: { agent: row.agent_version, ovs: row.ovs_version, ovn: row.ovn_version },
})
