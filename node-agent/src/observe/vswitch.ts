import { Session, type Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { vswitchSchema, type VswitchTables } from '../gen/vswitch.ts'
import { keys } from '../external-ids.ts'
import type { VswitchInterface, VswitchQos, VswitchState } from './vswitch-state.ts'

// Without statistics, which change every few seconds: a change of what is monitored here is worth a pass.
const monitor = {
  Open_vSwitch: ['external_ids'],
  Bridge: ['name', 'ports'],
  Port: ['interfaces', 'qos'],
  Interface: ['name', 'type', 'external_ids', 'mac', 'mac_in_use', 'ofport', 'error'],
  QoS: ['queues', 'other_config', 'external_ids'],
  Queue: ['other_config'],
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
    leftQos: leftQosOf(session),
  }
}

const qosOf = (session: VswitchSession, uuid: Uuid<'QoS'> | null | undefined): VswitchQos | null => {
  const row = uuid == null ? undefined : session.get('QoS', uuid)
  if (row === undefined) return null
  const queue = row.queues.get(0) ?? null
  const queued = queue === null ? undefined : session.get('Queue', queue)
  return {
    uuid: row._uuid,
    queue,
    isOurs: row.external_ids.has(keys.shaped),
    settings: { qos: Object.fromEntries(row.other_config), queue: Object.fromEntries(queued?.other_config ?? []) },
  }
}

const leftQosOf = (session: VswitchSession): readonly VswitchQos[] => {
  const ours = [...session.rows('QoS').values()].filter((row) => row.external_ids.has(keys.shaped))
  if (ours.length === 0) return []
  const used = new Set([...session.rows('Port').values()].map(({ qos }) => qos))
  return ours.flatMap(({ _uuid }) => (used.has(_uuid) ? [] : [qosOf(session, _uuid)])).filter((qos) => qos !== null)
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
      qos: qosOf(session, session.get('Port', port)?.qos),
    }
  )
}
