import { Session } from '@quantumnet/ovsdb-jsonrpc'
import { vswitchSchema, type VswitchTables } from '../gen/vswitch.ts'
import type { VswitchInterface, VswitchState } from './vswitch-state.ts'

// Without statistics, which change every few seconds: a change of what is monitored here is worth a pass.
const monitor = {
  Open_vSwitch: ['external_ids'],
  Bridge: ['name', 'ports'],
  Port: ['interfaces'],
  Interface: ['name', 'type', 'external_ids', 'mac', 'mac_in_use', 'ofport', 'error'],
} as const

/** A replica of the local Open vSwitch database. */
export type VswitchSession = Session<VswitchTables, typeof monitor>

/** Opens the session; `remote` is for example `unix:/run/openvswitch/db.sock`. */
export const openVswitch = (remote: string, log: SessionLog): VswitchSession =>
  new Session({ schema: vswitchSchema, remotes: [remote], monitor, log })
type SessionLog = NonNullable<ConstructorParameters<typeof Session>[0]['log']>

const DEFAULT_BRIDGE = 'br-int'

/** Reads the replica. @throws Error when the database has not been initialised */
export const observeVswitch = (session: VswitchSession): VswitchState => {
  const [root] = session.rows('Open_vSwitch').values()
  if (root === undefined) throw new Error('the Open vSwitch database is empty: has ovs-vswitchd ever been started?')
  const name = root.external_ids.get('ovn-bridge') ?? DEFAULT_BRIDGE
  const bridge = [...session.rows('Bridge').values()].find((row) => row.name === name)
  return {
    root: root._uuid,
    externalIds: root.external_ids,
    bridge: bridge === undefined ? null : { uuid: bridge._uuid, name },
    // A set has no order (RFC 7047): by name, so that equal states read equal.
    interfaces: (bridge?.ports ?? [])
      .flatMap((port) => interfaceOf(session, port) ?? [])
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  }
}

/** A port with several interfaces is a bond: no VM's, and none of ours. */
const interfaceOf = (session: VswitchSession, port: VswitchInterface['port']): VswitchInterface | undefined => {
  const [first, ...others] = session.get('Port', port)?.interfaces ?? []
  const row = first === undefined || others.length > 0 ? undefined : session.get('Interface', first)
  return (
    row && {
      uuid: row._uuid,
      port,
      name: row.name,
      type: row.type,
      externalIds: row.external_ids,
      mac: row.mac,
      macInUse: row.mac_in_use,
      ofport: row.ofport,
      error: row.error,
    }
  )
}
