import { CreateRouter, CreateRouterRoute } from '@quantumnet/api'
import { Construct } from 'constructs'
import type { RouterInterfaceResource } from './gen/router-interface-resource.ts'
import { RouterResource } from './gen/router-resource.ts'
import { RouterRouteResource } from './gen/router-route-resource.ts'
import { checked, keyOf, refuse } from './kit/check.ts'
import { RESOURCE, type CommonProps } from './kit/common.ts'
import type { INetwork, IProject, IRouter, ISubnet } from './references.ts'
import { RouterInterface } from './router-interface.ts'

/** What a {@link Router} is made from. */
export interface RouterProps extends CommonProps {
  /** The tenant that owns it. Default: the provider's `project`. */
  readonly project?: IProject | undefined
  /** The way out: a network of type `external`. Default: none, and then nothing leaves its subnets. */
  readonly externalNetwork?: INetwork | undefined
  /** Whether VMs without a floating IP go out with the router's address. Default: true, with an external network. */
  readonly snat?: boolean | undefined
  /** Whether hypervisors route by themselves. Default: true. */
  readonly distributed?: boolean | undefined
  /** Names of the nodes that carry its way out, the first one usually. Default: chosen by QuantumNet. */
  readonly gatewayNodes?: readonly string[] | undefined
}

/** Carries packets between its subnets, and out of them. */
export class Router extends Construct implements IRouter {
  /** The binding that it becomes. */
  readonly resource: RouterResource

  /** @throws Error when a value is not what the API takes, and for snat without an external network */
  constructor(scope: Construct, id: string, props: RouterProps = {}) {
    super(scope, id)
    const { project, externalNetwork, snat, ...own } = props
    if (snat !== undefined && externalNetwork === undefined)
      refuse(this, `snat is ${String(snat)}, but there is no way out: give externalNetwork, or leave snat out`)
    const config = {
      ...own,
      name: props.name ?? id,
      project: project?.projectId,
      externalGateway: externalNetwork && { network: externalNetwork.networkId, snat },
    }
    this.resource = new RouterResource(this, RESOURCE, checked(this, CreateRouter, RouterResource, config))
  }

  /** A router that is made elsewhere: it gets interfaces by {@link RouterInterface}. */
  static fromRouterId(routerId: string): IRouter {
    return { routerId }
  }

  get routerId(): string {
    return this.resource.id
  }

  /**
   * Puts the router into a subnet.
   * @param ip of the router there; default: the subnet's gateway
   * @throws Error when ip is no address, and when the router is in that subnet already
   */
  attach(subnet: ISubnet, ip?: string): RouterInterfaceResource {
    const key = keyOf(this, subnet, subnet.subnetId)
    const id = `interface-${key}`
    if (this.node.tryFindChild(id) !== undefined) refuse(this, `has an interface in "${key}" already`)
    return new RouterInterface(this, id, { router: this, subnet, ip }).resource
  }

  /** Sends what goes to `destination` to the address `nextHop`. @throws Error when these are no block and address */
  addRoute(id: string, destination: string, nextHop: string): RouterRouteResource {
    const config = { router: this.routerId, destination, nextHop }
    return new RouterRouteResource(this, id, checked(this, CreateRouterRoute, RouterRouteResource, config))
  }
}
