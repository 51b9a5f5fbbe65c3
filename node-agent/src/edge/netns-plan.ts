import {
  bindAddressOf,
  bindAddressV6Of,
  deviceOf,
  indexOfDevice,
  isBindAddress,
  isTable,
  isV6,
  linkLocalOf,
  tableOf,
  uplink,
} from './layout.ts'

import { networkKey, type NetworkKey } from './configuration.ts'
import type { Family, Link, NetnsState } from '../observe/netns-state.ts'
import type { AllottedEdge } from './ports.ts'
import { forwardingOf } from '../host/sysctl.ts'
import { edgeRuleset, uplinkRuleset, type Ruleset } from './ruleset.ts'
import type { Upstream } from './upstream.ts'

/** Which of the two namespaces: the edge's own, or the hypervisor's. */
export type Side = 'edge' | 'host'

/** One thing to do to the namespaces. Steps are done in order; each may be done again without harm. */
export type NetnsStep =
  | { readonly kind: 'create-namespace' }
  | { readonly kind: 'sysctl'; readonly side: Side; readonly name: string; readonly value: string }
  | { readonly kind: 'ruleset'; readonly side: Side; readonly ruleset: Ruleset }
  /** one line of `ip -batch`; with the family where ip(8) would take the one for the other */
  | { readonly kind: 'ip'; readonly side: Side; readonly line: string; readonly family?: Family }

export interface NetnsInput {
  readonly edges: readonly AllottedEdge[]
  /** what CoreDNS has loaded for sure */
  readonly loaded: ReadonlySet<NetworkKey>
  /** devices of all ports that Open vSwitch has, wanted or not */
  readonly plugged: ReadonlySet<string>
  readonly upstreams: readonly Upstream[]
  /** name of the edge's namespace */
  readonly netns: string
  readonly state: NetnsState
}

export const FORWARDING = 'net.ipv4.ip_forward'

/** Settings of the edge's namespace. */
export const edgeSysctls: Readonly<Record<string, string>> = {
  [FORWARDING]: '0',
  // Answers to a network leave by a rule on their source address, which a reverse-path check does not see.
  'net.ipv4.conf.all.rp_filter': '0',
  'net.ipv4.conf.default.rp_filter': '0',
  // A device has the IPv6 addresses that it is given here, and none that the kernel makes up: without one it says nothing. In this order, or
  // the devices of a namespace in which IPv6 was off would make themselves addresses.
  'net.ipv6.conf.all.addr_gen_mode': '1',
  'net.ipv6.conf.all.accept_ra': '0',
  'net.ipv6.conf.default.accept_ra': '0',
  'net.ipv6.conf.all.forwarding': '0',
  'net.ipv6.conf.all.disable_ipv6': '0',
  'net.ipv6.conf.default.disable_ipv6': '0',
}

/**
 * What leads from the namespaces as they are to those that the edges need. The guard comes before any device, so that no packet
 * arrives unguarded.
 */
export const planNetns = (input: NetnsInput): readonly NetnsStep[] => [
  ...(input.state.exists ? [] : [{ kind: 'create-namespace' } as const]),
  ...sysctlSteps(input.state),
  ...rulesetStep('edge', edgeRuleset(openEdges(input)), input.state.mark),
  ...uplinkSteps(input),
  ...input.edges.flatMap((edge) => edgeSteps(edge, input)),
  ...surplusSteps(input),
]

/**
 * The edges that VMs may ask. A number is used again, by a network of another tenant too, and as long as CoreDNS runs with the configuration
 * before that, it would be answered with the names of the former one.
 */
const openEdges = ({ edges, loaded }: NetnsInput): readonly AllottedEdge[] =>
  edges.filter((edge) => loaded.has(networkKey(edge)))

const ip = (side: Side, line: string): NetnsStep => ({ kind: 'ip', side, line })

/** A line about rules or routes of one family, inside of the namespace. */
const ipOf = (family: Family, line: string): NetnsStep =>
  family === 'v4' ? ip('edge', line) : { kind: 'ip', side: 'edge', line, family }

