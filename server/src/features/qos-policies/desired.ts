import type { Labels, Owner } from '../../ovn/external-ids.ts'
import type { DesiredRow } from '../../ovn/rows.ts'
import { portQos } from '../../ovn/tables/qos.ts'
import { burstOf, type Limits } from './rules.ts'

/** A policy as far as a port is concerned that uses it. */
export type PortLimits = Pick<Limits, 'egress_max' | 'egress_burst' | 'dscp'>

/**
 * What a policy says of what a port's VM sends: a row of the port's own, or none. What is sent to the VM is shaped on its interface by the
 * node agent, since OVN's own shaping does nothing on every datapath (ADR 38).
 */
export const qosOfPort = (
  owner: Owner,
  networkId: string,
  { limits, labels }: { readonly limits: PortLimits | null; readonly labels: Labels },
): readonly DesiredRow[] => {
  if (limits === null) return []
  const { egress_max: rate, dscp } = limits
  const burst = burstOf(rate, limits.egress_burst)
  if (rate === null && dscp === null) return []
  const limit = rate === null || burst === null ? null : { rate, burst }
  return [portQos(owner, { networkId, limit, dscp, labels })]
}
