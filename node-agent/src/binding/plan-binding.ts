import type { DesiredPort, InterfaceReport, PortId } from '@quantumnet/api'
import { keys } from '../external-ids.ts'
import { byPort, survey, type Identified } from './identity.ts'
import { reportBeingBound, reportBound, reportUnverified, strongest } from './interface-state.ts'
import { matchByMac } from './mac-rule.ts'
import type { VswitchInterface } from '../observe/vswitch-state.ts'

/** Writes iface-id, so that ovn-controller binds the interface to its logical port. */
export interface Bind {
  readonly kind: 'bind'
  readonly interface: VswitchInterface
  readonly port: PortId
  readonly by: 'attach' | 'mac'
}

/** Takes an interface off the integration bridge. */
export interface Unplug {
  readonly kind: 'unplug'
  readonly interface: VswitchInterface
  readonly why: string
}

export interface BindingPlan {
  readonly actions: readonly (Bind | Unplug)[]
  /** at most one for a port: the one that says most */
  readonly reports: readonly InterfaceReport[]
}

export interface BindingInput {
  /** interfaces that may be a VM's */
  readonly interfaces: readonly VswitchInterface[]
  /** ports of this node, as far as known */
  readonly expected: readonly DesiredPort[]
  /** ports whose deletion is on record */
  readonly gone: ReadonlySet<string>
}

/** Decides for every interface of a VM: bind it, remove it, or only say how it stands. */
export const planBinding = ({ interfaces, expected, gone }: BindingInput): BindingPlan => {
  const found = survey(interfaces, gone)
  const disputed = new Set(found.contradicted.map((entry) => entry.interface))
  const bound = byPort(found.bound)
  const boundTo = new Map([...bound].map(([port, [first]]) => [port, first.name]))
  const attached = planAttached(
    found.attached.filter(({ port }) => !gone.has(port)),
    boundTo,
  )
  const attachedTo = found.attached.map(({ interface: { name }, port }): [PortId, string] => [port, name])
  const living = expected.filter(({ id }) => !gone.has(id))
  const byMac = matchByMac(interfaces, living, new Map([...attachedTo, ...boundTo]))
  const macs = new Map(expected.map(({ id, mac }) => [id, mac]))
  return {
    actions: [
      ...found.bound.filter((entry) => gone.has(entry.port) && !disputed.has(entry.interface)).map(unplug),
      ...found.attached.filter(({ port }) => gone.has(port)).map(unplug),
      ...attached.certain.map((entry): Bind => ({ kind: 'bind', ...entry, by: 'attach' })),
      ...byMac.matches.map((entry): Bind => ({ kind: 'bind', ...entry, by: 'mac' })),
    ],
    reports: strongest([
      ...[...bound].map(([port, bearers]) => reportBound(port, bearers, macs.get(port))),
      ...[...attached.certain, ...byMac.matches].map(reportBeingBound),
      ...attached.doubtful,
      ...found.contradicted.map(reportContradicted),
      ...byMac.doubts.map((doubt) => reportUnverified(doubt, doubt.reason)),
    ]),
  }
}

const unplug = ({ interface: dead, port }: Identified): Unplug => ({
  kind: 'unplug',
  interface: dead,
  why: `port ${port} was deleted`,
})

/** An attached interface is certain when no other one is attached to its port or bound to it. */
const planAttached = (
  attached: readonly Identified[],
  boundTo: ReadonlyMap<PortId, string>,
): { readonly certain: readonly Identified[]; readonly doubtful: readonly InterfaceReport[] } => {
  const certain: Identified[] = []
  const doubtful: InterfaceReport[] = []
  for (const [port, [first, ...others]] of byPort(attached)) {
    const rivals = [boundTo.get(port), ...others.map(({ name }) => name)].filter((name) => name !== undefined)
    const entry = { interface: first, port }
    if (rivals.length === 0) certain.push(entry)
    else doubtful.push(reportUnverified(entry, `interfaces ${[first.name, ...rivals].join(', ')} claim this port`))
  }
  return { certain, doubtful }
}

const reportContradicted = (entry: Identified): InterfaceReport => {
  const { name, externalIds } = entry.interface
  const other = externalIds.get(keys.logicalPort) ?? ''
  return reportUnverified(
    entry,
    `interface ${name} is attached to this port, but somebody gave it the iface-id ${other}; remove one of the two`,
  )
}
