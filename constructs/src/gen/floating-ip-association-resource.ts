// Generated from the schema of the provider: change that, and run `npm run gen`.
import { type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource } from '../bindings/elements.ts'

/** How long to wait for each operation. */
export interface FloatingIpAssociationResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 5m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link FloatingIpAssociationResource}. */
export interface FloatingIpAssociationResourceConfig extends TerraformMetaArguments {
  /** Id of the floating IP. One has one association. */
  readonly floatingIp: string
  /** Id of the port that it stands for. Another one moves it there. */
  readonly port: string
  /** Address of the port. Default: the first one in the family of the floating IP. */
  readonly fixedIp?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: FloatingIpAssociationResourceTimeoutsConfig | IResolvable | undefined
}

/** That a floating IP stands for a port, apart from both. The floating IP itself leaves its `port` out then. */
export class FloatingIpAssociationResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_floating_ip_association'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: FloatingIpAssociationResourceConfig) {
    super(scope, id, { type: 'quantumnet_floating_ip_association', config, shape: FloatingIpAssociationResource.shape })
  }
  /** Id of the floating IP. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the floating IP. One has one association. */
  get floatingIp(): string {
    return this.getStringAttribute('floating_ip')
  }
  /** Id of the port that it stands for. Another one moves it there. */
  get port(): string {
    return this.getStringAttribute('port')
  }
  /** Address of the port. Default: the first one in the family of the floating IP. */
  get fixedIp(): string {
    return this.getStringAttribute('fixed_ip')
  }
}
