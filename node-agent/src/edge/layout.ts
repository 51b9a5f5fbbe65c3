import { formatIp, parseIp } from '@quantumnet/api'

/**
 * How the DNS edge of one hypervisor is laid out. Each network has a number of its own, N, and everything that keeps networks with equal
 * addresses apart is derived from it: device, address that CoreDNS answers on, routing table, connection-tracking zone.
 */

const DEVICE_PREFIX = 'qn-dns'
// N is the last byte of an address, and connection-tracking zone 0 is everybody else's.
const FIRST = 1
const LAST = 254
// Away from the tables that Linux itself uses (253 to 255).
const TABLE_BASE = 1000
const NOTIFY_PORT_BASE = 20_000

/** Every N there is. */
export const indexes: readonly number[] = Array.from({ length: LAST - FIRST + 1 }, (_, offset) => FIRST + offset)

/** The OVS internal port of network N; at most 15 bytes (IFNAMSIZ). */
export const deviceOf = (index: number): string => `${DEVICE_PREFIX}${String(index)}`

/** N of a device that `deviceOf` named; undefined for any other. */
export const indexOfDevice = (device: string): number | undefined => {
  const index = device.startsWith(DEVICE_PREFIX) ? Number(device.slice(DEVICE_PREFIX.length)) : 0
  return Number.isInteger(index) && index >= FIRST && index <= LAST && deviceOf(index) === device ? index : undefined
}

/** Where CoreDNS answers network N. Never seen by a VM: its queries are translated to it, and the answers back. */
export const bindAddressOf = (index: number): string => `169.254.64.${String(index)}`

/** A unique local prefix (RFC 4193) that never leaves the namespace. */
const BIND_PREFIX_V6 = 'fd71:6e64:6e73::'

/** The same for queries over IPv6. Who passes NOTIFY on speaks IPv4, so a network of IPv6 has both. */
export const bindAddressV6Of = (index: number): string => `${BIND_PREFIX_V6}${index.toString(16)}`

/** Whether an address is one that `bindAddressOf` or `bindAddressV6Of` gives. */
export const isBindAddress = (address: string): boolean =>
  address.startsWith('169.254.64.') || address.startsWith(BIND_PREFIX_V6)

/** Whether the VMs of an edge ask over IPv6. */
export const isV6 = ({ address }: { readonly address: string }): boolean => address.includes(':')

/** The link-local address that a MAC address makes (RFC 4291, appendix A): by it the edge asks for its neighbours. */
export const linkLocalOf = (mac: string): string => {
  const value = BigInt(`0x${mac.replaceAll(':', '')}`) ^ 0x02_00_00_00_00_00n
  const interfaceId = ((value >> 24n) << 40n) | (0xfffen << 24n) | (value & 0xff_ff_ffn)
  return formatIp({ family: 6, value: (parseIp('fe80::')?.value ?? 0n) | interfaceId })
}

/** By which port of the uplink's inner end the agent tells network N of a change of its zones. */
export const notifyPortOf = (index: number): number => NOTIFY_PORT_BASE + index

/** Routing table of answers to network N; also the preference of the rule that leads to it. */
export const tableOf = (index: number): number => TABLE_BASE + index

/** Whether a rule's preference is one that `tableOf` gives. */
export const isTable = (preference: number): boolean =>
  preference >= TABLE_BASE + FIRST && preference <= TABLE_BASE + LAST

/** The veth pair by which CoreDNS reaches the primaries: one end with the hypervisor, one in the namespace of the edge. */
export const uplink = {
  hostDevice: 'qn-edge',
  hostAddress: '169.254.65.1',
  device: 'uplink',
  address: '169.254.65.2',
  prefixLength: 30,
} as const

/** Ports of CoreDNS's own probes and metrics, at the inner end of the uplink: the hypervisor reads them there, and nobody else can. */
export const probePorts = { health: 8080, ready: 8181, metrics: 9153 } as const

export const probes = {
  health: `${uplink.address}:${String(probePorts.health)}`,
  ready: `${uplink.address}:${String(probePorts.ready)}`,
  metrics: `${uplink.address}:${String(probePorts.metrics)}`,
} as const
