import { PortId } from '@quantumnet/api'
import { keys } from '../external-ids.ts'
import type { VswitchInterface } from '../observe/vswitch-state.ts'

/** An interface and the port that it says it is. */
export interface Identified {
  readonly interface: VswitchInterface
  readonly port: PortId
}

/**
 * How interfaces say which port they are. `bound`: by iface-id, so OVN acts on it. `attached`: an operator said so and the agent
 * has yet to write iface-id. `contradicted`: attached to one port, while somebody else wrote the iface-id of another, to which it is bound.
 */
export type Survey = Readonly<Record<'bound' | 'attached' | 'contradicted', readonly Identified[]>>

// Of no VM: tunnels and links between bridges.
const INFRASTRUCTURE = new Set([
  'patch',
  'geneve',
  'vxlan',
  'gre',
  'ip6gre',
  'erspan',
  'ip6erspan',
  'stt',
  'gtpu',
  'bareudp',
])

/** Whether an interface may be a VM's: neither infrastructure, nor the bridge itself, nor an edge of ours. */
export const mayBeVm = ({ type, name, externalIds }: VswitchInterface, bridge: string): boolean =>
  !INFRASTRUCTURE.has(type) && name !== bridge && !externalIds.has(keys.edge)

/** Whether nobody has said which port an interface is. */
export const isUnidentified = ({ externalIds }: VswitchInterface): boolean =>
  !externalIds.has(keys.logicalPort) && !externalIds.has(keys.attached)

const portIdIn = (externalIds: ReadonlyMap<string, string>, key: string): PortId | undefined =>
  PortId.safeParse(externalIds.get(key)).data

type Identity = readonly { readonly kind: keyof Survey; readonly port: PortId }[]

const identify = ({ externalIds }: VswitchInterface, gone: ReadonlySet<string>): Identity => {
  const [bound, attached] = [portIdIn(externalIds, keys.logicalPort), portIdIn(externalIds, keys.attached)]
  const taken = externalIds.has(keys.logicalPort)
  const asBound: Identity = bound === undefined ? [] : [{ kind: 'bound', port: bound }]
  // What is bound to a living port is not given to a dead one.
  if (attached === undefined || attached === bound || (taken && gone.has(attached))) return asBound
  return taken && !externalIds.has(keys.boundBy)
    ? [...asBound, { kind: 'contradicted', port: attached }]
    : [{ kind: 'attached', port: attached }]
}

/** Sorts interfaces by what they say of themselves; leaves out those that say nothing, or name a logical port of somebody else. */
export const survey = (interfaces: readonly VswitchInterface[], gone: ReadonlySet<string>): Survey => {
  const found: Record<keyof Survey, Identified[]> = { bound: [], attached: [], contradicted: [] }
  for (const candidate of interfaces) {
    for (const { kind, port } of identify(candidate, gone)) found[kind].push({ interface: candidate, port })
  }
  return found
}

/** The interfaces of each port. */
export const byPort = (
  all: readonly Identified[],
): ReadonlyMap<PortId, readonly [VswitchInterface, ...VswitchInterface[]]> => {
  const found = new Map<PortId, [VswitchInterface, ...VswitchInterface[]]>()
  for (const { interface: bearer, port } of all) {
    const others = found.get(port)
    if (others === undefined) found.set(port, [bearer])
    else others.push(bearer)
  }
  return found
}
