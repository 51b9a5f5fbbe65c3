import type { VmSpec } from '../lab/vm.ts'

/** What of a port decides whether and where it has a VM. */
export interface PortOfVm {
  readonly id: string
  readonly name: string
  readonly mac: string
  readonly hostname: string | null
  /** its name in DNS */
  readonly fqdn: string | null
  readonly vm: { readonly id: string | null; readonly name: string | null }
  /** the only hypervisor that may bind it; null: any */
  readonly node: string | null
  readonly status: { readonly state: string }
}

export interface VmPlan {
  readonly create: readonly VmSpec[]
  /** ids of VMs */
  readonly destroy: readonly string[]
}

/** A lab of namespaces on one machine; what goes beyond has no VM, and is told. */
export const MOST_VMS = 32

const wantsVm = ({ vm, status }: PortOfVm): boolean =>
  (vm.id !== null || vm.name !== null) && status.state !== 'deleting'

/** What people are told of a VM: projects have VMs of the same name, so it is said as in DNS, without the zone that all names share. */
export const shownName = ({ name, fqdn }: Pick<PortOfVm, 'name' | 'fqdn'>): string =>
  fqdn?.split('.').slice(0, 2).join('.') ?? name

/** The hypervisor with the fewest VMs, the first of several. */
const leastLoaded = (load: ReadonlyMap<string, number>): string | undefined =>
  [...load].reduce<[string, number] | undefined>(
    (least, each) => (least === undefined || each[1] < least[1] ? each : least),
    undefined,
  )?.[0]

/**
 * What a lab has to do so that each port that names a VM has one: as a cloud's VM manager would. A VM stays where it is unless its port asks for
 * another hypervisor; with another MAC address it is another VM. A port that asks for a hypervisor that the lab doesn't have gets none.
 */
export const planVms = (ports: readonly PortOfVm[], vms: readonly VmSpec[], hypervisors: readonly string[]): VmPlan => {
  const wanted = new Map(ports.filter(wantsVm).map((port) => [port.id, port]))
  const stays = ({ id, node, mac }: VmSpec): boolean => {
    const port = wanted.get(id)
    return port?.mac === mac && (port.node ?? node) === node
  }
  const kept = vms.filter(stays)
  const load = new Map(hypervisors.map((name) => [name, kept.filter(({ node }) => node === name).length]))
  const running = new Set(kept.map(({ id }) => id))
  const create: VmSpec[] = []
  for (const port of wanted.values()) {
    const node = port.node ?? leastLoaded(load)
    if (running.has(port.id) || running.size + create.length >= MOST_VMS) continue
    if (node === undefined || !load.has(node)) continue
    load.set(node, (load.get(node) ?? 0) + 1)
    create.push({ id: port.id, portId: port.id, mac: port.mac, name: port.hostname ?? port.name, node })
  }
  return { create, destroy: vms.filter((vm) => !stays(vm)).map(({ id }) => id) }
}
