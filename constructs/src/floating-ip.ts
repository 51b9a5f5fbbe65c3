import { CreateFloatingIp } from '@quantumnet/api'
import { Construct } from 'constructs'
import { FloatingIpResource } from './gen/floating-ip-resource.ts'
import { checked } from './kit/check.ts'
import { RESOURCE, type CommonProps } from './kit/common.ts'
import type { IFloatingIp, INetwork, IProject } from './references.ts'

/** What a {@link FloatingIp} is made from. */
export interface FloatingIpProps extends CommonProps {
  /** The external network that it is an address of. */
  readonly network: INetwork
  /** The tenant that owns it. Default: the provider's `project`. */
  readonly project?: IProject | undefined
  /** Default: the next free address of the network. */
  readonly address?: string | undefined
  /** Whether the VM's own hypervisor translates. Default: the deployment's. */
  readonly distributed?: boolean | undefined
}

/** An address of an external network that stands for a port or a load balancer; it stays when these are replaced. */
export class FloatingIp extends Construct implements IFloatingIp {
  /** The binding that it becomes. */
  readonly resource: FloatingIpResource

  /** @throws Error when a value is not what the API takes */
  constructor(scope: Construct, id: string, props: FloatingIpProps) {
    super(scope, id)
    const { network, project, ...own } = props
    const config = { ...own, name: props.name ?? id, network: network.networkId, project: project?.projectId }
    this.resource = new FloatingIpResource(this, RESOURCE, checked(this, CreateFloatingIp, FloatingIpResource, config))
  }

  /** A floating IP that is made elsewhere. */
  static fromFloatingIpId(floatingIpId: string): IFloatingIp {
    return { floatingIpId }
  }

  get floatingIpId(): string {
    return this.resource.id
  }

  /** The address itself. */
  get address(): string {
    return this.resource.address
  }
}
