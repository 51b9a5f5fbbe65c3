import { PortId, type DesiredEdge, type DesiredPort } from '@quantumnet/api'
import { parseUuid } from '@quantumnet/ovsdb-jsonrpc'
import type { AllottedEdge } from '../edge/ports.ts'
import type { Link, NetnsState } from '../observe/netns-state.ts'
import type { VswitchInterface, VswitchState } from '../observe/vswitch-state.ts'

/** States for tables of cases: each function gives a plain one, and takes what a case is about. */

const uuidOf = (kind: string, n: number): string => `00000000-0000-4000-8000-${kind}${n.toString(16).padStart(8, '0')}`

export const portId = (n: number): PortId => PortId.parse(uuidOf('1111', n))

interface Given extends Partial<Omit<VswitchInterface, 'externalIds'>> {
  readonly ids?: Readonly<Record<string, string>>
}

let made = 0

/** A tap that Open vSwitch has taken up. */
export const tap = (name: string, { ids = {}, ...rest }: Given = {}): VswitchInterface => {
  made += 1
  return {
    uuid: parseUuid<'Interface'>(uuidOf('aaaa', made)),
    port: parseUuid<'Port'>(uuidOf('bbbb', made)),
    name,
    type: '',
    mac: null,
    macInUse: 'fe:00:00:00:00:01',
    ofport: 1,
    error: null,
    qos: null,
    externalIds: new Map(Object.entries(ids)),
    ...rest,
  }
}

export const expectedPort = (n: number, rest: Partial<DesiredPort> = {}): DesiredPort => ({
  id: portId(n),
  network: uuidOf('2222', 1) as DesiredPort['network'],
  mac: `02:00:00:00:00:0${String(n)}`,
  addresses: [`10.0.0.${String(n)}`],
  requested: true,
  secured: true,
  shaping: null,
  ...rest,
})

export const desiredEdge = (n: number, rest: Partial<DesiredEdge> = {}): DesiredEdge => ({
  subnet: uuidOf('3333', n),
  network: uuidOf('2222', n) as DesiredEdge['network'],
  cidr: '10.0.0.0/24',
  address: '10.0.0.2',
  mac: `0a:00:00:00:00:0${String(n)}`,
  interface_id: `dns-${String(n)}`,
  zone: `p${String(n)}.internal`,
  views: [],
  reverse: { zone: `${String(n)}.view.quantumnet`, domains: [] },
  forwarders: [],
  ...rest,
})

export const allotted = (n: number, index = n): AllottedEdge => ({ ...desiredEdge(n), index })

export const DEPLOYMENT = uuidOf('dddd', 1)
export const OTHER_DEPLOYMENT = uuidOf('dddd', 2)

/** A switch that belongs to DEPLOYMENT. */
export const vswitch = (
  interfaces: readonly VswitchInterface[],
  ids: Readonly<Record<string, string>> = { 'qn-deployment': DEPLOYMENT },
): VswitchState => ({
  root: parseUuid<'Open_vSwitch'>(uuidOf('eeee', 1)),
  externalIds: new Map(Object.entries(ids)),
  bridge: { uuid: parseUuid<'Bridge'>(uuidOf('cccc', 1)), name: 'br-int' },
  interfaces,
  leftQos: [],
})

export const link = (mac: string, addresses: readonly string[] = [], up = true): Link => ({ mac, up, addresses })

/** A hypervisor's own namespace, without any device. */
export const hostState = (rest: Partial<NetnsState['host']> = {}): NetnsState['host'] => ({
  links: new Map(),
  sysctls: new Map(),
  outDevices: [],
  mark: undefined,
  closed: [],
  ...rest,
})

/** A namespace with nothing in it, on a host that does not forward. */
export const emptyNetns = (rest: Partial<NetnsState> = {}): NetnsState => ({
  exists: true,
  links: new Map(),
  sysctls: new Map(),
  rules: { v4: new Map(), v6: new Map() },
  defaults: { v4: new Map(), v6: new Map() },
  mark: undefined,
  host: hostState({ sysctls: new Map([['net.ipv4.ip_forward', '0']]) }),
  ...rest,
})