const when = (condition: boolean, ...steps: readonly NetnsStep[]): readonly NetnsStep[] => (condition ? steps : [])

const sysctlSteps = ({ exists, sysctls }: NetnsState): readonly NetnsStep[] =>
  Object.entries(edgeSysctls)
    // What this kernel does not have (one without IPv6) cannot differ.
    .filter(([name, value]) => !exists || (sysctls.get(name) ?? value) !== value)
    .map(([name, value]) => ({ kind: 'sysctl', side: 'edge', name, value }))

const rulesetStep = (side: Side, ruleset: Ruleset, mark: string | undefined): readonly NetnsStep[] =>
  when(ruleset.mark !== mark, { kind: 'ruleset', side, ruleset })

const uplinkSteps = (input: NetnsInput): readonly NetnsStep[] => {
  const { netns } = input
  const { host, links, defaults } = input.state
  const [inner, outer] = [links.get(uplink.device), host.links.get(uplink.hostDevice)]
  const paired = inner !== undefined && outer !== undefined
  const route = defaults.v4.get('main')
  return [
    ...when(links.get('lo')?.up !== true, ip('edge', 'link set lo up')),
    ...when(!paired && outer !== undefined, ip('host', `link delete ${uplink.hostDevice}`)),
    ...when(!paired && outer === undefined && inner !== undefined, ip('edge', `link delete ${uplink.device}`)),
    ...when(!paired, ip('host', `link add ${uplink.hostDevice} type veth peer name ${uplink.device} netns ${netns}`)),
    ...hostForwardingSteps(input, paired),
    ...addressSteps('host', uplink.hostDevice, uplink.hostAddress, paired ? outer : undefined),
    ...addressSteps('edge', uplink.device, uplink.address, paired ? inner : undefined),
    ...when(
      !paired || route?.device !== uplink.device || route.gateway !== uplink.hostAddress,
      ip('edge', `route replace default via ${uplink.hostAddress} dev ${uplink.device}`),
    ),
  ]
}

/**
 * A host that does not forward goes on not forwarding: its general switch stays off, and only the devices that the edge's packets come and go by
 * forward. What else comes in by them is dropped, whatever happens to the rules: that they are needed is seen by the switch. The
 * rules come before the settings: at no moment does a host forward more than before.
 */
const hostForwardingSteps = ({ state: { host }, upstreams }: NetnsInput, paired: boolean): readonly NetnsStep[] => {
  const off = host.sysctls.get(FORWARDING) !== '1'
  const closed = off ? host.outDevices : []
  const former = off ? host.closed.filter((device) => !closed.includes(device)) : []
  return [
    ...former.flatMap((device) => forwardingSteps(host, device, '0')),
    ...rulesetStep('host', uplinkRuleset(upstreams, closed), host.mark),
    // A device that was made just now has what new devices have.
    ...(paired ? forwardingSteps(host, uplink.hostDevice, '1') : [forwarding(uplink.hostDevice, '1')]),
    ...closed.flatMap((device) => forwardingSteps(host, device, '1')),
  ]
}

const forwarding = (device: string, value: '0' | '1'): NetnsStep => ({
  kind: 'sysctl',
  side: 'host',
  name: forwardingOf(device),
  value,
})

const forwardingSteps = (host: NetnsState['host'], device: string, value: '0' | '1'): readonly NetnsStep[] =>
  when(host.sysctls.get(forwardingOf(device)) !== value, forwarding(device, value))

const addressSteps = (side: Side, device: string, address: string, link: Link | undefined): readonly NetnsStep[] => {
  const block = `${address}/${String(uplink.prefixLength)}`
  return [
    ...when(link?.addresses.includes(block) !== true, ip(side, `address replace ${block} dev ${device}`)),
    ...when(link?.up !== true, ip(side, `link set ${device} up`)),
  ]
}

/** The addresses on `lo` that CoreDNS answers this network on. */
const bindsOf = (edge: Pick<AllottedEdge, 'index' | 'address'>): readonly string[] => [
  `${bindAddressOf(edge.index)}/32`,
  ...(isV6(edge) ? [`${bindAddressV6Of(edge.index)}/128`] : []),
]

