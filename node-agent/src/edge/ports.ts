import type { DesiredEdge } from '@quantumnet/api'
import type { Unplug } from '../binding/plan-binding.ts'
import { keys } from '../external-ids.ts'
import type { VswitchInterface } from '../observe/vswitch-state.ts'
import { allot } from './allot.ts'
import { deviceOf, indexOfDevice } from './layout.ts'

/** A network's DNS edge with the N that it has on this hypervisor. */
export interface AllottedEdge extends DesiredEdge {
  readonly index: number
}

/** Makes the OVS internal port of an edge. */
export interface PlugEdge {
  readonly kind: 'plug-edge'
  readonly edge: AllottedEdge
}

export interface EdgePortsPlan {
  readonly edges: readonly AllottedEdge[]
  readonly actions: readonly (PlugEdge | Unplug)[]
  readonly problems: readonly string[]
}

export interface EdgePortsInput {
  readonly edges: readonly DesiredEdge[]
  /** every interface on the integration bridge */
  readonly interfaces: readonly VswitchInterface[]
  readonly deployment: string
  /** devices that are neither with the hypervisor nor in the edge's namespace; undefined: not looked */
  readonly isLost: (device: string) => boolean
}

/** Which internal ports are missing, which are too many, and which N every edge has. */
export const planEdgePorts = ({ edges, interfaces, deployment, isLost }: EdgePortsInput): EdgePortsPlan => {
  const present = interfaces.filter(
    ({ externalIds }) => externalIds.has(keys.edge) && externalIds.get(keys.deployment) === deployment,
  )
  const wanted = new Map(edges.map((edge) => [edge.subnet, edge]))
  // A device of somebody else has its number too, whatever it is for.
  const numbered = interfaces.flatMap((port) => {
    const index = indexOfDevice(port.name)
    const subnet = present.includes(port) ? port.externalIds.get(keys.edge) : undefined
    return index === undefined ? [] : [{ subnet: subnet ?? `(${port.name})`, index }]
  })
  const { allotments, exhausted } = allot([...wanted.keys()], numbered)
  const allotted = allotments.flatMap(({ subnet, index }): AllottedEdge[] => {
    const edge = wanted.get(subnet)
    return edge === undefined ? [] : [{ ...edge, index }]
  })
  const names = new Set(interfaces.map(({ name }) => name))
  const byDevice = new Map(allotted.map((edge) => [deviceOf(edge.index), edge]))
  return {
    edges: allotted,
    actions: [
      ...present.flatMap((port) => surplus(port, byDevice.get(port.name), isLost) ?? []),
      ...allotted
        .filter(({ index }) => !names.has(deviceOf(index)))
        .map((edge): PlugEdge => ({ kind: 'plug-edge', edge })),
    ],
    problems: exhausted.map((subnet) => `subnet ${subnet} gets no DNS here: all numbers for edges are in use`),
  }
}

/** A port that differs is removed; the next pass makes it anew. */
const surplus = (
  port: VswitchInterface,
  edge: AllottedEdge | undefined,
  isLost: (device: string) => boolean,
): Unplug | undefined => {
  const unplug = (why: string): Unplug => ({ kind: 'unplug', interface: port, why })
  if (edge === undefined || port.externalIds.get(keys.edge) !== edge.subnet) return unplug('no such DNS edge is wanted')
  if (port.externalIds.get(keys.logicalPort) !== edge.interface_id || port.mac !== edge.mac)
    return unplug(`DNS edge of subnet ${edge.subnet} has another logical port or MAC address now`)
  // ovs-vswitchd keeps a port whose device somebody took away, and never makes the device again.
  if (port.ofport !== null && isLost(port.name)) return unplug('its device is gone')
  return undefined
}
