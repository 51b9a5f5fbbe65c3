import { routes, type Arguments, type Network, type Port, type Project, type Route, type Subnet } from '@quantumnet/api'
import type { Stage } from './stage.ts'
import { Vm } from './vm.ts'

/** What a create takes beside what the kit fills in. */
type Body<R extends Route, Filled extends string> = Partial<Omit<NonNullable<Arguments<R>['body']>, Filled>>

export type NetOptions = Body<typeof routes.networks.create, 'project' | 'name'> & {
  /** Its subnets; the first is named like the network. Default: `10.0.0.0/24`. [] : none. */
  readonly cidrs?: readonly string[]
  /** Of each subnet, for example `{ gateway: null }`. */
  readonly subnet?: Body<typeof routes.subnets.create, 'network' | 'name' | 'cidr'>
}

export type PortOptions = Body<typeof routes.ports.create, 'network' | 'project' | 'name'> & {
  /** Default: the tenant's first network. */
  readonly net?: Net
  /** A fixed address, or several. */
  readonly ip?: string | readonly string[]
}

export interface BootOptions {
  /** The hypervisor it runs on. Default: hv1. */
  readonly on?: string
  /** Whether it is waited for that it has its address by DHCP. Default true. */
  readonly lease?: boolean
  /** Whether it asks DHCP at all; if not, it gives itself the addresses of its port. Default true. */
  readonly dhcp?: boolean
}

export type VmOptions = PortOptions & BootOptions

/** A network with its subnets. */
export interface Net {
  readonly network: Network
  readonly subnets: readonly Subnet[]
}

/** A project with a network, in which VMs are made. Its names go into goldens. */
export class Tenant {
  readonly stage: Stage
  readonly project: Project
  readonly #nets: Net[] = []

  constructor(stage: Stage, project: Project) {
    this.stage = stage
    this.project = project
  }

  get name(): string {
    return this.project.name
  }

  /** Its first network. */
  get main(): Net {
    const [first] = this.#nets
    if (first === undefined) throw new Error(`${this.name} has no network`)
    return first
  }

  /** Makes a network with its subnets. */
  async net(name: string, { cidrs = ['10.0.0.0/24'], subnet, ...network }: NetOptions = {}): Promise<Net> {
    const { client } = this.stage
    const made = await client.call(routes.networks.create, {
      ...{ query: { wait: 'applied' }, body: { project: this.project.id, name, ...network } },
    })
    const subnets: Subnet[] = []
    for (const [index, cidr] of cidrs.entries()) {
      const body = { network: made.id, name: index === 0 ? name : `${name}-${String(index)}`, cidr, ...subnet }
      subnets.push(await client.call(routes.subnets.create, { query: { wait: 'applied' }, body }))
    }
    const net = { network: made, subnets }
    this.#nets.push(net)
    return net
  }

  /** Adds a subnet to a network, for example one of IPv6 beside one of IPv4. */
  async subnet(net: Net, name: string, body: Body<typeof routes.subnets.create, 'network' | 'name'>): Promise<Subnet> {
    const { client } = this.stage
    const subnet = { ...body, network: net.network.id, name }
    return await client.call(routes.subnets.create, { query: { wait: 'applied' }, body: subnet })
  }

  /** Makes a port. The default group is on it unless `security_groups` says otherwise. */
  async port(name: string, options: PortOptions = {}): Promise<Port> {
    const { net = this.main, ip, ...fields } = options
    if (fields.mac !== undefined) this.stage.chosen.add(fields.mac)
    for (const each of [ip ?? []].flat()) this.stage.chosen.add(each)
    for (const each of fields.fixed_ips ?? []) if (each.ip !== undefined) this.stage.chosen.add(each.ip)
    const body = {
      ...{ network: net.network.id, name },
      ...(ip !== undefined && { fixed_ips: [ip].flat().map((each) => ({ ip: each })) }),
      ...fields,
    }
    return await this.stage.client.call(routes.ports.create, { query: { wait: 'applied' }, body })
  }

  /** Makes a port and boots a VM on it; resolves when packets pass: the port is realized, and has its lease. */
  async vm(name: string, { on, lease, dhcp, ...options }: VmOptions = {}): Promise<Vm> {
    const port = await this.port(name, { hostname: name, ...options })
    return await this.boot(port, {
      ...(on !== undefined && { on }),
      ...(lease !== undefined && { lease }),
      ...(dhcp !== undefined && { dhcp }),
    })
  }

  /** Boots a VM on a port. */
  async boot(port: Port, { on = 'hv1', dhcp = true, lease = dhcp }: BootOptions = {}): Promise<Vm> {
    const { id, mac, name } = port
    const { client, lab } = this.stage
    const machine = await lab.vms.create({ id, portId: id, mac, name, node: on, dhcp })
    const realized = await client.call(routes.ports.get, { params: { id }, query: { wait: 'realized' } })
    const vm = new Vm(this.stage, { name: `${this.name}/${name}`, machine, port: realized })
    this.stage.hosts.push(vm)
    if (lease) await vm.lease()
    if (!dhcp) await this.#address(vm)
    return vm
  }

  /** Gives a VM the addresses of its port. */
  async #address(vm: Vm): Promise<void> {
    const subnets = this.#nets.flatMap((net) => net.subnets)
    for (const { ip, subnet } of vm.port.fixed_ips) {
      const block = subnets.find(({ id }) => id === subnet)?.cidr ?? ''
      await vm.addAddress(`${ip}/${block.split('/')[1] ?? (ip.includes(':') ? '64' : '24')}`)
    }
  }
}
