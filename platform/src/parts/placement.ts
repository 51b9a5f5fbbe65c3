import { join } from 'node:path'
import { inNamespace } from '../lab/netns.ts'
import type { LabNetworks } from '../lab/networks.ts'
import { CENTRAL_ADDRESS, CENTRAL_PORTS } from '../lab/topology.ts'
import type { Enter } from '../process/child.ts'
import { freePort, relayPart } from '../relay/part.ts'
import type { Address } from '../relay/tcp.ts'
import type { Run } from '../run.ts'

/** The listeners of the control plane. */
export interface Addresses {
  readonly api: Address
  /** The authoritative primary. */
  readonly dns: Address
  readonly dnsHealth: Address
  /** CoreDNS for operators. */
  readonly edge: Address
  readonly edgeHealth: Address
  readonly edgeReady: Address
  readonly edgeMetrics: Address
}

/** Where the control plane runs: on the host's loopback, or in the lab's central namespace. */
export interface Placement {
  readonly enter: Enter
  /** As the parts and the hypervisors see them. */
  readonly inside: Addresses
  /** As this machine's users see them. */
  readonly outside: Addresses
  /** Who may copy zones. */
  readonly network: string
}

export interface WantedPorts {
  /** Zero: any free one. */
  readonly api: number
  readonly dns: number
}

const LOOPBACK = '127.0.0.1'

/** @throws Error when somebody listens on a port that is wanted */
export const requireFree = async ({ api, dns }: WantedPorts): Promise<void> => {
  for (const port of [api, dns]) if (port !== 0) await freePort(LOOPBACK, port)
}

const loopbackAddresses = async (ports: WantedPorts): Promise<Addresses> => {
  const address = async (wanted?: number): Promise<Address> => ({
    host: LOOPBACK,
    port: await freePort(LOOPBACK, wanted),
  })
  return {
    api: await address(ports.api),
    edge: await address(ports.dns),
    dns: await address(),
    dnsHealth: await address(),
    edgeHealth: await address(),
    edgeReady: await address(),
    edgeMetrics: await address(),
  }
}

/** Everything listens on the host's loopback. @throws Error when a wanted port is taken */
export const placeOnLoopback = async (ports: WantedPorts): Promise<Placement> => {
  const addresses = await loopbackAddresses(ports)
  return { enter: (command) => command, inside: addresses, outside: addresses, network: '127.0.0.0/8' }
}

const central = (port: number): Address => ({ host: CENTRAL_ADDRESS, port })
const CENTRAL: Addresses = {
  api: central(CENTRAL_PORTS.api),
  dns: central(CENTRAL_PORTS.dns),
  dnsHealth: central(CENTRAL_PORTS.dnsHealth),
  edge: central(CENTRAL_PORTS.edge),
  edgeHealth: { host: LOOPBACK, port: CENTRAL_PORTS.edgeHealth },
  edgeReady: { host: LOOPBACK, port: CENTRAL_PORTS.edgeReady },
  edgeMetrics: { host: LOOPBACK, port: CENTRAL_PORTS.edgeMetrics },
}

/**
 * Everything listens in the central namespace, where hypervisors reach it; a relay serves the host's loopback.
 * @throws Error when a wanted port is taken
 */
export const placeInCentral = async (run: Run, networks: LabNetworks, ports: WantedPorts): Promise<Placement> => {
  const outside = await loopbackAddresses(ports)
  const enter = inNamespace(networks.central)
  const tcp = (['api', 'dnsHealth', 'edge', 'edgeReady'] as const).map(
    (name) => ({ protocol: 'tcp', listen: outside[name], to: CENTRAL[name] }) as const,
  )
  const udp = { protocol: 'udp', listen: outside.edge, to: CENTRAL.edge } as const
  await run.supervisor.start(relayPart({ routes: [...tcp, udp], enter, logFile: join(run.logDir, 'relay.log') }))
  return { enter, inside: CENTRAL, outside, network: '172.30.0.0/24' }
}

/** `host:port` */
export const spell = ({ host, port }: Address): string => `${host}:${String(port)}`
