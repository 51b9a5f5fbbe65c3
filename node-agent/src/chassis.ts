import { keys } from './external-ids.ts'

/** What ovn-controller has to know of this hypervisor. */
export interface ChassisSettings {
  /** chassis name, as the server calls this node */
  readonly node: string
  /** southbound remotes, comma separated */
  readonly ovnRemote: string
  readonly encapIp: string
  /** `network:bridge` pairs, comma separated; undefined: whatever is there stays */
  readonly bridgeMappings?: string
  /** whether routers may have their external gateway here; undefined: whatever is there stays */
  readonly gateway?: boolean
  readonly datapath: 'netdev' | 'system'
}

/** `ovn-bridge-mappings` as a document: bridges by the network that they lead to. What is no pair is left out, as ovn-controller does. */
export const bridgesByNetwork = (mappings: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    mappings.split(',').flatMap((pair): [string, string][] => {
      const [, network, bridge] = /^([^:]+):([^:]+)$/.exec(pair.trim()) ?? []
      return network === undefined || bridge === undefined ? [] : [[network, bridge]]
    }),
  )

// Long intervals: a chassis that is busy with many flows must not be taken for dead by either end.
const REMOTE_PROBE_MS = 60_000
const OPENFLOW_PROBE_S = 60

/** Open_vSwitch.external_ids that register the chassis (ovn-controller(8), "Configuration"). */
export const chassisIds = (settings: ChassisSettings): Readonly<Record<string, string>> => ({
  'system-id': settings.node,
  'ovn-remote': settings.ovnRemote,
  'ovn-encap-type': 'geneve',
  'ovn-encap-ip': settings.encapIp,
  ...(settings.bridgeMappings !== undefined && { 'ovn-bridge-mappings': settings.bridgeMappings }),
  'ovn-bridge-datapath-type': settings.datapath,
  // For people and other tools: where gateways go is decided by the server.
  ...(settings.gateway !== undefined && { 'ovn-cms-options': settings.gateway ? 'enable-chassis-as-gw' : '' }),
  // The whole southbound database instead of conditions on it: less work for its server when there are many chassis.
  'ovn-monitor-all': 'true',
  'ovn-remote-probe-interval': String(REMOTE_PROBE_MS),
  'ovn-openflow-probe-interval': String(OPENFLOW_PROBE_S),
})

/** Those of `wanted` that `have` lacks or has otherwise. */
export const differing = (
  wanted: Readonly<Record<string, string>>,
  have: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(wanted).filter(([key, value]) => have.get(key) !== value))

/** How a deployment that somebody names stands to the one that this hypervisor joined. */
export type Membership = 'member' | 'first' | 'other'

/** The first deployment that is met is joined; from then on any other one is refused. */
export const membership = (have: ReadonlyMap<string, string>, deployment: string): Membership => {
  const joined = have.get(keys.deployment)
  if (joined === undefined) return 'first'
  return joined === deployment ? 'member' : 'other'
}
