import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tagOf } from '../paths.ts'
import { tryRun, type Finished } from '../process/run.ts'
import { eventually } from '../process/time.ts'
import type { Part } from '../supervisor/part.ts'
import type { Supervisor } from '../supervisor/supervisor.ts'
import { ovsVsctl, type Hypervisor } from './hypervisor.ts'
import { parseLease, type Lease } from './lease.ts'
import { addVeth, etcOf, finishChecksums, inNamespace, type Namespaces } from './netns.ts'

export interface VmSpec {
  /** Of the VM itself: `vm-id` of the interface. */
  readonly id: string
  readonly name: string
  /** The hypervisor it runs on. */
  readonly node: string
  readonly mac: string
  /** The port it is plugged into, as libvirt's `interfaceid` says; left out, only the MAC tells which port it is. */
  readonly portId?: string
  /** Whether a DHCP client runs in it: with one, its IPv4 addresses are the client's to say. Default true. */
  readonly dhcp?: boolean
}

export interface Vm extends VmSpec {
  readonly namespace: string
  /** Its interface on the hypervisor's br-int. */
  readonly tap: string
}

export interface VmDriverOptions {
  readonly supervisor: Supervisor
  readonly namespaces: Namespaces
  readonly hypervisors: readonly Hypervisor[]
  /** Leases are written here. */
  readonly dataDir: string
  readonly logDir: string
}

const EVENT_SCRIPT = fileURLToPath(new URL('udhcpc-event', import.meta.url))
/** A guest takes seconds to boot, so its first DHCP request meets flows that are there. Ours would be faster than the switch. */
const BOOT_LIMIT_MS = 3_000

/** Makes, restarts and destroys VMs as libvirt would, with a network namespace in the place of the guest. */
export class VmDriver {
  readonly #options: VmDriverOptions
  readonly #vms = new Map<string, Vm>()

  constructor(options: VmDriverOptions) {
    this.#options = options
    mkdirSync(options.dataDir, { recursive: true })
  }

