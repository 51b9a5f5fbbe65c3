import { Construct } from 'constructs'
import {
  RouterPolicyRouteResource,
  type RouterPolicyRouteResourceMatchConfig,
} from '../gen/router-policy-route-resource.ts'
import { SubnetPoolResource } from '../gen/subnet-pool-resource.ts'
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
  /** Addresses of the routers on the wires between them, four for each spoke. Default: `100.64.0.0/24`. */
  readonly wiresCidr?: string | undefined
  /** The way out of the hub, and of each spoke: a network of type `external`, which is shared with all of their tenants. Default: none. */
  readonly externalNetwork?: INetwork | undefined
  /** The tenant that owns the hub. Default: the provider's `project`. */
  readonly project?: IProject | undefined
  /** Begins the names of its parts. Default: the construct's id. */
  readonly name?: string | undefined
}

/** Policy routes of the hub, by the wire that a packet comes from: those that connect two spokes go before those that keep all apart. */
const APART = 1000
const CONNECTED = 2000

/**
 * A router in the middle, and networks around it, each with a router of its own tenant and a wire to the hub that nobody else is on. All reach the hub's
 * subnet of shared services; spokes reach each other where they are {@link connect connected}, and else not, whatever their groups and routes say: all that
 * passes between them passes the hub. Each of them goes outside by itself.
 */
export class HubAndSpoke<S extends string> extends Construct {
  /** The hub. */
  readonly router: Router
  /** Where the hub keeps what all spokes reach: VMs of it are made as in any other subnet. */
  readonly services: Subnet
  /** Its spokes, by name. */
  readonly spokes: Readonly<Record<S, Spoke>>

  /** @throws Error when a value is not what the API takes, without a spoke, and when blocks overlap or a spoke lies outside of spokesCidr */
  constructor(scope: Construct, id: string, props: HubAndSpokeProps<S>) {
    super(scope, id)
    const { project, externalNetwork, name = id } = props
    const { spokesCidr = '10.64.0.0/10', servicesCidr = '10.0.0.0/24', wiresCidr = '100.64.0.0/24' } = props
    const spokes = Object.entries<SpokeProps>(props.spokes)
    this.#check({ spokesCidr, servicesCidr, wiresCidr }, spokes)

    this.router = new Router(this, 'router', { project, externalNetwork, name })
    const network = new Network(this, 'services', { project, name: `${name}-services` })
    this.services = network.addSubnet('subnet', { cidr: servicesCidr, name: `${name}-services` })
    this.router.attach(this.services)

    const wires = { project: project?.projectId, name: `${name}-wires`, prefixes: [wiresCidr] }
    const hub = {
      ...{ router: this.router, project, wires: new SubnetPoolResource(this, 'wires', wires).id },
      blocks: { services: servicesCidr, spokes: spokesCidr },
    }
    this.spokes = Object.fromEntries(
      spokes.map(([key, spoke]) => {
        const own = { project: spoke.project ?? project, externalNetwork: spoke.externalNetwork ?? externalNetwork }
        return [key, new Spoke(this, key, { ...own, cidr: spoke.cidr, name: `${name}-${key}`, hub })]
      }),
    ) as Record<S, Spoke>
    for (const [key, { hubInterface }] of Object.entries<Spoke>(this.spokes))
      this.#route(`${key}-apart`, 'drop', APART, { destination: spokesCidr, inboundInterface: hubInterface.id })
  }

  /** Lets two spokes reach each other; what of it passes is for their security groups to say. @throws Error when they are connected already */
  connect(one: S, other: S): void {
    if (one === other) refuse(this, `cannot connect "${one}" with itself: give two spokes`)
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      const id = `${from}-to-${to}`
      if (this.node.tryFindChild(id) !== undefined) refuse(this, `has connected "${one}" and "${other}" already`)
      const { cidr: source, hubInterface } = this.spokes[from]
      const match = { source, destination: this.spokes[to].cidr, inboundInterface: hubInterface.id }
      this.#route(id, 'allow', CONNECTED, match)
    }
  }

  #route(id: string, action: 'allow' | 'drop', priority: number, match: RouterPolicyRouteResourceMatchConfig): void {
    new RouterPolicyRouteResource(this, id, { router: this.router.routerId, priority, action, match })
  }

  #check(
    blocks: Readonly<Record<'spokesCidr' | 'servicesCidr' | 'wiresCidr', string>>,
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
