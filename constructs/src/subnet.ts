import { CreateSubnet } from '@quantumnet/api'
import { type ITerraformDependable } from 'cdktf'
import { Construct } from 'constructs'
import { SubnetResource, type SubnetResourceConfig } from './gen/subnet-resource.ts'
import { checkInside } from './kit/addresses.ts'
import { checked, refuse } from './kit/check.ts'
import { RESOURCE, type CommonProps } from './kit/common.ts'
import type { INetwork, ISubnet } from './references.ts'

/** What a {@link Subnet} is made from. */
export interface SubnetProps extends CommonProps {
  /** The wire that its addresses are on. */
  readonly network: INetwork
  /** The block, such as `10.0.0.0/24`; or leave it out and name a pool. */
  readonly cidr?: string | undefined
  /** UUID of a subnet pool that a block is carved from. */
  readonly pool?: string | undefined
  /** Length of the block that is carved. Default: the pool's. */
  readonly prefixLength?: number | undefined
  /** Default router of the VMs, or `none`. Default: the first address. */
  readonly gateway?: string | undefined
  /** Where VMs ask for names, or `none`. Default: the address after the gateway. */
  readonly dnsAddress?: string | undefined
  /** Where addresses come from. Default: all of the block. */
  readonly allocationRanges?: SubnetResourceConfig['allocationRanges']
  /** Addresses that nobody is given. Default: none. */
  readonly reservedRanges?: SubnetResourceConfig['reservedRanges']
  /** How VMs get their IPv6 addresses. Default: `slaac` in a /64, else `dhcpv6-stateful`. */
  readonly ipv6Mode?: 'slaac' | 'dhcpv6-stateful' | 'dhcpv6-stateless' | undefined
  /** Seconds for which an address that was given back stays with its project. Default: 300. */
  readonly holdDown?: number | undefined
  /** Default: the network's. */
  readonly dnsServers?: readonly string[] | undefined
  /** Default: the network's. */
  readonly staticRoutes?: SubnetResourceConfig['staticRoutes']
}

type Range = Extract<SubnetProps['reservedRanges'], readonly unknown[]>[number]

/** A block of addresses on a network. */
export class Subnet extends Construct implements ISubnet {
  /** The binding that it becomes. */
  readonly resource: SubnetResource
  readonly routerInterfaces: ITerraformDependable[] = []
  readonly #network: INetwork
  readonly #cidr: string | undefined

  /** @throws Error when a value is not what the API takes or outside of the block, and unless there is either a cidr or a pool */
  constructor(scope: Construct, id: string, props: SubnetProps) {
    super(scope, id)
    const { network, ...own } = props
    if ((props.cidr === undefined) === (props.pool === undefined))
      refuse(this, 'must have either cidr, such as "10.0.0.0/24", or pool, from which a block is carved')
    this.#checkAddresses(props)
    const config = { ...own, name: props.name ?? id, network: network.networkId }
    this.#network = network
    this.#cidr = props.cidr
    this.resource = new SubnetResource(this, RESOURCE, checked(this, CreateSubnet, SubnetResource, config))
  }

  /** A subnet that is made elsewhere, with the network that it is on. */
  static fromSubnetId(subnetId: string, network: INetwork): ISubnet {
    return { subnetId, networkId: network.networkId, routerInterfaces: [] }
  }

  #checkAddresses({ cidr, gateway, dnsAddress, allocationRanges, reservedRanges }: SubnetProps): void {
    checkInside(this, cidr, { gateway, dnsAddress })
    for (const [what, ranges] of Object.entries({ allocationRanges, reservedRanges }))
      if (Array.isArray(ranges))
        for (const { start, end } of ranges as readonly Range[])
          checkInside(this, cidr, { [`${what}.start`]: start, [`${what}.end`]: end })
  }

  get subnetId(): string {
    return this.resource.id
  }

  /** The block: as it was given, else the one that is carved from the pool. */
  get cidr(): string {
    return this.#cidr ?? this.resource.cidr
  }

  get networkId(): string {
    return this.#network.networkId
  }
}
