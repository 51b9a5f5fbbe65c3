import { Construct } from 'constructs'
import type { Connections, IConnectable } from '../connections.ts'
import { FloatingIp } from '../floating-ip.ts'
import { refuse } from '../kit/check.ts'
import { Network } from '../network.ts'
import type { INetwork, IProject } from '../references.ts'
import { Router } from '../router.ts'
import { SecurityGroup } from '../security-group.ts'
import type { Subnet } from '../subnet.ts'
import { Peer, Port, type Remote } from '../traffic.ts'
import { VmPort, type VmPortProps } from '../vm-port.ts'

/** What an {@link IsolatedNetwork} is made from. */
export interface IsolatedNetworkProps {
  /** The way out: a network of type `external`. */
  readonly externalNetwork: INetwork
  /** The tenant that owns all of it. Default: the provider's `project`. */
  readonly project?: IProject | undefined
  /** Name of network, subnet, router and group. Default: the construct's id. */
  readonly name?: string | undefined
  /** Its block of addresses. Default: `10.0.0.0/24`. */
  readonly cidr?: string | undefined
  /** Whether its VMs reach each other. Default: true. */
  readonly reachEachOther?: boolean | undefined
  /** Names of the nodes that carry the way out, the first one usually. Default: chosen by QuantumNet. */
  readonly gatewayNodes?: readonly string[] | undefined
}

/** A VM of an {@link IsolatedNetwork}. */
export type IsolatedVmProps = Omit<VmPortProps, 'subnet' | 'securityGroups'>

/** What of a VM is open to the outside. */
export interface PublicVmProps extends IsolatedVmProps {
  /** What may come in under its floating IP, at least one, such as `[Port.tcp(22)]`. */
  readonly openPorts: readonly Port[]
  /** From where. Default: every IPv4 address. */
  readonly clients?: readonly (Remote | IConnectable)[] | undefined
}

/** A VM that the outside reaches, at single ports of an address of its own. */
export class PublicVm extends Construct implements IConnectable {
  /** Its interface in the network. */
  readonly vm: VmPort
  /** Its address outside. */
  readonly floatingIp: FloatingIp
  /** Opens its ports, beside the group that all VMs of the network are in. */
  readonly group: SecurityGroup

  /** @throws Error when a value is not what the API takes, and without an open port */
  constructor(network: IsolatedNetwork, id: string, { openPorts, clients, ...vm }: PublicVmProps) {
    super(network, id)
    if (openPorts.length === 0)
      refuse(
        this,
        'openPorts is []: must have at least one, such as Port.tcp(22); a VM that nobody reaches is made by addVm',
      )
    const { project, externalNetwork, name } = network
    const common = { project, name: `${name}-${id}` }
    this.group = new SecurityGroup(this, 'group', common)
    for (const port of openPorts)
      for (const client of clients ?? [Peer.anyIpv4()]) this.group.connections.allowFrom(client, port)
    this.floatingIp = new FloatingIp(this, 'address', { ...common, network: externalNetwork })
    const securityGroups = [network.group, this.group]
    this.vm = new VmPort(this, 'vm', { vmName: id, ...vm, subnet: network.subnet, securityGroups })
    this.vm.assignFloatingIp(this.floatingIp)
  }

  /** Who may talk to it, and to whom it may talk. */
  get connections(): Connections {
    return this.vm.connections
  }

  /** Where it is reached from outside. */
  get address(): string {
    return this.floatingIp.address
  }
}

/**
 * A network whose VMs reach the outside, by the router's address, and which nobody outside reaches: but for those VMs that are made by
 * {@link addPublicVm}, each at the ports that it names.
 */
export class IsolatedNetwork extends Construct implements IConnectable {
  /** The wire. */
  readonly network: Network
  /** Its addresses. */
  readonly subnet: Subnet
  /** Its way out. */
  readonly router: Router
  /** Every VM of it is a member. */
  readonly group: SecurityGroup
  /** Name of its parts. */
  readonly name: string
  /** Where its router leads to. */
  readonly externalNetwork: INetwork
  /** The tenant; undefined: the provider's `project`. */
  readonly project: IProject | undefined

  /** @throws Error when a value is not what the API takes */
  constructor(scope: Construct, id: string, props: IsolatedNetworkProps) {
    super(scope, id)
    const { project, externalNetwork, gatewayNodes, name = id, cidr = '10.0.0.0/24', reachEachOther = true } = props
    this.project = project
    this.externalNetwork = externalNetwork
    this.name = name
    this.network = new Network(this, 'network', { project, name })
    this.subnet = this.network.addSubnet('subnet', { cidr, name })
    this.router = new Router(this, 'router', { project, externalNetwork, gatewayNodes, name, snat: true })
    this.router.attach(this.subnet)
    this.group = new SecurityGroup(this, 'group', { project, name })
    if (reachEachOther) this.connections.allowInternally(Port.all())
  }

  /** Who may talk to all of its VMs, and to whom they may talk. */
  get connections(): Connections {
    return this.group.connections
  }

  /** A VM that nobody outside reaches. */
  addVm(id: string, props: IsolatedVmProps = {}): VmPort {
    return new VmPort(this, id, { ...props, subnet: this.subnet, securityGroups: [this.group] })
  }

  /** A VM that the outside reaches under a floating IP, at the ports that are named. @throws Error when none is */
  addPublicVm(id: string, props: PublicVmProps): PublicVm {
    return new PublicVm(this, id, props)
  }
}
