import { CreateNetwork } from '@quantumnet/api'
import { Construct } from 'constructs'
import { NetworkResource, type NetworkResourceConfig } from './gen/network-resource.ts'
import { checked } from './kit/check.ts'
import { RESOURCE, type CommonProps } from './kit/common.ts'
import type { INetwork, IProject } from './references.ts'
import { Subnet, type SubnetProps } from './subnet.ts'

/** What a {@link Network} is made from. */
export interface NetworkProps extends CommonProps {
  /** The tenant that owns it. Default: the provider's `project`. */
  readonly project?: IProject | undefined
  /** `overlay` (the default), or on a physical network `vlan`, `flat` or `external`, which only a platform admin makes. */
  readonly type?: 'overlay' | 'vlan' | 'flat' | 'external' | undefined
  /** The wire as the nodes' bridge mappings name it: for every type but `overlay`. */
  readonly physicalNetwork?: string | undefined
  /** VLAN tag, or VNI of an overlay network. */
  readonly segmentId?: number | undefined
  /** Bytes of an IP packet in a VM, 576 to 8942. Default: fits an underlay of 1500 bytes. */
  readonly mtu?: number | undefined
  /** Whether multicast goes only to the VMs that have joined. Default: false. */
  readonly multicast?: boolean | undefined
  /** DHCP in its subnets. Default: on. */
  readonly dhcp?: NetworkResourceConfig['dhcp']
  /** Whether ports are secured that do not say so themselves. Default: true. */
  readonly portSecurityDefault?: boolean | undefined
  /** Other tenants that may put ports into it. Default: none. */
  readonly sharedWith?: readonly IProject[] | undefined
}

/** A layer-2 segment: every port on it is on one wire, whichever hypervisor it is on. */
export class Network extends Construct implements INetwork {
  /** The binding that it becomes. */
  readonly resource: NetworkResource

  /** @throws Error when a value is not what the API takes */
  constructor(scope: Construct, id: string, props: NetworkProps = {}) {
    super(scope, id)
    const { project, sharedWith, ...own } = props
    const config = {
      ...own,
      name: props.name ?? id,
      project: project?.projectId,
      sharedWith: sharedWith?.map(({ projectId }) => projectId),
    }
    this.resource = new NetworkResource(this, RESOURCE, checked(this, CreateNetwork, NetworkResource, config))
  }

  /** A network that is made elsewhere. */
  static fromNetworkId(networkId: string): INetwork {
    return { networkId }
  }

  get networkId(): string {
    return this.resource.id
  }

  /** A block of addresses on this network. */
  addSubnet(id: string, props: Omit<SubnetProps, 'network'>): Subnet {
    return new Subnet(this, id, { ...props, network: this })
  }
}
