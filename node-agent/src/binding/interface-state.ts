import type { InterfaceReport, PortId } from '@quantumnet/api'
import { keys } from '../external-ids.ts'
import type { Identified } from './identity.ts'
import { macOf } from './mac-rule.ts'
import type { VswitchInterface } from '../observe/vswitch-state.ts'

const isInstalled = ({ externalIds }: VswitchInterface): boolean => externalIds.get(keys.installed) === 'true'

const reasonDown = ({ name, ofport, error }: VswitchInterface): string => {
  if (error !== null) return `Open vSwitch cannot open interface ${name}: ${error}`
  if (ofport === null) return `Open vSwitch has not taken up interface ${name} yet; is ovs-vswitchd running?`
  if (ofport < 0) return `Open vSwitch cannot open interface ${name}; is there such a device?`
  return 'OVN has not installed its flows yet; is ovn-controller connected, and may this node bind the port?'
}

/** The VM's MAC where it is known and is not the port's: then port security drops what the VM sends. */
const strangeMac = (bearer: VswitchInterface, mac: string | undefined): string | undefined => {
  const known = bearer.externalIds.has(keys.attachedMac) ? macOf(bearer) : undefined
  return mac === undefined || known === mac ? undefined : known
}

/** What to say of the interfaces that carry a port's iface-id: ovn-controller(8) heeds one of several and ignores the others. */
export const reportBound = (
  port: PortId,
  bearers: readonly [VswitchInterface, ...VswitchInterface[]],
  mac: string | undefined,
): InterfaceReport => {
  const heeded = bearers.find(isInstalled) ?? bearers[0]
  const report = { port, interface: heeded.name }
  const strange = strangeMac(heeded, mac)
  if (strange !== undefined)
    return {
      ...report,
      state: 'unverified',
      reason: `the VM has the MAC address ${strange}, the port ${mac ?? ''}: port security drops what it sends`,
    }
  if (isInstalled(heeded)) return { ...report, state: 'up', reason: null }
  if (bearers.length > 1) {
    const names = bearers.map(({ name }) => name).join(', ')
    return { ...report, state: 'unverified', reason: `interfaces ${names} all have the iface-id of this port` }
  }
  return { ...report, state: 'down', reason: reasonDown(heeded) }
}

export const reportBeingBound = ({ interface: { name }, port }: Identified): InterfaceReport => ({
  port,
  interface: name,
  state: 'down',
  reason: `interface ${name} is being bound`,
})

export const reportUnverified = ({ interface: { name }, port }: Identified, reason: string): InterfaceReport => ({
  port,
  interface: name,
  state: 'unverified',
  reason,
})

const RANK = { down: 0, unverified: 1, up: 2 } as const
// The limits of InterfaceReport: one long name or reason must not spoil the report of all the others.
const LONGEST_NAME = 64
const LONGEST_REASON = 500

const fit = (report: InterfaceReport): InterfaceReport => ({
  ...report,
  interface: report.interface.slice(0, LONGEST_NAME),
  reason: report.reason?.slice(0, LONGEST_REASON) ?? null,
})

/** One report for a port: up wins, then a doubt that somebody has to resolve. In the order of ports, so that equal states compare equal. */
export const strongest = (reports: readonly InterfaceReport[]): readonly InterfaceReport[] => {
  const best = new Map<string, InterfaceReport>()
  for (const report of reports) {
    const other = best.get(report.port)
    if (other === undefined || RANK[report.state] > RANK[other.state]) best.set(report.port, report)
  }
  return [...best.values()].map(fit).sort((a, b) => (a.port < b.port ? -1 : 1))
}
