/** What OVN probes: a member of load balancers (Service_Monitor; one row however many load balancers have the member). */
export interface Probed {
  /** name of the member's logical port */
  readonly logicalPort: string
  readonly ip: string
  readonly port: number
  readonly protocol: 'tcp' | 'udp'
}

/** unknown: no probe was answered or missed yet. OVN sends connections there as if it were online. */
export type Health = 'online' | 'offline' | 'error' | 'unknown'

export interface ProbedHealth {
  readonly probed: Probed
  readonly health: Health
}

export interface HealthChange {
  readonly probed: Probed
  /** null: it is not probed any more */
  readonly health: Health | null
}

interface MonitorRow {
  readonly logical_port: string
  readonly ip: string
  readonly port: number
  readonly protocol: 'tcp' | 'udp' | null
  readonly status: 'online' | 'offline' | 'error' | null
}

/** What is probed as text, for maps. */
export const probedText = ({ logicalPort, protocol, ip, port }: Probed): string =>
  `${logicalPort} ${protocol} ${ip} ${String(port)}`

// ovn-sb(5), Service_Monitor: a row without a protocol is for TCP.
export const healthOf = ({ logical_port, ip, port, protocol, status }: MonitorRow): ProbedHealth => ({
  probed: { logicalPort: logical_port, ip, port, protocol: protocol ?? 'tcp' },
  health: status ?? 'unknown',
})

/** What a change of a row tells; a row's place in OVN never changes, only its status. */
export const changeOf = (change: {
  readonly before: MonitorRow | null
  readonly after: MonitorRow | null
}): readonly HealthChange[] => {
  const before = change.before === null ? undefined : healthOf(change.before)
  const after = change.after === null ? undefined : healthOf(change.after)
  if (before === undefined) return after === undefined ? [] : [after]
  if (after === undefined) return [{ probed: before.probed, health: null }]
  return before.health === after.health ? [] : [after]
}
