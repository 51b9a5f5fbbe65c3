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

/** The middle, as a spoke sees it. */
interface Hub {
  readonly router: Router
  readonly interface: RouterInterfaceResource
}

/** Where a spoke meets its hub. */
export interface SpokeUplink {
  /** Name of network, subnet and router. */
  readonly name: string
  /** The wire between the routers. */
  readonly transit: Subnet
  /** The router in the middle, and how it is on that wire. */
  readonly hub: Hub
  /** Blocks that lie behind the hub, by a word for each. */
  readonly behindHub: Readonly<Record<string, string>>
}

/** A network behind a hub, with a router of its own: routes lead from it to the hub, and from the hub to it. */
export class Spoke extends Construct {
  readonly network: Network
  readonly subnet: Subnet
  readonly router: Router
  readonly cidr: string
  /** Its router's port on the wire to the hub; IPAM gives it an address there. */
  readonly uplink: PortResource
  /** The routes between it and the hub, both ways: once these are there, so is all of it. */
  readonly routes: readonly RouterRouteResource[]

  /** @throws Error when a value is not what the API takes */
  constructor(scope: Construct, id: string, props: SpokeProps & SpokeUplink) {
    super(scope, id)
    const { name, cidr, project, externalNetwork, transit, hub, behindHub } = props
    this.cidr = cidr
    this.network = new Network(this, 'network', { project, name })
    this.subnet = this.network.addSubnet('subnet', { cidr, name })
    this.router = new Router(this, 'router', { project, externalNetwork, name })
    this.router.attach(this.subnet)
    // The gateway of the wire is the hub's, so this router needs another address: that of a port, which IPAM chooses once and keeps.
    this.uplink = new PortResource(this, 'uplink', {
      ...{ network: transit.networkId, project: project?.projectId, name: `${name}-uplink` },
      fixedIps: [{ subnet: transit.subnetId }],
    })
    const wire = new RouterInterfaceResource(this, 'uplink-interface', {
      ...{ router: this.router.routerId, port: this.uplink.id },
    })
    const outward = Object.entries(behindHub).map(([what, block]) =>
      this.router.addRoute(`to-${what}`, block, hub.interface.ip),
    )
    const inward = hub.router.addRoute(`to-${id}`, cidr, this.uplink.fixedIps.get(0).ip)
    this.routes = [...outward, inward]
    // The API refuses a next hop that its router does not reach, and to take away an interface that routes go through.
    for (const route of this.routes) route.dependsOn = [dependable(hub.interface), dependable(wire)]
  }
}
