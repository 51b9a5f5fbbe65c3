import { Construct } from 'constructs'
import type { IConnectable } from '../connections.ts'
import { FloatingIp } from '../floating-ip.ts'
import { afterRouters } from '../kit/after-routers.ts'
import { refuse } from '../kit/check.ts'
import type { Listener, ListenerProps } from '../listener.ts'
import { LoadBalancer } from '../load-balancer.ts'
import type { IFloatingIp, INetwork, IProject, ISubnet } from '../references.ts'
import { Peer, Port, type Remote } from '../traffic.ts'
import type { VmPort } from '../vm-port.ts'

/** What a {@link HaLoadBalancer} is made from. */
export interface HaLoadBalancerProps {
  /** Where its members are. Its address is one of this subnet, unless externalNetwork or floatingIp is given. */
  readonly subnet: ISubnet
  /** VMs that take connections, at least two. Each has to have a security group of the app: it is opened for the clients. */
  readonly members: readonly VmPort[]
  /** TCP ports of its address. Default: 80. */
  readonly ports?: readonly number[] | undefined
  /** Port of the members. Default: the same one as that of the address. */
  readonly memberPort?: number | undefined
  /** Its address is a new floating IP of this network. */
  readonly externalNetwork?: INetwork | undefined
  /** Its address is this floating IP. */
  readonly floatingIp?: IFloatingIp | undefined
  /** Its address in the subnet. Default: the next free one. */
  readonly address?: string | undefined
  /** Whom it serves, and whom its members let in. Default: every IPv4 address. */
  readonly clients?: readonly (Remote | IConnectable)[] | undefined
  /** How members are probed, in seconds and numbers of probes. Default: `{}`, which is every 5 s, in 3 s, 2 and 3. */
  readonly healthCheck?: ListenerProps['healthCheck']
  /** Whether a client comes to the same member again. Default: false. */
  readonly sessionAffinity?: boolean | undefined
  /** The tenant that owns it. Default: the provider's `project`. */
  readonly project?: IProject | undefined
  /** Name of the load balancer and of the floating IP. Default: the construct's id. */
  readonly name?: string | undefined
}

/**
 * One address that stays reachable while a server fails: at least two members, each probed, and one that fails its probes gets no new connections. There is
 * no machine in the middle that could fail; where the address is outside, several nodes may carry it, see `gatewayNodes` of the router.
 */
export class HaLoadBalancer extends Construct {
  /** The load balancer itself. */
  readonly loadBalancer: LoadBalancer
  /** By the port of the address. */
  readonly listeners: ReadonlyMap<number, Listener>
  /** The one that was made for it; undefined when one was given, and for an address inside. */
  readonly floatingIp: FloatingIp | undefined
  readonly #memberPort: number | undefined

  /** @throws Error with fewer than two members, without a port, and for two kinds of address at once */
  constructor(scope: Construct, id: string, props: HaLoadBalancerProps) {
    super(scope, id)
    const { subnet, members, project, externalNetwork, clients = [Peer.anyIpv4()], name = id } = props
    const { ports = [80], healthCheck = {}, sessionAffinity } = props
    if (members.length < 2)
      refuse(this, `has ${String(members.length)} members: must be at least 2, so that one of them may fail`)
    if (ports.length === 0) refuse(this, 'ports is []: must have at least one, such as 80')
    if (externalNetwork !== undefined && props.floatingIp !== undefined)
      refuse(this, 'has both externalNetwork and floatingIp: give one of them, or neither for an address inside')
    this.floatingIp = externalNetwork && new FloatingIp(this, 'address', { project, network: externalNetwork, name })
    const outside = this.floatingIp ?? props.floatingIp
    const vip = outside === undefined ? { subnet } : { floatingIp: outside }
    this.loadBalancer = new LoadBalancer(this, 'balancer', { ...vip, address: props.address, project, clients, name })
    // The router of the members' subnet answers for the address: without one there is nobody to reach.
    this.loadBalancer.resource.dependsOn = afterRouters(this, subnet)
    this.listeners = new Map(
      ports.map((port) => {
        const listener = { port, healthCheck, sessionAffinity }
        return [port, this.loadBalancer.addListener(`tcp-${String(port)}`, listener)]
      }),
    )
    this.#memberPort = props.memberPort
    this.addMembers(members)
  }

  /** Its address. */
  get address(): string {
    return this.loadBalancer.address
  }

  /**
   * Has more VMs take its connections, and their groups let its clients in.
   * @throws Error when one of them is a member already, or has no security group of the app
   */
  addMembers(members: readonly VmPort[]): this {
    for (const [port, listener] of this.listeners) {
      const memberPort = this.#memberPort ?? port
      listener.addMembers(members, { port: memberPort })
      for (const { connections } of members) connections.allowFrom(this.loadBalancer, Port.tcp(memberPort))
    }
    return this
  }
}
