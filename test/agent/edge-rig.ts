import { once } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually, ovsVsctl, type Hypervisor, type Lab, type Vm } from '@quantumnet/platform'
import { startLab } from '../../platform/src/lab/lab.ts'
import { inNamespace, removeNamespace } from '../../platform/src/lab/netns.ts'
import { addNetworks } from '../../platform/src/lab/networks.ts'
import { ovnCentral } from '../../platform/src/ovn/central.ts'
import { Child, logTail } from '../../platform/src/process/child.ts'
import { run as runCommand, tryRun } from '../../platform/src/process/run.ts'
import { nodeCommand } from '../../platform/src/sources.ts'
import type { scratchRun } from '../platform/scratch.ts'
import { agentEnvironment, AgentProcess, nothingKnown } from './rig.ts'
import { edgeOf } from './edge-networks.ts'
import type { Order } from './server-double-main.ts'
import type { Known } from './server-double.ts'

type Scratch = Awaited<ReturnType<typeof scratchRun>>

const CENTRAL = '172.30.0.100'
export const GATEWAY_MAC = '0a:00:00:00:00:01'

/** What a name server says of a name, as dig(1) in a VM prints it. */
export interface Answer {
  readonly status: string
  readonly data: readonly string[]
}

/** A hypervisor with OVN, VMs, the dns process, a double of the server, and the agent with its DNS edge. */
export class EdgeRig {
  readonly #scratch: Scratch
  readonly #double: Child
  readonly #nb: string
  readonly hypervisor: Hypervisor
  readonly lab: Lab
  readonly netns: string
  readonly #environment: Record<string, string>
  #known: Known = nothingKnown
  agent: AgentProcess | undefined

