import type { Uuid } from '@quantumnet/ovsdb-jsonrpc'

/** As Open vSwitch spells it: bit/s and bits, as text (ovs-vswitchd.conf.db(5), QoS and Queue, linux-htb). */
export interface HtbSettings {
  readonly qos: Readonly<Record<string, string>>
  readonly queue: Readonly<Record<string, string>>
}

/** How a port is shaped: a row of QoS, and its queue. */
export interface VswitchQos {
  readonly uuid: Uuid<'QoS'>
  /** its first queue, the only one of ours; null: none */
  readonly queue: Uuid<'Queue'> | null
  readonly isOurs: boolean
  readonly settings: HtbSettings
}

/** One interface on the integration bridge, with what the agent decides by. */
export interface VswitchInterface {
  readonly uuid: Uuid<'Interface'>
  /** the Port row that holds it */
  readonly port: Uuid<'Port'>
  readonly name: string
  /** Interface.type: '' for a system device such as a tap, 'internal', 'geneve', ... */
  readonly type: string
  readonly externalIds: ReadonlyMap<string, string>
  /** MAC that the row asks for; null: whatever the device has */
  readonly mac: string | null
  /** MAC of the device itself; null when it is in another namespace or gone */
  readonly macInUse: string | null
  /** OpenFlow port number; null until ovs-vswitchd has taken it up, -1 when it could not */
  readonly ofport: number | null
  readonly error: string | null
  readonly qos: VswitchQos | null
}

/** The local Open vSwitch, read whole at one moment. */
export interface VswitchState {
  readonly root: Uuid<'Open_vSwitch'>
  /** Open_vSwitch.external_ids */
  readonly externalIds: ReadonlyMap<string, string>
  /** the integration bridge; null until ovn-controller has made it */
  readonly bridge: { readonly uuid: Uuid<'Bridge'>; readonly name: string } | null
  readonly interfaces: readonly VswitchInterface[]
  /** shaping of ours that is on no port: its interface is gone */
  readonly leftQos: readonly VswitchQos[]
}
