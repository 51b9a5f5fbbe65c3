import { parseMac, type DesiredPort, type PortId } from '@quantumnet/api'
import { keys } from '../external-ids.ts'
import { isUnidentified, type Identified } from './identity.ts'
import type { VswitchInterface } from '../observe/vswitch-state.ts'

/** What interfaces' MAC addresses say of ports that were asked for on this node. */
export interface MacMatches {
  readonly matches: readonly Identified[]
  /** Ports that an interface may be, with what stands against it, in words. Nothing is bound. */
  readonly doubts: readonly (Identified & { readonly reason: string })[]
}

/** MAC of the VM behind an interface: what libvirt noted, else the device's own. */
export const macOf = ({ externalIds, macInUse }: VswitchInterface): string | undefined =>
  parseMac(externalIds.get(keys.attachedMac) ?? macInUse ?? '')

const names = (interfaces: readonly VswitchInterface[]): string => interfaces.map(({ name }) => name).join(', ')

/**
 * Which unidentified interface is which port, by MAC. A MAC is what a VM says of itself, and it is unique only within a network: it
 * counts for a port that was asked for on this very node, and only when exactly one such port and exactly one interface have it.
 * `boundTo` tells which interface a port is bound to already.
 */
export const matchByMac = (
  interfaces: readonly VswitchInterface[],
  expected: readonly DesiredPort[],
  boundTo: ReadonlyMap<PortId, string>,
): MacMatches => {
  const bearersByMac = Map.groupBy(interfaces, macOf)
  const portsByMac = Map.groupBy(
    expected.filter(({ requested }) => requested),
    ({ mac }) => mac,
  )
  const matches: MacMatches['matches'][number][] = []
  const doubts: MacMatches['doubts'][number][] = []
  for (const [mac, ports] of portsByMac) {
    const bearers = bearersByMac.get(mac) ?? []
    const [first] = bearers.filter(isUnidentified)
    if (first === undefined) continue
    for (const { id } of ports) {
      const reason = objection({ mac, ports, bearers, first, boundTo: boundTo.get(id) })
      if (reason === undefined) matches.push({ interface: first, port: id })
      else doubts.push({ interface: first, port: id, reason })
    }
  }
  return { matches, doubts }
}

interface Candidate {
  readonly mac: string
  readonly ports: readonly DesiredPort[]
  readonly bearers: readonly VswitchInterface[]
  readonly first: VswitchInterface
  readonly boundTo: string | undefined
}

const objection = ({ mac, ports, bearers, first, boundTo }: Candidate): string | undefined => {
  if (boundTo !== undefined)
    return `interface ${first.name} has the MAC address ${mac} of this port too, which is bound to interface ${boundTo}; ${first.name} is left alone`
  if (bearers.length > 1)
    return `interfaces ${names(bearers)} have the same MAC address ${mac}; attach the right one to the port`
  if (ports.length > 1)
    return `${String(ports.length)} ports expected on this node have the MAC address ${mac} of interface ${first.name}; attach it to the right one`
  return undefined
}