  private constructor(parts: { scratch: Scratch; double: Child; nb: string; lab: Lab; coredns: string }) {
    const { run } = parts.scratch
    this.#scratch = parts.scratch
    this.#double = parts.double
    this.#nb = parts.nb
    this.lab = parts.lab
    this.hypervisor = parts.lab.hypervisors[0]!
    this.netns = run.namespaces.nameOf('edge')
    this.#environment = {
      ...agentEnvironment(this.hypervisor, `http://${CENTRAL}:8080`, run.dataDir),
      QUANTUMNET_EDGE_COREDNS: parts.coredns,
      QUANTUMNET_EDGE_DIR: join(run.dataDir, 'edge'),
      QUANTUMNET_EDGE_NETNS: this.netns,
      QUANTUMNET_EDGE_PRIMARIES: `${CENTRAL}:5354`,
    }
  }

  static async open(scratch: Scratch, coredns: string): Promise<EdgeRig> {
    const { run } = scratch
    const networks = await addNetworks(run.namespaces)
    const enter = inNamespace(networks.central)
    const central = ovnCentral({
      dataDir: join(run.dataDir, 'ovn'),
      logDir: run.logDir,
      enter,
      southboundListen: `${CENTRAL}:6642`,
    })
    await Promise.all(
      central.parts.map(async (part) => {
        await run.supervisor.start(part)
      }),
    )
    const double = await Child.start({
      name: 'server-double',
      command: enter(nodeCommand('test/agent/server-double-main.ts')),
      logFile: join(run.logDir, 'server-double.log'),
      ipc: true,
    })
    const rig = new EdgeRig({ scratch, double, nb: central.nb, lab: await startLab(run, networks, 1), coredns })
    // A host that does not route.
    await rig.setOnHost('net/ipv4/ip_forward', '0')
    await rig.serverComes()
    await rig.startDns(enter)
    return rig
  }

  async close(): Promise<void> {
    await this.agent?.stop()
    await this.#double.stop()
    // CoreDNS has outlived the agent.
    await removeNamespace(this.netns)
    await this.#scratch.end()
  }

  // --- the server

  #order(order: Order): void {
    this.#double.process.send(order)
  }

  async serverComes(): Promise<void> {
    const listening = once(this.#double.process, 'message')
    this.#order({ kind: 'listen', host: CENTRAL, port: 8080, known: this.#known })
    await listening
  }

  async serverGoes(): Promise<void> {
    const closed = once(this.#double.process, 'message')
    this.#order({ kind: 'close' })
    await closed
  }

  know(known: Partial<Known>): void {
    this.#known = { ...this.#known, ...known }
    this.#order({ kind: 'know', known: this.#known })
  }

  // --- the dns process

  async startDns(enter: ReturnType<typeof inNamespace>): Promise<void> {
    const { run } = this.#scratch
    await run.supervisor.start({
      name: 'dns',
      command: enter(nodeCommand('dns/src/main.ts')),
      env: {
        QUANTUMNET_ENDPOINT: `http://${CENTRAL}:8080`,
        QUANTUMNET_TOKEN_FILE: this.#environment['QUANTUMNET_TOKEN_FILE'] ?? '',
        QUANTUMNET_DNS_LISTEN: `${CENTRAL}:5354`,
        QUANTUMNET_DNS_STATE: join(run.dataDir, 'dns'),
        QUANTUMNET_DNS_ZONE: 'internal',
        QUANTUMNET_DNS_TRANSFER_TO: '172.30.0.0/24',
      },
      logFile: join(run.logDir, 'dns.log'),
    })
  }
  async dnsGoes(): Promise<void> {
    await this.#scratch.run.supervisor.stop('dns')
  }
  async dnsComes(): Promise<void> {
    await this.#scratch.run.supervisor.restart('dns')
  }

  // --- OVN and VMs, with the words that the reconciler would use

  async nbctl(...args: string[]): Promise<string> {
    return (await runCommand(['ovn-nbctl', `--db=${this.#nb}`, '--timeout=15', ...args])).trim()
  }

  /** Switch, DHCP and the localport of the DNS edge. */
  async addNetwork(letter: string): Promise<void> {
    const { interface_id: port, mac, address } = edgeOf(letter)
    const dhcp = [`router=10.0.0.1`, 'server_id=10.0.0.1', `server_mac=${GATEWAY_MAC}`, 'lease_time=3600', 'mtu=1442']
    const options = [...dhcp, `dns_server=${address}`, `domain_name="\\"proj-${letter}.internal\\""`]
    await this.nbctl('ls-add', `net-${letter}`)
    await this.nbctl(
      'create',
      'DHCP_Options',
      'cidr=10.0.0.0/24',
      `external_ids:net=${letter}`,
      ...options.map((option) => `options:${option}`),
    )
    const to = ['--', 'lsp-set-type', port, 'localport', '--', 'lsp-set-addresses', port, `${mac} ${address}`]
    await this.nbctl('lsp-add', `net-${letter}`, port, ...to)
  }

  /** Every network's first VM has the same address as the others'. */
  async addVm(letter: string, host: number): Promise<Vm> {
    const [mac, address] = [`02:00:00:00:0${letter}:${String(host)}`, `10.0.0.${String(host)}`]
    const portId = `01980000-0000-7000-8000-00000000${letter.repeat(2)}${String(host)}`
    const options = await this.nbctl('--bare', '--columns=_uuid', 'find', 'DHCP_Options', `external_ids:net=${letter}`)
    const set = [
      '--',
      'lsp-set-addresses',
      portId,
      `${mac} ${address}`,
      '--',
      'lsp-set-port-security',
      portId,
      `${mac} ${address}`,
    ]
    await this.nbctl(
      '--wait=hv',
      'lsp-add',
      `net-${letter}`,
      portId,
      ...set,
      '--',
      'lsp-set-dhcpv4-options',
      portId,
      options,
    )
    const vm = await this.lab.vms.create({
      id: `${letter}${String(host)}`,
      name: `${letter}${String(host)}`,
      node: 'hv1',
      mac,
      portId,
    })
    await this.lab.vms.lease(vm.id)
    return vm
  }

  async inVm(id: string, ...command: [string, ...string[]]): Promise<string> {
    const { code, stdout, stderr } = await this.lab.vms.exec(id, command)
    if (code !== 0) throw new Error(`${command.join(' ')} in ${id}: ${stderr}${stdout}`)
    return stdout
  }

  /** Asks from a VM; `+tcp` and the like are dig's. @throws Error when nobody answers */
  async ask(vm: string, name: string, ...options: string[]): Promise<Answer> {
    const at = options.some((option) => option.startsWith('@')) ? [] : ['@10.0.0.2']
    const output = await this.inVm(
      vm,
      'dig',
      ...at,
      '+time=1',
      '+tries=1',
      '+noall',
      '+answer',
      '+comments',
      ...options,
      name,
    )
    return {
      status: /status: (\w+)/.exec(output)?.[1] ?? 'none',
      data: output
        .split('\n')
        .filter((line) => /\sIN\s/.test(line))
        .map((line) => line.split(/\s+/).at(-1) ?? ''),
    }
  }

  /** Milliseconds until a VM gets this answer. */
  async untilAnswer(vm: string, name: string, data: string, timeoutMs = 15_000): Promise<number> {
    const start = performance.now()
    let last: Answer | undefined
    try {
      await eventually(
        async () => {
          last = undefined
          last = await this.ask(vm, name)
          return last.data[0] === data ? true : undefined
        },
        { what: `${vm} is told that ${name} is ${data}`, timeoutMs },
      )
    } catch (cause) {
      const logs = [this.logFile, join(this.#scratch.run.dataDir, 'edge', 'coredns.log')].map((file) =>
        logTail(file, 20),
      )
      throw new Error(`${String(cause)}; last told ${JSON.stringify(last)}\n${logs.join('\n')}`, { cause })
    }
    return Math.round(performance.now() - start)
  }

  // --- the agent and what it made

  startAgent(): void {
    // Not "ip netns exec": the namespace of the edge, which the agent makes, would be mounted for it alone.
    const enter = ['nsenter', `--net=/run/netns/${this.hypervisor.namespace}`, '--']
    this.agent = AgentProcess.start(this.logFile, this.#environment, enter)
  }

  /** What CoreDNS says of itself over HTTP, to the hypervisor. @throws when nothing does */
  async hypervisorReads(url: string): Promise<string> {
    const script = `fetch(${JSON.stringify(url)}).then(async (answer) => process.stdout.write(await answer.text()))`
    const enter = ['nsenter', `--net=/run/netns/${this.hypervisor.namespace}`, '--'] as const
    return await runCommand([...enter, process.execPath, '-e', script])
  }

  get logFile(): string {
    return join(this.#scratch.run.logDir, 'agent.log')
  }

  get log(): string {
    return readFileSync(this.logFile, 'utf8')
  }

  forgetLog(): void {
    writeFileSync(this.logFile, '')
  }

  get #corednsRecord(): string {
    return join(this.#scratch.run.dataDir, 'edge', 'coredns.json')
  }

  get corednsPid(): number {
    return (JSON.parse(readFileSync(this.#corednsRecord, 'utf8')) as { pid: number }).pid
  }

  loseCorednsRecord(): void {
    rmSync(this.#corednsRecord)
  }

  async vsctl(...args: string[]): Promise<string> {
    return (await ovsVsctl(this.hypervisor, ...args)).trim()
  }

  /** Sets a kernel setting of the hypervisor, if there is such a one. */
  async setOnHost(setting: string, value: string): Promise<void> {
    await tryRun(inNamespace(this.hypervisor.namespace)(['tee', `/proc/sys/${setting}`]), { input: value })
  }

  /** What a command prints on the hypervisor. */
  async onHost(...command: [string, ...string[]]): Promise<string> {
    return (await tryRun(inNamespace(this.hypervisor.namespace)(command))).stdout
  }

  /** Devices of the hypervisor whose packets are forwarded. */
  async forwardingDevices(): Promise<string[]> {
    const files = await this.onHost('grep', '-rlx', '1', '/proc/sys/net/ipv4/conf/', '--include=forwarding')
    return files.split('\n').flatMap((file) => file.split('/').at(-2) ?? [])
  }

  /** What a command prints in the namespace of the edge. */
  async inEdge(...command: [string, ...string[]]): Promise<string> {
    return (await tryRun(inNamespace(this.netns)(command))).stdout
  }

  /** Takes the namespace's name away; what runs in it stays there, as it would on a host. */
  async removeEdgeNamespace(): Promise<void> {
    await runCommand(['ip', 'netns', 'delete', this.netns])
  }

  async killSwitch(): Promise<void> {
    const { supervisor } = this.#scratch.run
    const before = supervisor.child(this.hypervisor.switchPart)?.pid
    supervisor.signal(this.hypervisor.switchPart, 'SIGKILL')
    await eventually(() => (supervisor.child(this.hypervisor.switchPart)?.pid === before ? undefined : true), {
      what: 'ovs-vswitchd runs again',
      timeoutMs: 10_000,
    })
  }
}
