import { CreatePort } from '@quantumnet/api'
import { Construct } from 'constructs'
import { Connections, isConnectable, type IConnectable } from './connections.ts'
import { FloatingIpAssociationResource } from './gen/floating-ip-association-resource.ts'
import { PortResource, type PortResourceConfig } from './gen/port-resource.ts'
import { afterRouters } from './kit/after-routers.ts'
import { checkInside } from './kit/addresses.ts'
import { checked, refuse } from './kit/check.ts'
import { RESOURCE, type CommonProps } from './kit/common.ts'
import type { IFloatingIp, IQosPolicy, ISecurityGroup, ISubnet, IVmPort } from './references.ts'
import { SecurityGroup } from './security-group.ts'

/** What a {@link VmPort} is made from. */
export interface VmPortProps extends CommonProps {
  /** Where its address comes from. */
  readonly subnet: ISubnet
  /** Default: the next free address of the subnet. */
  readonly ip?: string | undefined
  /** Unicast MAC address. Default: made by QuantumNet. */
  readonly mac?: string | undefined
  /** The machine's name where it is run. Default: the construct's id. */
  readonly vmName?: string | undefined
  /** The machine's id where it is run. */
  readonly vmId?: string | undefined
  /** Its name in DNS, one label. Default: made from the machine's name. */
  readonly hostname?: string | undefined
  /** Groups whose rules decide on its packets; `[]`: none, and nothing but DHCP and DNS passes. Default: the project's group `default`. */
  readonly securityGroups?: readonly ISecurityGroup[] | undefined
  /** Limits and marks of its traffic. Default: none. */
  readonly qosPolicy?: IQosPolicy | undefined
  /** The only hypervisor that may bind it. Default: whichever the VM appears on. */
  readonly hypervisor?: string | undefined
  /** What it may send from beside its own addresses. Default: nothing. */
  readonly allowedAddressPairs?: PortResourceConfig['allowedAddressPairs']
  /** False: nothing goes through it. Default: true. */
  readonly adminUp?: boolean | undefined
}

const REMEDY =
  'this port has no security group of the app, so there is nowhere to put the rule: give it securityGroups with a SecurityGroup'

/** A VM's network interface: a MAC address, an address of its subnet, a name in DNS. */
export class VmPort extends Construct implements IVmPort, IConnectable {
  /** The binding that it becomes. */
  readonly resource: PortResource
  /** Who may talk to it, and to whom it may. */
  readonly connections: Connections
  readonly #subnet: ISubnet

  /** @throws Error when a value is not what the API takes, or the address is none of the subnet */
  constructor(scope: Construct, id: string, props: VmPortProps) {
    super(scope, id)
    const { subnet, ip, vmName, vmId, securityGroups, qosPolicy, hypervisor, ...own } = props
    const config = {
      ...own,
      network: subnet.networkId,
      fixedIps: [{ subnet: subnet.subnetId, ip }],
      vm: { id: vmId, name: vmName ?? id },
      securityGroups: securityGroups?.map(({ securityGroupId }) => securityGroupId),
      qosPolicy: qosPolicy?.qosPolicyId,
      node: hypervisor,
    }
    this.#subnet = subnet
    checkInside(this, subnet.cidr, { ip })
    this.resource = new PortResource(this, RESOURCE, checked(this, CreatePort, PortResource, config))
    const groups = (securityGroups ?? []).filter((group) => group instanceof SecurityGroup)
    const remotes = (securityGroups ?? []).filter(isConnectable).flatMap((group) => Connections.remotesOf(group))
    const remedy = `"${this.node.path}": ${REMEDY}`
    this.connections = new Connections({ groups, remotes, noGroups: remedy, noRemotes: remedy })
  }

  /** A port that is made elsewhere. */
  static fromPortId(portId: string): IVmPort {
    return { portId }
  }

  get portId(): string {
    return this.resource.id
  }

  /** Its address in the subnet. */
  get ip(): string {
    return this.resource.fixedIps.get(0).ip
  }

  /**
   * Makes it reachable from outside under a floating IP, once a router has an interface in its subnet.
   * @throws Error when it has one already
   */
  assignFloatingIp(floatingIp: IFloatingIp): FloatingIpAssociationResource {
    const id = 'floating-ip'
    if (this.node.tryFindChild(id) !== undefined)
      refuse(this, 'has a floating IP already: a second one would have its own port, or none of ours')
    const association = new FloatingIpAssociationResource(this, id, {
      floatingIp: floatingIp.floatingIpId,
      port: this.portId,
    })
    association.dependsOn = afterRouters(this, this.#subnet)
    return association
  }
}
