import { dependable } from 'cdktf'
import { Construct } from 'constructs'
import { PortResource } from '../gen/port-resource.ts'
import { RouterInterfaceResource } from '../gen/router-interface-resource.ts'
import type { RouterRouteResource } from '../gen/router-route-resource.ts'
import { Network } from '../network.ts'
import type { INetwork, IProject } from '../references.ts'
import { Router } from '../router.ts'
import type { Subnet } from '../subnet.ts'

/** What a {@link Spoke} is made from. */
export interface SpokeProps {
  /** Its block of addresses. */
  readonly cidr: string
  /** The tenant that owns it. Default: the hub's. */
  readonly project?: IProject | undefined
  /** The way out of this spoke: a network of type `external`. Default: the hub's. */
  readonly externalNetwork?: INetwork | undefined
}

/** The middle, as its spokes see it. */
export interface Hub {
  /** Its router. */
  readonly router: Router
  /** The tenant that owns it; undefined: the provider's `project`. */
  readonly project: IProject | undefined
  /** UUID of the subnet pool that the wires' addresses are carved from. */
  readonly wires: string
  /** Blocks that lie behind it, by a word for each. */
  readonly blocks: Readonly<Record<string, string>>
}

/** Two routers and a network: all that a wire is for. */
const WIRE_PREFIX_LENGTH = 30

/** A network behind a hub, with a router of its own and a wire to the hub that no other spoke is on. */
export class Spoke extends Construct {
  /** The wire of its VMs. */
  readonly network: Network
  /** Addresses of its VMs. */
  readonly subnet: Subnet
  /** The gateway of its VMs. */
  readonly router: Router
  /** Its block of addresses. */
  readonly cidr: string
  /** The wire between its router and the hub's. */
  readonly wire: Network
  /** The hub's router on that wire: what comes in there is from this spoke. */
  readonly hubInterface: RouterInterfaceResource
  /** The routes between it and the hub, both ways: once these are there, so is all of it. */
  readonly routes: readonly RouterRouteResource[]

  /** @throws Error when a value is not what the API takes */
  constructor(scope: Construct, id: string, props: SpokeProps & { readonly name: string; readonly hub: Hub }) {
    super(scope, id)
    const { name, cidr, hub, externalNetwork, project } = props
    this.cidr = cidr
    this.network = new Network(this, 'network', { project, name })
    this.subnet = this.network.addSubnet('subnet', { cidr, name })
    this.router = new Router(this, 'router', { project, externalNetwork, name })
    this.router.attach(this.subnet)

    const sharedWith = project === undefined || project === hub.project ? undefined : [project]
    this.wire = new Network(this, 'wire', { project: hub.project, name: `${name}-wire`, sharedWith })
    const block = { pool: hub.wires, prefixLength: WIRE_PREFIX_LENGTH, dnsAddress: 'none', name: `${name}-wire` }
    const ends = this.wire.addSubnet('ends', block)
    this.hubInterface = hub.router.attach(ends)
    this.routes = this.#lay(hub, this.#join(ends, { project, name: `${name}-uplink` }))
  }

  /** The gateway of the wire is the hub's, so this router has another address there: that of a port, which IPAM chooses. */
  #join(
    ends: Subnet,
    { project, name }: { readonly project: IProject | undefined; readonly name: string },
  ): RouterInterfaceResource {
    const uplink = new PortResource(this, 'uplink', {
      ...{ network: ends.networkId, project: project?.projectId, name },
      fixedIps: [{ subnet: ends.subnetId }],
    })
    return new RouterInterfaceResource(this, 'uplink-interface', { router: this.router.routerId, port: uplink.id })
  }

  #lay({ router, blocks }: Hub, uplink: RouterInterfaceResource): readonly RouterRouteResource[] {
    const outward = Object.entries(blocks).map(([what, block]) =>
      this.router.addRoute(`to-${what}`, block, this.hubInterface.ip),
    )
    const routes = [...outward, router.addRoute(`to-${this.node.id}`, this.cidr, uplink.ip)]
    // The API refuses a next hop that its router does not reach, and to take away an interface that routes go through.
    for (const route of routes) route.dependsOn = [dependable(this.hubInterface), dependable(uplink)]
    return routes
  }
}
