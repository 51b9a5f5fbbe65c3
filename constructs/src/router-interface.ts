import { CreateRouterInterface } from '@quantumnet/api'
import { Construct } from 'constructs'
import { RouterInterfaceResource } from './gen/router-interface-resource.ts'
import { checkInside } from './kit/addresses.ts'
import { checked } from './kit/check.ts'
import { RESOURCE, type CommonProps } from './kit/common.ts'
import type { IRouter, ISubnet } from './references.ts'

/** What a {@link RouterInterface} is made from. */
export interface RouterInterfaceProps extends Omit<CommonProps, 'name'> {
  /** The router, made here or elsewhere. */
  readonly router: IRouter
  /** The subnet that it is put into. */
  readonly subnet: ISubnet
  /** The router's address there. Default: the subnet's gateway. */
  readonly ip?: string | undefined
}

/** A router's place in a subnet. A router of this app gets it by {@link Router.attach}; this is for one that is made elsewhere. */
export class RouterInterface extends Construct {
  /** The binding that it becomes. */
  readonly resource: RouterInterfaceResource

  /** @throws Error when a value is not what the API takes, or the address is none of the subnet */
  constructor(scope: Construct, id: string, props: RouterInterfaceProps) {
    super(scope, id)
    const { router, subnet, ...own } = props
    checkInside(this, subnet.cidr, { ip: props.ip })
    const config = { ...own, router: router.routerId, subnet: subnet.subnetId }
    const taken = checked(this, CreateRouterInterface, RouterInterfaceResource, config)
    this.resource = new RouterInterfaceResource(this, RESOURCE, taken)
    subnet.routerInterfaces.push(this.resource)
  }
}
