import { CreateLoadBalancerListener, CreateLoadBalancerMember, CreateLoadBalancerPool } from '@quantumnet/api'
import { Construct } from 'constructs'
import { LoadBalancerListenerResource } from './gen/load-balancer-listener-resource.ts'
import { LoadBalancerMemberResource } from './gen/load-balancer-member-resource.ts'
import { LoadBalancerPoolResource, type LoadBalancerPoolResourceConfig } from './gen/load-balancer-pool-resource.ts'
import { checked, keyOf, refuse } from './kit/check.ts'
import { RESOURCE, type CommonProps } from './kit/common.ts'
import type { ILoadBalancer, IVmPort } from './references.ts'

/** What a {@link Listener} of a load balancer is made from. */
export interface ListenerProps extends CommonProps {
  /** Port of the load balancer's address. */
  readonly port: number
  /** Default: `tcp`. */
  readonly protocol?: 'tcp' | 'udp' | 'sctp' | undefined
  /** Whether a client comes to the same member again. Default: false. */
  readonly sessionAffinity?: boolean | undefined
  /** Whether members reach the load balancer themselves. Default: the API's. */
  readonly hairpin?: boolean | undefined
  /** How members are probed, in seconds and numbers of probes; `{}` for 5 s, 3 s, 2 and 3. Default: not at all. */
  readonly healthCheck?: LoadBalancerPoolResourceConfig['healthCheck']
}

/** How members take connections. */
export interface MemberOptions {
  /** Port of the members. Default: the listener's. */
  readonly port?: number | undefined
  /** True: they take no new connections. Default: false. */
  readonly draining?: boolean | undefined
}

/** A port of a load balancer, with the pool of members behind it. */
export class Listener extends Construct {
  /** The binding that it becomes. */
  readonly resource: LoadBalancerListenerResource
  /** The binding of its pool. */
  readonly pool: LoadBalancerPoolResource
  readonly #port: number

  /** @throws Error when a value is not what the API takes */
  constructor(scope: Construct, id: string, props: ListenerProps & { readonly loadBalancer: ILoadBalancer }) {
    super(scope, id)
    const { healthCheck, loadBalancer, ...own } = props
    const common = { name: props.name ?? id, loadBalancer: loadBalancer.loadBalancerId }
    const pool = checked(this, CreateLoadBalancerPool, LoadBalancerPoolResource, { ...common, healthCheck })
    this.pool = new LoadBalancerPoolResource(this, 'pool', pool)
    const config = { ...own, ...common, protocol: props.protocol ?? 'tcp', pool: this.pool.id }
    this.resource = new LoadBalancerListenerResource(
      this,
      RESOURCE,
      checked(this, CreateLoadBalancerListener, LoadBalancerListenerResource, config),
    )
    this.#port = props.port
  }

  /**
   * VMs that take its connections. Their security groups have to let the clients in.
   * @throws Error when one of them is a member already
   */
  addMembers(members: readonly IVmPort[], { port = this.#port, draining }: MemberOptions = {}): this {
    for (const member of members) {
      const key = keyOf(this, member, member.portId)
      const id = `member-${key}`
      if (this.node.tryFindChild(id) !== undefined) refuse(this, `has "${key}" as a member already`)
      const config = { pool: this.pool.id, target: { port: member.portId, portNumber: port }, draining }
      const taken = checked(this, CreateLoadBalancerMember, LoadBalancerMemberResource, config)
      new LoadBalancerMemberResource(this, id, taken)
    }
    return this
  }
}
