// Generated from the schema of the provider: change that, and run `npm run gen`.
import { type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource } from '../bindings/elements.ts'

/** How long to wait for each operation. */
export interface FloatingIpResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link FloatingIpResource}. */
export interface FloatingIpResourceConfig extends TerraformMetaArguments {
  /** Id of the project. */
  readonly project?: string | undefined
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** Id of an external network of the project, or of one that is shared with it. */
  readonly network: string
  /** Id of the subnet. Default: the one around `address`, or the first with a free address. */
  readonly subnet?: string | undefined
  /** The address. Default: the next free one. */
  readonly address?: string | undefined
  /** Id of the port that it stands for, or `"none"`. Left out: as it is, which is none at first. */
  readonly port?: string | undefined
  /** Address of the port that it stands for. Default: the first one in the family of the address. */
  readonly fixedIp?: string | undefined
  /** Whether the VM's own hypervisor answers for it, which needs the external network there. Default: `false`. */
  readonly distributed?: boolean | IResolvable | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: FloatingIpResourceTimeoutsConfig | IResolvable | undefined
}

/** An address of an external network that a project holds, and may give to one of its ports: here, or by a `quantumnet_floating_ip_association`. */
export class FloatingIpResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_floating_ip'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: FloatingIpResourceConfig) {
    super(scope, id, { type: 'quantumnet_floating_ip', config, shape: FloatingIpResource.shape })
  }
  /** UUID of the resource. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the project. */
  get project(): string {
    return this.getStringAttribute('project')
  }
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  get name(): string {
    return this.getStringAttribute('name')
  }
  /** Free text of at most 1000 characters. */
  get description(): string {
    return this.getStringAttribute('description')
  }
  /** Up to 64 labels of your own. */
  get labels(): Record<string, string> {
    return this.getStringMapAttribute('labels')
  }
  /** Grows by one with every change. */
  get generation(): number {
    return this.getNumberAttribute('generation')
  }
  /** When it was created (RFC 3339). */
  get createdAt(): string {
    return this.getStringAttribute('created_at')
  }
  /** When it was last changed (RFC 3339). */
  get updatedAt(): string {
    return this.getStringAttribute('updated_at')
  }
  /** Id of an external network of the project, or of one that is shared with it. */
  get network(): string {
    return this.getStringAttribute('network')
  }
  /** Id of the subnet. Default: the one around `address`, or the first with a free address. */
  get subnet(): string {
    return this.getStringAttribute('subnet')
  }
  /** The address. Default: the next free one. */
  get address(): string {
    return this.getStringAttribute('address')
  }
  /** Id of the port that it stands for, or `"none"`. Left out: as it is, which is none at first. */
  get port(): string {
    return this.getStringAttribute('port')
  }
  /** Address of the port that it stands for. Default: the first one in the family of the address. */
  get fixedIp(): string {
    return this.getStringAttribute('fixed_ip')
  }
  /** Id of the router that translates it. */
  get router(): string {
    return this.getStringAttribute('router')
  }
  /** Whether the VM's own hypervisor answers for it, which needs the external network there. Default: `false`. */
  get distributed(): IResolvable {
    return this.getBooleanAttribute('distributed')
  }
  /** `central` or `distributed`: the former although `distributed` is asked for while a port forward or load balancer needs the gateway, or the router is not distributed. */
  get placement(): string {
    return this.getStringAttribute('placement')
  }
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
}
