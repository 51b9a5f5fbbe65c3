import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { PortId, type DesiredPort, type InterfaceReport } from '@quantumnet/api'
import { eventually, ovsVsctl, type Hypervisor } from '@quantumnet/platform'
import { addHypervisor } from '../../platform/src/lab/hypervisor.ts'
import { addNetworks } from '../../platform/src/lab/networks.ts'
import { planHypervisors } from '../../platform/src/lab/topology.ts'
import { run as runCommand } from '../../platform/src/process/run.ts'
import { nodeCommand } from '../../platform/src/sources.ts'
import type { scratchRun } from '../platform/scratch.ts'
import { ServerDouble, type Heard, type Known } from './server-double.ts'

export type Scratch = Awaited<ReturnType<typeof scratchRun>>

/** Namespaces, a hypervisor in one of them with its database and ovs-vswitchd, and br-int; no ovn-controller. */
export const startSwitch = async (scratch: Scratch): Promise<Hypervisor> => {
  const { run } = scratch
  const [plan] = planHypervisors(1)
  const hypervisor = await addHypervisor({
    plan: plan!,
    namespaces: run.namespaces,
    networks: await addNetworks(run.namespaces),
    dataDir: join(run.dataDir, 'hv1'),
    logDir: run.logDir,
  })
  for (const part of hypervisor.parts) if (part.name !== hypervisor.controllerPart) await run.supervisor.start(part)
  await ovsVsctl(hypervisor, 'add-br', 'br-int', '--', 'set', 'Bridge', 'br-int', 'datapath_type=netdev')
  return hypervisor
}

/** The agent as a process of its own, in a session of its own: nothing ends with it. */
export class AgentProcess {
  readonly #child: ChildProcess
  readonly exited: Promise<number | null>

  private constructor(child: ChildProcess) {
    this.#child = child
    this.exited = once(child, 'exit').then(([code]) => code as number | null)
  }

  static start(logFile: string, env: Readonly<Record<string, string>>, enter: readonly string[] = []): AgentProcess {
    const [file, ...args] = [...enter, ...nodeCommand('node-agent/src/main.ts')]
    const log = openSync(logFile, 'a')
    const path = process.env['PATH'] ?? ''
    const child = spawn(file!, args, { stdio: ['ignore', log, log], env: { PATH: path, ...env }, detached: true })
    closeSync(log)
    return new AgentProcess(child)
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Gives the exit code. */
  async stop(): Promise<number | null> {
    this.kill('SIGTERM')
    return await this.exited
  }
}

/** Environment of an agent without a DNS edge. */
export const agentEnvironment = (hypervisor: Hypervisor, endpoint: string, folder: string): Record<string, string> => {
  const token = join(folder, 'token')
  writeFileSync(token, 'secret\n')
  return {
    QUANTUMNET_ENDPOINT: endpoint,
    QUANTUMNET_TOKEN_FILE: token,
    QUANTUMNET_NODE: hypervisor.name,
    QUANTUMNET_OVSDB: hypervisor.ovsdb,
    QUANTUMNET_VSWITCHD: hypervisor.switchControl,
    QUANTUMNET_OVN_REMOTE: 'tcp:172.30.0.100:6642',
    QUANTUMNET_ENCAP_IP: hypervisor.encapIp,
    QUANTUMNET_BRIDGE_MAPPINGS: 'ext:br-ex',
    QUANTUMNET_DATAPATH: 'netdev',
  }
}

export const DEPLOYMENT = '0b5e2a52-6f3d-4c55-9b1b-0d1f5a8c2e11'
export const nothingKnown: Known = { deployment: DEPLOYMENT, ports: [], edges: [], gone: [], zones: [] }

/** The server's double on loopback, with what it heard. */
export class Listener {
  readonly heard: Heard[] = []
  readonly double: ServerDouble
  #port = 0

  constructor(known: Known) {
    this.double = new ServerDouble(known, (heard) => this.heard.push(heard))
  }

  /** Starts to listen; again on the same port after the double was closed. */
  async listen(): Promise<void> {
    this.#port = await this.double.listen('127.0.0.1', this.#port)
  }

  get endpoint(): string {
    return `http://127.0.0.1:${String(this.#port)}`
  }

  /** The newest report; undefined before the first. */
  get report(): readonly InterfaceReport[] | undefined {
    return this.heard.findLast((heard) => heard.kind === 'report')?.interfaces
  }

  async untilReport(
    what: string,
    fits: (interfaces: readonly InterfaceReport[]) => boolean,
  ): Promise<readonly InterfaceReport[]> {
    return await eventually(() => (this.report !== undefined && fits(this.report) ? this.report : undefined), {
      what: `${what} is reported, not ${JSON.stringify(this.report)}`,
      timeoutMs: 10_000,
    })
  }
}

/** Port number `n` of a network, with a MAC address of its own unless one is given. */
export const portOf = (n: number, rest: { mac?: string; requested?: boolean; secured?: boolean } = {}): DesiredPort => {
  const last = n.toString(16).padStart(2, '0')
  return {
    id: PortId.parse(`01980000-0000-7000-8000-0000000000${last}`),
    network: '01980000-0000-7000-8000-00000000ff01' as DesiredPort['network'],
    mac: rest.mac ?? `02:00:00:00:00:${last}`,
    addresses: [`10.0.0.${String(n)}`],
    requested: rest.requested ?? false,
    secured: rest.secured ?? true,
    shaping: null,
  }
}

/** external_ids of an interface, read with ovs-vsctl, not with the client that the agent uses. */
export const externalIds = async (hypervisor: Hypervisor, name: string): Promise<string> =>
  (await ovsVsctl(hypervisor, 'get', 'Interface', name, 'external_ids')).trim()

/** Plugs a veth end into br-int, as a VM's tap: its own MAC address is `mac`. */
export const plug = async (hypervisor: Hypervisor, name: string, mac: string, ...ids: string[]): Promise<void> => {
  const ip = ['ip', '-n', hypervisor.namespace, 'link', 'add', name, 'address', mac]
  await runCommand([...ip, 'type', 'veth', 'peer', 'name', `${name}-vm`])
  const set = ids.length === 0 ? [] : ['--', 'set', 'Interface', name, ...ids.map((id) => `external_ids:${id}`)]
  await ovsVsctl(hypervisor, 'add-port', 'br-int', name, ...set)
}

export const logOf = (file: string): string => readFileSync(file, 'utf8')
