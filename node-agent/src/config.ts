import { Ipv4, isDnsName, NodeName } from '@quantumnet/api'
import type { ChassisSettings } from './chassis.ts'
import { parseUpstream, type Upstream } from './edge/upstream.ts'

/** The DNS edge of this hypervisor's VMs. */
export interface EdgeConfig {
  /** the CoreDNS binary */
  readonly coredns: string
  /** folder for the Corefile, its process and the last desired state */
  readonly dir: string
  /** name of the network namespace that CoreDNS runs in */
  readonly netns: string
  /** root of all names, without a trailing dot */
  readonly zone: string
  readonly primaries: readonly Upstream[]
  readonly resolvers: readonly Upstream[]
  /** UDP port on which primaries tell of changed zones */
  readonly relayPort: number
}

/** Where ovn-controller is heard, and reached. */
export interface ControllerConfig {
  /** its log file */
  readonly log: string
  /** folder of its control socket (`OVN_RUNDIR`) */
  readonly runDir: string
}

export interface AgentConfig {
  readonly endpoint: string
  readonly tokenFile: string
  /** the local Open vSwitch database, for example `unix:/run/openvswitch/db.sock` */
  readonly ovsdb: string
  /** ovs-vswitchd as `ovs-appctl --target` knows it: its control socket, or the name of its pidfile */
  readonly vswitchd: string
  readonly chassis: ChassisSettings
  readonly edge: EdgeConfig | undefined
  /** undefined: what ovn-controller cannot read nobody is told */
  readonly controller: ControllerConfig | undefined
  readonly logLevel: string
}

/** The environment does not say what the agent needs; the message names each variable, what it has and what it may be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads variables, and collects what is wrong with them, so that all of it is said at once. */
class Reader {
  readonly problems: string[] = []
  readonly #environment: Environment

  constructor(environment: Environment) {
    this.#environment = environment
  }

  optional(name: string): string | undefined {
    const value = this.#environment[name]?.trim()
    return value === '' ? undefined : value
  }

  /** `check` says whether a value will do; `allowed` says in words what will. */
  required(name: string, allowed: string, check: (value: string) => boolean = (): boolean => true): string {
    const value = this.optional(name)
    if (value === undefined) this.problems.push(`${name} is not set; give ${allowed}`)
    else if (!check(value)) this.problems.push(`${name} is "${value}"; give ${allowed}`)
    return value ?? ''
  }

  flag(name: string): boolean | undefined {
    const value = this.optional(name)
    if (value === undefined || value === 'true' || value === 'false')
      return value === undefined ? undefined : value === 'true'
    this.problems.push(`${name} is "${value}"; give "true" or "false"`)
    return undefined
  }

  zone(name: string): string {
    const value = this.optional(name) ?? 'internal'
    if (!isDnsName(value))
      this.problems.push(`${name} is "${value}"; give a domain name in lower case, such as internal`)
    return value
  }

  port(name: string, usual: number): number {
    const value = this.optional(name)
    const port = value === undefined ? usual : Number(value)
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      this.problems.push(`${name} is "${value ?? ''}"; give a port from 1 to 65535`)
    return port
  }

  upstreams(name: string): readonly Upstream[] {
    return (this.optional(name) ?? '').split(',').flatMap((text) => {
      const trimmed = text.trim()
      if (trimmed === '') return []
      const upstream = parseUpstream(trimmed)
      if (upstream === undefined)
        this.problems.push(`${name} has "${trimmed}"; give IPv4 addresses with ports, such as 192.0.2.1:53`)
      return upstream ?? []
    })
  }
}

/** Where the dns process looks for it unless it is told otherwise. */
const RELAY_PORT = 5399

// Also what ip-netns(8) makes of it: a file name below /run/netns.
const NETNS = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/

const readEdge = (reader: Reader): EdgeConfig | undefined => {
  const names = ['COREDNS', 'DIR', 'NETNS', 'PRIMARIES'].map((name) => `QUANTUMNET_EDGE_${name}`)
  if (names.every((name) => reader.optional(name) === undefined)) return undefined
  const edge = {
    coredns: reader.required('QUANTUMNET_EDGE_COREDNS', 'the path of a coredns binary'),
    dir: reader.required('QUANTUMNET_EDGE_DIR', 'a folder that the agent may write to'),
    netns: reader.required('QUANTUMNET_EDGE_NETNS', 'a name for the network namespace of the DNS edge', (name) =>
      NETNS.test(name),
    ),
    zone: reader.zone('QUANTUMNET_DNS_ZONE'),
    primaries: reader.upstreams('QUANTUMNET_EDGE_PRIMARIES'),
    resolvers: reader.upstreams('QUANTUMNET_EDGE_RESOLVERS'),
    relayPort: reader.port('QUANTUMNET_EDGE_RELAY_PORT', RELAY_PORT),
  }
  reader.required('QUANTUMNET_EDGE_PRIMARIES', 'addresses of the dns processes, such as 192.0.2.1:53')
  return edge
}

const readController = (reader: Reader): ControllerConfig | undefined => {
  const log = reader.optional('QUANTUMNET_OVN_CONTROLLER_LOG')
  return log === undefined ? undefined : { log, runDir: reader.optional('QUANTUMNET_OVN_RUNDIR') ?? '/run/ovn' }
}

const readChassis = (reader: Reader): ChassisSettings => {
  const bridgeMappings = reader.optional('QUANTUMNET_BRIDGE_MAPPINGS')
  const gateway = reader.flag('QUANTUMNET_GATEWAY')
  const datapath = reader.optional('QUANTUMNET_DATAPATH') ?? 'system'
  if (datapath !== 'system' && datapath !== 'netdev')
    reader.problems.push(`QUANTUMNET_DATAPATH is "${datapath}"; give "system" or "netdev"`)
  return {
    node: reader.required(
      'QUANTUMNET_NODE',
      'a host name in lower case, such as hv1',
      (name) => NodeName.safeParse(name).success,
    ),
    ovnRemote: reader.required('QUANTUMNET_OVN_REMOTE', 'the southbound remotes, such as ssl:192.0.2.1:6642'),
    encapIp: reader.required(
      'QUANTUMNET_ENCAP_IP',
      'the IPv4 address of the tunnels',
      (ip) => Ipv4.safeParse(ip).success,
    ),
    datapath: datapath === 'netdev' ? 'netdev' : 'system',
    ...(bridgeMappings !== undefined && { bridgeMappings }),
    ...(gateway !== undefined && { gateway }),
  }
}

/** The agent's settings from its environment. @throws ConfigError that names everything that is wrong */
export const readConfig = (environment: Environment): AgentConfig => {
  const reader = new Reader(environment)
  const config: AgentConfig = {
    endpoint: reader.required('QUANTUMNET_ENDPOINT', 'the URL of the API, such as https://192.0.2.1:8080', (url) =>
      URL.canParse(url),
    ),
    tokenFile: reader.required('QUANTUMNET_TOKEN_FILE', 'the path of a file with a token of the role "node"'),
    ovsdb: reader.optional('QUANTUMNET_OVSDB') ?? 'unix:/run/openvswitch/db.sock',
    vswitchd: reader.optional('QUANTUMNET_VSWITCHD') ?? 'ovs-vswitchd',
    chassis: readChassis(reader),
    edge: readEdge(reader),
    controller: readController(reader),
    logLevel: reader.optional('QUANTUMNET_LOG_LEVEL') ?? 'info',
  }
  if (reader.problems.length > 0) throw new ConfigError(reader.problems.join('; '))
  return config
}
