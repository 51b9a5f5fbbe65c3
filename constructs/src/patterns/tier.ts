import { Construct } from 'constructs'
import type { Connections, IConnectable } from '../connections.ts'
import { Network } from '../network.ts'
import type { IProject } from '../references.ts'
import type { Router } from '../router.ts'
import { SecurityGroup } from '../security-group.ts'
import type { Subnet } from '../subnet.ts'
import { VmPort, type VmPortProps } from '../vm-port.ts'

/** What a {@link Tier} is made from. */
export interface TierProps {
  /** Name of its network, subnet and group. */
  readonly name: string
  /** Its block of addresses. */
  readonly cidr: string
  /** Leads out of it. */
  readonly router: Router
  /** Names of its VMs. */
  readonly vms: readonly string[]
  /** What becomes of packets from its VMs that no rule is about. Default: `allow`. */
  readonly defaultEgress?: 'allow' | 'deny' | undefined
  /** The tenant that owns it. Default: the provider's `project`. */
  readonly project?: IProject | undefined
}

/** VMs of one purpose, with a network and a security group of their own. Nothing reaches them but what is allowed by their {@link connections}. */
export class Tier extends Construct implements IConnectable {
  /** The wire of its VMs. */
  readonly network: Network
  /** Addresses of its VMs. */
  readonly subnet: Subnet
  /** Every VM of it is a member. */
  readonly group: SecurityGroup
  readonly #vms: VmPort[] = []

  /** @throws Error when a value is not what the API takes */
  constructor(scope: Construct, id: string, props: TierProps) {
    super(scope, id)
    const { name, cidr, router, vms, project, defaultEgress } = props
    this.network = new Network(this, 'network', { project, name })
    this.subnet = this.network.addSubnet('subnet', { cidr, name })
    router.attach(this.subnet)
    this.group = new SecurityGroup(this, 'group', { project, name, defaultEgress })
    for (const vm of vms) this.addVm(vm)
  }

  /** Who may talk to its VMs, and to whom they may talk. */
  get connections(): Connections {
    return this.group.connections
  }

  /** Its VMs, in the order of their making. */
  get vms(): readonly VmPort[] {
    return this.#vms
  }

  /** One more VM. @throws Error when there is one of this name */
  addVm(name: string, props: Omit<VmPortProps, 'subnet' | 'securityGroups'> = {}): VmPort {
    const vm = new VmPort(this, name, { ...props, subnet: this.subnet, securityGroups: [this.group] })
    this.#vms.push(vm)
    return vm
  }
}