const familyOf = (edge: Pick<AllottedEdge, 'address'>): Family => (isV6(edge) ? 'v6' : 'v4')

const edgeSteps = (edge: AllottedEdge, input: NetnsInput): readonly NetnsStep[] => {
  const { state } = input
  const [family, table] = [familyOf(edge), tableOf(edge.index)]
  const source = family === 'v6' ? bindAddressV6Of(edge.index) : bindAddressOf(edge.index)
  const rule = state.rules[family].get(table)
  const right = rule?.source === source && rule.table === String(table)
  const present = state.links.get('lo')?.addresses ?? []
  return [
    ...bindsOf(edge)
      .filter((bind) => !present.includes(bind))
      .map((bind) => ip('edge', `address replace ${bind} dev lo`)),
    ...when(!right && rule !== undefined, ipOf(family, `rule delete pref ${String(table)}`)),
    ...when(!right, ipOf(family, `rule add pref ${String(table)} from ${source} table ${String(table)}`)),
    ...deviceSteps(edge, input),
  ]
}

/**
 * Open vSwitch makes the device of an internal port in its own namespace, and does so again when ovs-vswitchd is started anew; the one
 * that was moved before stays behind without a carrier (userspace datapath) and is in the way.
 */
const deviceSteps = (edge: AllottedEdge, { state, netns }: NetnsInput): readonly NetnsStep[] => {
  const { index, mac } = edge
  const [device, table, family] = [deviceOf(index), String(tableOf(index)), familyOf(edge)]
  const [fresh, moved] = [state.host.links.get(device), state.links.get(device)]
  const link = fresh ?? moved
  // Not there yet: ovs-vswitchd is about to make it, which shows in its database and wakes the next pass.
  if (link === undefined) return []
  const up = fresh === undefined && link.up
  const own = family === 'v6' ? [`${linkLocalOf(mac)}/64`] : []
  // A device that comes from elsewhere loses its addresses.
  const present = fresh === undefined ? link.addresses : []
  return [
    ...when(fresh !== undefined && moved !== undefined, ip('edge', `link delete ${device}`)),
    ...when(fresh !== undefined, ip('host', `link set ${device} netns ${netns}`)),
    ...when(link.mac !== mac, ip('edge', `link set ${device} address ${mac}`)),
    ...when(!up, ip('edge', `link set ${device} up`)),
    // Nobody else can have it: to wait for that would only keep the edge from asking.
    ...own
      .filter((each) => !present.includes(each))
      .map((each) => ip('edge', `address replace ${each} dev ${device} nodad`)),
    ...present
      .filter((each) => each.includes(':') && !own.includes(each))
      .map((each) => ip('edge', `address delete ${each} dev ${device}`)),
    ...when(
      !up || state.defaults[family].get(table)?.device !== device,
      ipOf(family, `route replace default dev ${device} table ${table}`),
    ),
  ]
}

const FAMILIES: readonly Family[] = ['v4', 'v6']

/** What edges that went away have left in the namespace; all of it is ours. */
const surplusSteps = ({ edges, plugged, state }: NetnsInput): readonly NetnsStep[] => {
  const binds = new Set(edges.flatMap(bindsOf))
  const addresses = state.links.get('lo')?.addresses ?? []
  const surplusRules = (family: Family): readonly NetnsStep[] => {
    const tables = new Set(edges.filter((edge) => familyOf(edge) === family).map(({ index }) => tableOf(index)))
    return [...state.rules[family].keys()]
      .filter((preference) => isTable(preference) && !tables.has(preference))
      .map((preference) => ipOf(family, `rule delete pref ${String(preference)}`))
  }
  return [
    ...addresses
      .filter((address) => isBindAddress(address) && !binds.has(address))
      .map((address) => ip('edge', `address delete ${address} dev lo`)),
    ...FAMILIES.flatMap(surplusRules),
    ...[...state.links.keys()]
      .filter((device) => indexOfDevice(device) !== undefined && !plugged.has(device))
      .map((device) => ip('edge', `link delete ${device}`)),
  ]
}
