import type { ITerraformDependable } from 'cdktf'

/** What a construct asks of another: made in this app or elsewhere, it has an id. */

/** A tenant, made here or elsewhere. */
export interface IProject {
  /** UUID of the project. */
  readonly projectId: string
}

/** A layer-2 segment, made here or elsewhere. */
export interface INetwork {
  /** UUID of the network. */
  readonly networkId: string
}

/** A block of addresses on a network, made here or elsewhere. */
export interface ISubnet extends INetwork {
  /** UUID of the subnet. */
  readonly subnetId: string
  /** The block, where the app knows it: addresses are checked by it. */
  readonly cidr?: string | undefined
  /** Interfaces of routers that this app puts into it: what needs a way out waits for them. */
  readonly routerInterfaces: ITerraformDependable[]
}

/** A router, made here or elsewhere. */
export interface IRouter {
  /** UUID of the router. */
  readonly routerId: string
}

/** A security group, made here or elsewhere. */
export interface ISecurityGroup {
  /** UUID of the group. */
  readonly securityGroupId: string
}

/** A VM's network interface, made here or elsewhere. */
export interface IVmPort {
  /** UUID of the port. */
  readonly portId: string
}

/** An address of an external network, made here or elsewhere. */
export interface IFloatingIp {
  /** UUID of the floating IP. */
  readonly floatingIpId: string
}

/** Limits and marks of traffic, made here or elsewhere. */
export interface IQosPolicy {
  /** UUID of the policy. */
  readonly qosPolicyId: string
}

/** A load balancer, made here or elsewhere. */
export interface ILoadBalancer {
  /** UUID of the load balancer. */
  readonly loadBalancerId: string
}

/** All records of one name and type, made here or elsewhere. */
export interface IDnsRecord {
  /** UUID of the record. */
  readonly dnsRecordId: string
}
