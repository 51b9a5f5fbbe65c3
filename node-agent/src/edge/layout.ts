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

/** Whether an address is one that `bindAddressOf` gives. */
export const isBindAddress = (address: string): boolean => address.startsWith('169.254.64.')

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

/** CoreDNS's own probes, on the loopback of the namespace. */
export const probes = { health: '127.0.0.1:8080', ready: '127.0.0.1:8181' } as const
