import { Construct } from 'constructs'
import { RouterPolicyRouteResource } from '../gen/router-policy-route-resource.ts'
import { refuse } from '../kit/check.ts'
import { Network } from '../network.ts'
import type { INetwork, IProject } from '../references.ts'
import { Router } from '../router.ts'
import type { Subnet } from '../subnet.ts'
import { checkDisjoint, checkWithin } from './blocks.ts'
import { Spoke, type SpokeProps } from './spoke.ts'

/** What a {@link HubAndSpoke} is made from. */
export interface HubAndSpokeProps<S extends string> {
  /** Networks behind the hub, by name. Their tenants may be others than the hub's. */
  readonly spokes: Readonly<Record<S, SpokeProps>>
  /** The block that all spokes are parts of. Default: `10.64.0.0/10`. */
  readonly spokesCidr?: string | undefined
  /** Addresses of what all spokes reach. Default: `10.0.0.0/24`. */
  readonly servicesCidr?: string | undefined
  /** Addresses of the routers on the wire between them; its first one is the hub's. Default: `100.64.0.0/24`. */
  readonly transitCidr?: string | undefined
  /** The way out of the hub, and of each spoke: a network of type `external`, which is shared with all of their tenants. Default: none. */
  readonly externalNetwork?: INetwork | undefined
  /** The tenant that owns the hub. Default: the provider's `project`. */
  readonly project?: IProject | undefined
  /** Begins the names of its parts. Default: the construct's id. */
  readonly name?: string | undefined
}

/** Policy routes of the hub: those that connect two spokes go before the one that keeps all apart. */
const APART = 1000
const CONNECTED = 2000

/**
 * A router in the middle, and networks around it, each with a router of its own tenant. All reach the hub's subnet of shared services; spokes reach each other
 * where they are {@link connect connected}, and else not, whatever their security groups say. Each of them goes outside by itself.
 */
export class HubAndSpoke<S extends string> extends Construct {
  readonly router: Router
  /** The wire between the routers. */
  readonly transit: Network
  /** Where the hub keeps what all spokes reach: VMs of it are made as in any other subnet. */
  readonly services: Subnet
  readonly spokes: Readonly<Record<S, Spoke>>

  /** @throws Error when a value is not what the API takes, without a spoke, and when blocks overlap or a spoke lies outside of spokesCidr */
  constructor(scope: Construct, id: string, props: HubAndSpokeProps<S>) {
    super(scope, id)
    const { project, externalNetwork, name = id } = props
    const { spokesCidr = '10.64.0.0/10', servicesCidr = '10.0.0.0/24', transitCidr = '100.64.0.0/24' } = props
    const spokes = Object.entries<SpokeProps>(props.spokes)
    this.#check({ spokesCidr, servicesCidr, transitCidr }, spokes)

    this.router = new Router(this, 'router', { project, externalNetwork, name })
    const tenants = [...new Set(spokes.flatMap(([, spoke]) => spoke.project ?? []))].filter((each) => each !== project)
    const sharedWith = tenants.length === 0 ? undefined : tenants
    this.transit = new Network(this, 'transit', { project, name: `${name}-transit`, sharedWith })
    const wire = this.transit.addSubnet('subnet', { cidr: transitCidr, name: `${name}-transit`, dnsAddress: 'none' })
    const network = new Network(this, 'services', { project, name: `${name}-services` })
    this.services = network.addSubnet('subnet', { cidr: servicesCidr, name: `${name}-services` })
    this.router.attach(this.services)

    const common = {
      project,
      externalNetwork,
      transit: wire,
      hub: { router: this.router, interface: this.router.attach(wire) },
    }
    const behindHub = { services: servicesCidr, spokes: spokesCidr }
    this.spokes = Object.fromEntries(
      spokes.map(([key, spoke]) => [
        key,
        new Spoke(this, key, { ...common, ...spoke, name: `${name}-${key}`, behindHub }),
      ]),
    ) as Record<S, Spoke>
    this.#route('apart', 'drop', APART, [spokesCidr, spokesCidr])
  }

  /** Lets two spokes reach each other; what of it passes is for their security groups to say. @throws Error when they are connected already */
  connect(one: S, other: S): void {
    const [from, to] = [this.spokes[one].cidr, this.spokes[other].cidr]
    if (one === other) refuse(this, `cannot connect "${one}" with itself: give two spokes`)
    for (const [id, way] of [
      [`${one}-to-${other}`, [from, to]],
      [`${other}-to-${one}`, [to, from]],
    ] as const) {
      if (this.node.tryFindChild(id) !== undefined) refuse(this, `has connected "${one}" and "${other}" already`)
      this.#route(id, 'allow', CONNECTED, way)
    }
  }

  #route(
    id: string,
    action: 'allow' | 'drop',
    priority: number,
    [source, destination]: readonly [from: string, to: string],
  ): void {
    const match = { source, destination }
    new RouterPolicyRouteResource(this, id, { router: this.router.routerId, priority, action, match })
  }

  #check(
    blocks: Readonly<Record<'spokesCidr' | 'servicesCidr' | 'transitCidr', string>>,
    spokes: readonly (readonly [string, SpokeProps])[],
  ): void {
    if (spokes.length === 0)
      refuse(this, "spokes is {}: must have at least one, such as { shop: { cidr: '10.64.1.0/24' } }")
    const cidrs = Object.fromEntries(spokes.map(([key, { cidr }]) => [`spokes.${key}.cidr`, cidr]))
    checkDisjoint(this, blocks)
    checkDisjoint(this, cidrs)
    checkWithin(this, ['spokesCidr', blocks.spokesCidr], cidrs)
  }
}
