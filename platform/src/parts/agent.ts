import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Hypervisor } from '../lab/hypervisor.ts'
import { inNamespace } from '../lab/netns.ts'
import { CENTRAL_ADDRESS, CENTRAL_PORTS } from '../lab/topology.ts'
import { run as runCommand } from '../process/run.ts'
import { nodeCommand } from '../sources.ts'
import type { Part } from '../supervisor/part.ts'
import type { PartContext } from './control-plane.ts'
import { spell } from './placement.ts'

export interface AgentOptions {
  readonly hypervisor: Hypervisor
  /** Southbound database, to see whether the chassis is there. */
  readonly sb: string
  /** CoreDNS for VMs; left out, the agent runs without its tenant edge. */
  readonly coredns: string | undefined
}

/** Where hypervisors reach the southbound database. */
export const SOUTHBOUND_LISTEN = `${CENTRAL_ADDRESS}:${String(CENTRAL_PORTS.southbound)}`

const isChassis = async (sb: string, name: string, signal: AbortSignal): Promise<boolean> => {
  const find = ['--bare', '--columns=name', 'find', 'Chassis', `name=${name}`]
  const found = await runCommand(['ovn-sbctl', `--db=${sb}`, ...find], { signal })
  return found.trim() === name
}

/** The node agent of one hypervisor. Ready means that OVN knows the hypervisor. */
export const agentPart = async ({ run, placement, tokens }: PartContext, options: AgentOptions): Promise<Part> => {
  const { hypervisor, sb, coredns } = options
  const folder = join(run.dataDir, hypervisor.name, 'edge')
  mkdirSync(folder, { recursive: true })
  const edge = {
    QUANTUMNET_EDGE_COREDNS: coredns ?? '',
    QUANTUMNET_EDGE_DIR: folder,
    // Made here and not by the agent, so that it is removed with the run whatever happens to the agent.
    QUANTUMNET_EDGE_NETNS: await run.namespaces.add(`${hypervisor.name}-edge`),
    QUANTUMNET_EDGE_PRIMARIES: spell(placement.inside.dns),
  }
  return {
    name: `${hypervisor.name}-agent`,
    command: inNamespace(hypervisor.namespace)(nodeCommand('node-agent/src/main.ts')),
    env: {
      QUANTUMNET_ENDPOINT: `http://${spell(placement.inside.api)}`,
      QUANTUMNET_TOKEN_FILE: tokens.node,
      QUANTUMNET_NODE: hypervisor.name,
      QUANTUMNET_OVSDB: hypervisor.ovsdb,
      QUANTUMNET_VSWITCHD: hypervisor.switchControl,
      QUANTUMNET_OVN_REMOTE: `tcp:${SOUTHBOUND_LISTEN}`,
      QUANTUMNET_ENCAP_IP: hypervisor.encapIp,
      QUANTUMNET_BRIDGE_MAPPINGS: 'ext:br-ex',
      QUANTUMNET_GATEWAY: 'true',
      QUANTUMNET_DATAPATH: 'netdev',
      QUANTUMNET_OVN_CONTROLLER_LOG: hypervisor.controllerLog,
      QUANTUMNET_OVN_RUNDIR: hypervisor.controllerRunDir,
      ...(coredns !== undefined && edge),
    },
    logFile: join(run.logDir, `${hypervisor.name}-agent.log`),
    needs: ['server', hypervisor.controllerPart],
    ready: async (_, signal) => await isChassis(sb, hypervisor.name, signal),
  }
}
