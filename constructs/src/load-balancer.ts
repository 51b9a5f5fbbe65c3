import { CreateLoadBalancer } from '@quantumnet/api'
import { Construct } from 'constructs'
import { Connections, type IConnectable } from './connections.ts'
import { LoadBalancerResource } from './gen/load-balancer-resource.ts'
import { checkInside } from './kit/addresses.ts'
import { checked, refuse } from './kit/check.ts'
import { RESOURCE, type CommonProps } from './kit/common.ts'
import { Listener, type ListenerProps } from './listener.ts'
import type { IFloatingIp, ILoadBalancer, IProject, ISubnet } from './references.ts'
import type { Remote } from './traffic.ts'

/** What a {@link LoadBalancer} is made from. */
export interface LoadBalancerProps extends CommonProps {
  /** Its address is one of this subnet; or give floatingIp. */
  readonly subnet?: ISubnet | undefined
  /** Its address is this floating IP; or give subnet. */
  readonly floatingIp?: IFloatingIp | undefined
  /** Its address in the subnet. Default: the next free one. */
  readonly address?: string | undefined
  /** The tenant that owns it. Default: the provider's `project`. */
  readonly project?: IProject | undefined
  /**
   * Who its clients are. Members see a client's own address and not the load balancer's, so this is whom
   * `member.connections.allowFrom(loadBalancer, …)` lets in. Without it that call is refused.
   */
  readonly clients?: readonly (Remote | IConnectable)[] | undefined
}

const NO_CLIENTS =
  "members see the addresses of a load balancer's clients, and this one does not say who they are: give it clients, such as [Peer.anyIpv4()] or a security group"

const NO_GROUPS =
  'a load balancer has no rules: its members have them, by member.connections.allowFrom(loadBalancer, …); a client that denies what it sends needs allowTo(Peer.ipv4(name, `${loadBalancer.address}/32`), …)'

/** Spreads connections to one address over members. */
export class LoadBalancer extends Construct implements ILoadBalancer, IConnectable {
  /** The binding that it becomes. */
  readonly resource: LoadBalancerResource
  /** Who may talk to it, and to whom it may. */
  readonly connections: Connections

  /** @throws Error when a value is not what the API takes, the address none of the subnet, and unless there is either a subnet or a floating IP */
  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id)
    const { subnet, floatingIp, address, project, clients = [], ...own } = props
    if ((subnet === undefined) === (floatingIp === undefined))
      refuse(this, 'must have either subnet or floatingIp, from which its address comes')
    if (floatingIp !== undefined && address !== undefined)
      refuse(this, `address is "${address}": must be left out beside floatingIp, which is the address already`)
    checkInside(this, subnet?.cidr, { address })
    const vip = { subnet: subnet?.subnetId, floatingIp: floatingIp?.floatingIpId, address }
    const config = { ...own, name: props.name ?? id, project: project?.projectId, vip }
    this.resource = new LoadBalancerResource(
      this,
      RESOURCE,
      checked(this, CreateLoadBalancer, LoadBalancerResource, config),
    )
    const remotes = clients.flatMap((client) => ('connections' in client ? Connections.remotesOf(client) : [client]))
    const say = (remedy: string): string => `"${this.node.path}": ${remedy}`
    this.connections = new Connections({ groups: [], remotes, noGroups: say(NO_GROUPS), noRemotes: say(NO_CLIENTS) })
  }

  /** A load balancer that is made elsewhere. */
  static fromLoadBalancerId(loadBalancerId: string): ILoadBalancer {
    return { loadBalancerId }
  }

  get loadBalancerId(): string {
    return this.resource.id
  }

  /** Its address. */
  get address(): string {
    return this.resource.vip.address
  }

  /** Listens on a port of its address. @throws Error when a value is not what the API takes */
  addListener(id: string, props: ListenerProps): Listener {
    return new Listener(this, id, { ...props, loadBalancer: this })
  }
}
