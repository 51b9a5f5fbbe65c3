import type { DesiredPort, InterfaceReport, NodeDesired } from '@quantumnet/api'
import { planBinding, type Bind, type Unplug } from './binding/plan-binding.ts'
import { chassisIds, differing, membership, type ChassisSettings } from './chassis.ts'
import { planNetns, type NetnsInput, type NetnsStep } from './edge/netns-plan.ts'
import { planEdgePorts, type AllottedEdge, type PlugEdge } from './edge/ports.ts'
import { keys } from './external-ids.ts'
import { mayBeVm } from './binding/identity.ts'
import type { VswitchState } from './observe/vswitch-state.ts'
import { planShaping, type ShapingAction, type ShapingPlan } from './shaping.ts'

/** Sets keys of Open_vSwitch.external_ids and leaves the others alone. */
export interface SetRootIds {
  readonly kind: 'set-root-ids'
  readonly ids: Readonly<Record<string, string>>
}

export type VswitchAction = SetRootIds | Bind | Unplug | PlugEdge | ShapingAction

/** Ports whose deletion is on record, and whose record it is. */
export interface Gone {
  readonly deployment: string
  readonly ports: ReadonlySet<string>
}

export interface PlanInput {
  readonly chassis: ChassisSettings
  readonly vswitch: VswitchState
  /** the deployment that the server says it is; undefined: it has not been heard yet */
  readonly offered: string | undefined
  /** what the server last said, now or before a restart; undefined: nothing is known, so nothing is missing and nothing too much */
  readonly desired: NodeDesired | undefined
  readonly gone: Gone | undefined
  /** undefined: this hypervisor has no DNS edge */
  readonly edge: Pick<NetnsInput, 'netns' | 'upstreams' | 'loaded' | 'state'> | undefined
}

/** The edge of this hypervisor as it shall be. */
export interface EdgePlan {
  readonly edges: readonly AllottedEdge[]
  readonly steps: readonly NetnsStep[]
}

export interface Plan {
  /** the deployment that this hypervisor belongs to; undefined: none yet */
  readonly joined: string | undefined
  readonly vswitch: readonly VswitchAction[]
  /** undefined: leave the edge as it is */
  readonly edge: EdgePlan | undefined
  readonly reports: readonly InterfaceReport[]
  /** what a person has to look at */
  readonly problems: readonly string[]
}

/** What to do, from what should be and what is. */
export const makePlan = (input: PlanInput): Plan => {
  const { vswitch } = input
  const desired = acceptable(input)
  const joined = vswitch.externalIds.get(keys.deployment)
  const gone = input.gone?.deployment === joined ? input.gone?.ports : undefined
  const binding = planVms(vswitch, desired?.ports ?? [], gone ?? new Set())
  const edge = planEdge(input, desired)
  const shaping = shapingOf(vswitch, desired)
  return {
    joined,
    vswitch: [...rootIds(input), ...binding.actions, ...(edge?.actions ?? []), ...shaping.actions],
    edge: edge && { edges: edge.edges, steps: edge.steps },
    reports: binding.reports,
    problems: [...refusal(input), ...(edge?.problems ?? []), ...shaping.problems],
  }
}

/** Only what the deployment says that this hypervisor has joined. */
const acceptable = ({ vswitch, desired }: PlanInput): NodeDesired | undefined =>
  desired !== undefined && membership(vswitch.externalIds, desired.deployment) === 'member' ? desired : undefined

/** The chassis, and the first deployment that is met; what that one says is done from the next pass on. */
const rootIds = ({ chassis, vswitch, offered }: PlanInput): readonly SetRootIds[] => {
  const joins = offered !== undefined && membership(vswitch.externalIds, offered) === 'first'
  const ids = differing({ ...chassisIds(chassis), ...(joins && { [keys.deployment]: offered }) }, vswitch.externalIds)
  return Object.keys(ids).length === 0 ? [] : [{ kind: 'set-root-ids', ids }]
}

const refusal = ({ vswitch, offered }: PlanInput): readonly string[] => {
  if (offered === undefined || membership(vswitch.externalIds, offered) !== 'other') return []
  const joined = vswitch.externalIds.get(keys.deployment) ?? ''
  return [
    `this hypervisor belongs to deployment ${joined}, the server to ${offered}: nothing that it says is done and nothing is ` +
      `reported to it. To move the hypervisor: ovs-vsctl remove Open_vSwitch . external_ids ${keys.deployment}`,
  ]
}

const planVms = (
  { interfaces, bridge }: VswitchState,
  expected: readonly DesiredPort[],
  gone: ReadonlySet<string>,
): ReturnType<typeof planBinding> =>
  planBinding({
    interfaces: interfaces.filter((candidate) => mayBeVm(candidate, bridge?.name ?? '')),
    expected,
    gone,
  })

const shapingOf = ({ interfaces, leftQos: left }: VswitchState, desired: NodeDesired | undefined): ShapingPlan =>
  planShaping({ interfaces, expected: desired?.ports, left })

const planEdge = (
  { edge, vswitch }: PlanInput,
  desired: NodeDesired | undefined,
): (EdgePlan & Omit<ReturnType<typeof planEdgePorts>, 'edges'>) | undefined => {
  // Without the bridge there is nothing to plug into; ovn-controller makes it.
  if (edge === undefined || desired === undefined || vswitch.bridge === null) return undefined
  const { state } = edge
  const ports = planEdgePorts({
    edges: desired.edges,
    interfaces: vswitch.interfaces,
    deployment: desired.deployment,
    isLost: (device) => !state.links.has(device) && !state.host.links.has(device),
  })
  const plugged = new Set(vswitch.interfaces.map(({ name }) => name))
  return { ...ports, steps: planNetns({ ...edge, edges: ports.edges, plugged }) }
}