  get vms(): readonly Vm[] {
    return [...this.#vms.values()]
  }

  /** Plugs a VM in and boots it; resolves when its DHCP client runs if it has one, with or without a lease. @throws Error, CommandError */
  async create(spec: VmSpec): Promise<Vm> {
    if (this.#vms.has(spec.id)) throw new Error(`there is a VM ${spec.id} already`)
    const hypervisor = this.#hypervisor(spec.node)
    const tag = tagOf(spec.id)
    const vm: Vm = { ...spec, namespace: this.#options.namespaces.nameOf(`vm-${tag}`), tap: `tap${tag}` }
    this.#vms.set(vm.id, vm)
    try {
      await this.#plug(vm, hypervisor)
      if (spec.dhcp !== false) await this.#options.supervisor.start(this.#dhcpClient(vm, hypervisor))
      return vm
    } catch (error) {
      await this.#unplug(vm, hypervisor)
      throw error
    }
  }

  /** Switches a VM off and on: interface and namespace are new, MAC and port are the same. */
  async restart(id: string): Promise<Vm> {
    const vm = this.#vm(id)
    await this.destroy(id)
    return await this.create(vm)
  }

  /** Unplugs a VM and removes it. */
  async destroy(id: string): Promise<void> {
    const vm = this.#vm(id)
    if (vm.dhcp !== false) await this.#options.supervisor.remove(dhcpPart(vm))
    await this.#unplug(vm, this.#hypervisor(vm.node))
  }

  /** Runs a command in a VM, whatever its code. @throws CommandError when it cannot be run or takes longer than 30 s */
  async exec(id: string, command: readonly [string, ...string[]]): Promise<Finished> {
    return await tryRun(inNamespace(this.#vm(id).namespace)(command))
  }

  /** The lease that a VM has, or gets within the limit. @throws Error when it gets none */
  async lease(id: string, timeoutMs = 20_000): Promise<Lease> {
    const vm = this.#vm(id)
    return await eventually(() => parseLease(readFileSync(this.#leaseFile(vm), 'utf8')), {
      what: `${vm.name} has a DHCP lease`,
      timeoutMs,
    })
  }

  async #plug(vm: Vm, hypervisor: Hypervisor): Promise<void> {
    // A run that did not end well leaves one behind, and it would pass for this VM's.
    rmSync(this.#leaseFile(vm), { force: true })
    const namespace = await this.#options.namespaces.add(`vm-${tagOf(vm.id)}`)
    await addVeth(
      { namespace, device: 'eth0', mac: vm.mac },
      { namespace: hypervisor.namespace, device: vm.tap, switched: true },
    )
    await finishChecksums(namespace, 'eth0')
    await ovsVsctl(hypervisor, ...plugArguments(vm))
    await untilInstalled(hypervisor, vm)
  }

  /** Also after half a `#plug`. */
  async #unplug(vm: Vm, hypervisor: Hypervisor): Promise<void> {
    await ovsVsctl(hypervisor, '--if-exists', 'del-port', 'br-int', vm.tap)
    // The kernel removes the devices of a namespace some time after the namespace; the same name may be wanted before.
    await tryRun(['ip', '-n', hypervisor.namespace, 'link', 'del', vm.tap])
    await this.#options.namespaces.remove(vm.namespace)
    rmSync(this.#leaseFile(vm), { force: true })
    this.#vms.delete(vm.id)
  }

  #dhcpClient(vm: Vm, hypervisor: Hypervisor): Part {
    const etc = etcOf(vm.namespace)
    mkdirSync(etc, { recursive: true })
    writeFileSync(join(etc, 'resolv.conf'), '')
    const request = ['-O', 'search', '-O', 'mtu', '-x', `hostname:${vm.name}`]
    return {
      name: dhcpPart(vm),
      command: inNamespace(vm.namespace)([
        'udhcpc',
        '-f',
        '-i',
        'eth0',
        '-s',
        EVENT_SCRIPT,
        '-t',
        '5',
        '-T',
        '1',
        '-A',
        '2',
        ...request,
      ]),
      env: { LEASE_FILE: this.#leaseFile(vm) },
      logFile: join(this.#options.logDir, `${dhcpPart(vm)}.log`),
      needs: [hypervisor.switchPart],
    }
  }

  #leaseFile(vm: Vm): string {
    return join(this.#options.dataDir, `${vm.id}.lease`)
  }

  #vm(id: string): Vm {
    const vm = this.#vms.get(id)
    if (vm === undefined) throw new Error(`there is no VM ${id}`)
    return vm
  }

  #hypervisor(name: string): Hypervisor {
    const { hypervisors } = this.#options
    const found = hypervisors.find((hypervisor) => hypervisor.name === name)
    if (found === undefined)
      throw new Error(`there is no hypervisor "${name}"; there are ${hypervisors.map((h) => h.name).join(', ')}`)
    return found
  }
}

const dhcpPart = ({ id }: Vm): string => `vm-${tagOf(id)}`

/** What libvirt writes for an interface with virtualport type openvswitch. */
const plugArguments = ({ tap, mac, id, portId }: Vm): string[] => {
  const ids = [
    `attached-mac="${mac}"`,
    `vm-id="${id}"`,
    'iface-status=active',
    ...(portId === undefined ? [] : [`iface-id="${portId}"`]),
  ]
  return [
    ...['--if-exists', 'del-port', tap, '--', 'add-port', 'br-int', tap],
    ...['--', 'set', 'Interface', tap, ...ids.map((pair) => `external_ids:${pair}`)],
  ]
}

/** Waits a while for ovn-controller to say that the flows are there; a port that nobody expects never gets them. */
const untilInstalled = async (hypervisor: Hypervisor, { tap }: Vm): Promise<void> => {
  const installed = async (): Promise<true | undefined> =>
    (await ovsVsctl(hypervisor, '--if-exists', 'get', 'Interface', tap, 'external_ids:ovn-installed')).includes('true')
      ? true
      : undefined
  await eventually(installed, { what: 'flows are installed', timeoutMs: BOOT_LIMIT_MS }).catch(() => undefined)
}
